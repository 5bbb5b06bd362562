using System.IO.Compression;
using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Goldens;
using Xunit;

namespace Cornea.Tests.Goldens;

public sealed class GoldenReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cases_lie_in_folders_and_zips()
    {
        Directory.CreateDirectory(_folder.File("a"));
        Write("a/one.npz", """{"kind": "k"}""", ("x0", 1), ("x1", 2), ("y0", 3));
        Write("two.npz", """{"kind": "k"}""");
        using (ZipArchive zip = ZipFile.Open(_folder.File("a/folder.zip"), ZipArchiveMode.Create))
            zip.CreateEntryFromFile(_folder.File("two.npz"), "three.npz");
        File.WriteAllText(_folder.File("README.md"), "");

        var folder = new GoldenFolder(_folder.Path);
        Assert.Equal(["a/folder.zip/three", "a/one", "two"], folder.Names);
        Assert.Equal("k", folder.Open("a/folder.zip/three").Kind);
        GoldenCase one = folder.Open("a/one");
        Assert.Equal([1f], one.Numbered("x")[0].ToArray<float>());
        Assert.Equal(2, one.Numbered("x").Length);
        Assert.Equal(["y0"], one.UnreadArrays);
        Assert.Equal(["folder.zip/three"], new GoldenFolder(_folder.File("a/folder.zip")).Names);
        Assert.Throws<DirectoryNotFoundException>(() => new GoldenFolder(_folder.File("none")));
    }

    [Fact]
    public void What_is_not_understood_fails()
    {
        Write("kind.npz", """{"kind": "something new"}""");
        Write("nothing.npz", """{}""");
        Write("json.npz", """{""");
        Write("argument.npz", """{"kind": "classic", "splits": {"s": {"n": 4, "strange": 1}}}""");
        Write("unread.npz", """{"kind": "classic", "splits": {}}""", ("x0", 1));
        NpzFile.Write(_folder.File("none.npz"), []);
        File.WriteAllText(_folder.File("broken.npz"), "");
        var folder = new GoldenFolder(_folder.Path);
        Assert.Equal("not understood: there is no runner for the kind 'something new'", GoldenRunner.Failure(folder, "kind"));
        Assert.StartsWith("not understood: ", GoldenRunner.Failure(folder, "nothing"), StringComparison.Ordinal);
        Assert.StartsWith("not understood: ", GoldenRunner.Failure(folder, "json"), StringComparison.Ordinal);
        Assert.Contains("strange", GoldenRunner.Failure(folder, "argument"), StringComparison.Ordinal);
        Assert.Contains("unchecked: x0", GoldenRunner.Failure(folder, "unread"), StringComparison.Ordinal);
        Assert.StartsWith("not understood: ", GoldenRunner.Failure(folder, "none"), StringComparison.Ordinal);
        Assert.Contains("InvalidDataException", GoldenRunner.Failure(folder, "broken"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_split_fails()
    {
        Write("wrong.npz", """{"kind": "classic", "splits": {"s": {"n": 2, "test_size": 1, "shuffle": false}}}""", ("s_train", 1), ("s_test", 1));
        Assert.Equal(
            "s_train: 1 of 1 values differ; first at [0]: expected 1, got 0 (allowed ±0); largest difference 1",
            GoldenRunner.Failure(new GoldenFolder(_folder.Path), "wrong"));
    }

    [Fact]
    public void Numbers_of_JSON_may_be_infinite()
    {
        JsonNode json = JsonNode.Parse("""{"a": ["Infinity", "-Infinity", "NaN", [1.5, 2]], "b": 7, "c": 7.0, "d": true}""")!;
        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1.5, 2], json["a"].ToDoubles());
        Assert.True(json["b"].IsWholeNumber());
        Assert.False(json["c"].IsWholeNumber());
        Assert.Equal(7, json["c"].ToInt());
        Assert.True(json["d"].ToBool());
        Assert.Throws<NotUnderstoodException>(() => json["d"].ToDouble());
        Assert.Throws<NotUnderstoodException>(() => json["missing"].ToInt());
    }

    [Fact]
    public void Finished_lines_fit_cases_folders_and_stars()
    {
        string[] names = ["layers/conv2d_00", "layers/conv2d_01", "layers/dense_00", "ops/x.zip/x_00"];
        var list = new FinishedList(["# comment", "", "layers/conv2d_*  # two", "ops", "layers/dense", "lay"]);
        Assert.Equal(["layers/conv2d_00", "layers/conv2d_01", "ops/x.zip/x_00"], list.Select(names));
        Assert.Equal(["layers/dense", "lay"], list.Idle(names));
    }

    private void Write(string name, string json, params (string Name, float Value)[] arrays)
    {
        NpzFile.Write(_folder.File(name), arrays.Select(
            array => new KeyValuePair<string, FileArray>(array.Name, FileArray.From<float>([array.Value], 1))));
        using ZipArchive archive = ZipFile.Open(_folder.File(name), ZipArchiveMode.Update);
        using var writer = new StreamWriter(archive.CreateEntry("case.json").Open());
        writer.Write(json);
    }
}
