using System.IO.Compression;
using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Goldens;
using Xunit;

namespace Cornea.Tests.Goldens;

/// <summary>Every runner fails a case that holds more than the runner reads: an array, a file, a value, an argument of a call.</summary>
public sealed class GoldenStrictnessTests : IDisposable
{
    private const string Added = "never_heard_of";
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Cases =>
    [
        "augment/randomflip_01", "classic/classification_metrics", "classic/keras_utils", "classic/regression", "classic/splits", "constraints/maxnorm",
        "fit/plateau", "initializers/ones", "initializers/statistics", "keras_tests/layers.Dense.zip/", "keras_tests/losses.Huber.zip/",
        "keras_tests/metrics.AUC.zip/", "keras_tests/ops.add.zip/", "layers/dense_00", "losses/huber", "metrics/auc", "models/cnn", "ops/", "optimizers/adam",
        "regularizers/l1", "schedules/cosine",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_nobody_reads_fails(string name)
    {
        (byte[] entry, JsonObject json) = Read(name);
        Assert.Null(Failure(name, entry, json, null));
        Fails(Failure(name, entry, json, Added));
        Fails(Failure(name, entry, json, Added + ".bin"));
        foreach (JsonObject place in Places(json))
        {
            place[Added] = 1;
            Fails(Failure(name, entry, json, null));
            place.Remove(Added);
        }
    }

    private static void Fails(string? failure)
    {
        Assert.NotNull(failure);
        Assert.Contains(Added, failure, StringComparison.Ordinal);
    }

    // Where arguments stand: the case itself, the keyword arguments of calls, what a model is compiled and fitted with, a callback's settings.
    private static IEnumerable<JsonObject> Places(JsonObject json)
    {
        yield return json;
        bool isLayer = json["target"]?.GetValue<string>().StartsWith("keras.layers", StringComparison.Ordinal) == true; // Layers pass over what they aren't asked for.
        foreach (string name in (string[])["kwargs", "fit", "compile", "config"])
            if (json[name] is JsonObject place && !(isLayer && name == "kwargs")) yield return place;
        if (json["updates"] is JsonArray { Count: > 0 } updates) yield return updates[0]![1]!.AsObject();
        if (json["fit"]?["callbacks"] is JsonArray { Count: > 0 } callbacks) yield return callbacks[0]![1]!.AsObject();
        if (json["splits"] is JsonObject splits) yield return splits.First().Value!.AsObject();
    }

    // A name that ends with / stands for the first case of a folder or zip.
    private static (byte[] Entry, JsonObject Json) Read(string name)
    {
        string path = Path.Combine(GoldenFolder.RepositoryPath, name.TrimEnd('/'));
        byte[] bytes;
        if (name.EndsWith(".zip/", StringComparison.Ordinal))
        {
            using ZipArchive folder = ZipFile.OpenRead(path);
            using var copy = new MemoryStream();
            using Stream content = folder.Entries.First(entry => entry.Name.EndsWith(".npz", StringComparison.Ordinal)).Open();
            content.CopyTo(copy);
            bytes = copy.ToArray();
        }
        else
        {
            bytes = File.ReadAllBytes(name.EndsWith('/') ? Directory.GetFiles(path).Order(StringComparer.Ordinal).First() : path + ".npz");
        }

        using var archive = new ZipArchive(new MemoryStream(bytes));
        using Stream json = archive.GetEntry("case.json")!.Open();
        return (bytes, JsonNode.Parse(json)!.AsObject());
    }

    private string? Failure(string name, byte[] entry, JsonObject json, string? added)
    {
        string last = name.TrimEnd('/').Split('/')[^1], file = _folder.File(last + ".npz");
        using (var stream = new MemoryStream())
        {
            stream.Write(entry);
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
            {
                archive.GetEntry("case.json")!.Delete();
                using (var writer = new StreamWriter(archive.CreateEntry("case.json").Open())) writer.Write(json.ToJsonString());
                if (added is not null && added.Contains('.')) archive.CreateEntry(added).Open().Dispose();
            }

            File.WriteAllBytes(file, stream.ToArray());
        }

        if (added is not null && !added.Contains('.')) AddArray(file, added);
        return GoldenRunner.Failure(new GoldenFolder(file), last);
    }

    private void AddArray(string file, string name)
    {
        NpzFile.Write(_folder.File("one.zip"), [new KeyValuePair<string, FileArray>(name, FileArray.From<float>([1], 1))]);
        using ZipArchive from = ZipFile.OpenRead(_folder.File("one.zip")), to = ZipFile.Open(file, ZipArchiveMode.Update);
        using Stream source = from.Entries.Single().Open(), target = to.CreateEntry(from.Entries.Single().Name).Open();
        source.CopyTo(target);
    }
}
