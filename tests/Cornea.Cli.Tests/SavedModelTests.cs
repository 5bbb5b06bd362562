using System.Globalization;
using System.Text.Json.Nodes;
using Cornea.Cli.Datasets;
using Cornea.Files;
using Cornea.Layers;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>Networks that <c>cornea train</c> saved, and what the other commands do with them.</summary>
public sealed class SavedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ATrainedNetworkIsSavedTestedAndUsed()
    {
        string file = In("d.keras");
        ShellResult trained = Shell.Run("train", "digits", "--model", "mlp", "--epochs", "2", "--seed", "3", "--output", file);
        Assert.True(trained.ExitCode == 0, trained.Error);
        Assert.Contains($"Saved {file}, and in {In("d")}: metrics.json", trained.Output, StringComparison.Ordinal);
        JsonObject metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(In("d"), "metrics.json")))!.AsObject();

        JsonObject scores = Shell.Run("evaluate", file, "digits", "--seed", "3", "--json").Json;
        Assert.Equal(metrics["test_loss"]!.GetValue<double>(), scores["loss"]!.GetValue<double>(), 1e-7);
        Assert.Equal(metrics["test_accuracy"]!.GetValue<double>(), scores["accuracy"]!.GetValue<double>(), 1e-7);
        Assert.True(JsonNode.DeepEquals(metrics["classes"], scores["classes"]));
        Assert.True(JsonNode.DeepEquals(scores, Shell.Run("evaluate", file, "digits", "--json").Json)); // The file knows its seed.
        string table = Shell.Run("evaluate", file, "digits", "--seed", "3").Output;
        Assert.Contains($"accuracy {scores["accuracy"]!.GetValue<double>().ToString("F4", CultureInfo.InvariantCulture)}, on 360 samples.", table, StringComparison.Ordinal);
        Assert.Contains("weighted avg", table, StringComparison.Ordinal);

        LabelledImages data = BuiltInDatasets.Get("digits").Load(3, default);
        NumPyFile.Save(In("x.npy"), data.TestImages);
        NumPyFile.Save(In("y.npy"), data.TestLabels);
        NumPyFile.SaveAll(In("test.npz"), new Dictionary<string, Tensor> { ["x_test"] = data.TestImages, ["y_test"] = data.TestLabels });
        Assert.True(JsonNode.DeepEquals(scores, Shell.Run("evaluate", file, In("test.npz"), "--json").Json));
        Assert.True(JsonNode.DeepEquals(scores, Shell.Run("evaluate", file, In("x.npy"), "--targets", In("y.npy"), "--json").Json));

        ShellResult saved = Shell.Run("predict", file, In("x.npy"), "--output", In("p.npy"));
        Assert.Equal($"Saved in {In("p.npy")}: float32 (360, 10)\n", saved.Output);
        Tensor expected = Model.Load(file).Predict(data.TestImages, batchSize: 256);
        Assert.Equal(expected.ToArray<float>(), NumPyFile.Load(In("p.npy")).ToArray<float>());
        string[] lines = Shell.Run("predict", file, In("x.npy")).Output.TrimEnd().Split('\n');
        int best = expected.ArgMax(axis: -1).ToArray<int>()[7];
        Assert.Equal($"    7  {best}  {expected.ToArray2D<float>()[7, best].ToString("F4", CultureInfo.InvariantCulture)}", lines[7]);
        JsonObject json = Shell.Run("predict", file, In("x.npy"), "--json").Json;
        Assert.Equal("[360,10]", json["shape"]!.ToJsonString());
        Assert.Equal(expected.ToArray2D<float>()[7, best], json["predictions"]![7]![best]!.GetValue<double>(), 1e-6);

        ShellResult summary = Shell.Run("summary", file);
        Assert.Equal(0, summary.ExitCode);
        Assert.Contains("(Dense)", summary.Output, StringComparison.Ordinal);
        Assert.Contains("Trainable params: 38,282 ", summary.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ANetworkOfTwoInputsTakesAFileForEachAndIsConverted()
    {
        Tensor left = new Input([3], name: "left"), right = new Input([2], name: "right");
        Tensor both = new Concatenate().Call([left, right]);
        var model = new Model([left, right], [new Dense(2).Call(both), new Dense(1).Call(both)], "two");
        model.Save(In("m.h5"));
        Tensor a = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]), b = Tensor.From([1f, 2, 3, 4], [2, 2]);
        NumPyFile.Save(In("a.npy"), a);
        NumPyFile.Save(In("b.npy"), b);
        TensorList expected = model.PredictAll([a, b], verbose: 0);

        foreach (string target in (string[])["again.keras", "again.hdf5"])
        {
            ShellResult converted = Shell.Run("convert", In("m.h5"), In(target));
            Assert.True(converted.ExitCode == 0, converted.Error);
            Assert.Contains("18 parameters", converted.Output, StringComparison.Ordinal);
            ShellResult predicted = Shell.Run("predict", In(target), In("a.npy"), In("b.npy"), "--output", In("y.npz"));
            Assert.True(predicted.ExitCode == 0, predicted.Error);
            IReadOnlyDictionary<string, Tensor> got = NumPyFile.LoadAll(In("y.npz"));
            Assert.Equal(expected[0].ToArray<float>(), got["y0"].ToArray<float>());
            Assert.Equal(expected[1].ToArray<float>(), got["y1"].ToArray<float>());
        }

        Assert.Equal(0, Shell.Run("convert", In("m.h5"), In("w.weights.h5")).ExitCode);
        model.LoadWeights(In("w.weights.h5"));
        Assert.Contains("(Dense)", Shell.Run("summary", In("m.h5")).Output, StringComparison.Ordinal);
        ShellResult one = Shell.Run("predict", In("m.h5"), In("a.npy"));
        Assert.Equal(1, one.ExitCode);
        Assert.Contains("has 2 inputs", one.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatDoesntSayOnWhichRowsItWasTrainedIsTestedWithAWord()
    {
        var model = new Sequential { new Input(8, 8, 1), new Flatten(), new Dense(10, activation: "softmax") };
        model.Compile("sgd", "sparse_categorical_crossentropy");
        model.Save(In("other.keras"));
        ShellResult result = Shell.Run("evaluate", In("other.keras"), "digits");
        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.Contains("doesn't say on which rows of digits it was trained", result.Error, StringComparison.Ordinal);
        Assert.Equal("", Shell.Run("evaluate", In("other.keras"), "digits", "--seed", "3").Error);
    }

    [Fact]
    public void SeveralInputsAndOutputs()
    {
        Tensor a = new Input(2), b = new Input(3);
        var model = new Model([a, b], [new Dense(1).Call(a), new Concatenate().Call([a, b])]);
        model.Save(In("two.keras"));
        Tensor x0 = Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }), x1 = Tensor.From(new byte[,] { { 5, 6, 7 }, { 8, 9, 10 } });
        NumPyFile.SaveAll(In("x.npz"), new Dictionary<string, Tensor> { ["x0"] = x0, ["x1"] = x1 });
        Assert.Equal(0, Shell.Run("predict", In("two.keras"), In("x.npz"), "-o", In("y.npz")).ExitCode);
        Assert.Equal([1, 2, 5, 6, 7, 3, 4, 8, 9, 10], NumPyFile.LoadAll(In("y.npz"))["y1"].ToArray<float>());
        string text = Shell.Run("predict", In("two.keras"), In("x.npz")).Output;
        Assert.Contains("Output 1, float32 (2, 5):\n    0  1 2 5 6 7\n    1  3 4 8 9 10\n", text, StringComparison.Ordinal);
        ShellResult single = Shell.Run("predict", In("two.keras"), In("x.npz"), "-o", In("y.npy"));
        Assert.Equal((ExitCode.Failure, "cornea: The network has 2 outputs; a .npz file holds them: --output y.npz.\n"), (single.ExitCode, single.Error));
    }

    [Fact]
    public void WhatIsWrongIsSaidInALine()
    {
        new Sequential { new Input(4), new Dense(2) }.Save(In("m.keras"));
        File.WriteAllText(In("broken.keras"), "no zip");
        NumPyFile.Save(In("x.npy"), Tensor.From(new float[2, 4]));
        NumPyFile.Save(In("wide.npy"), Tensor.From(new float[2, 5]));
        NumPyFile.SaveAll(In("other.npz"), new Dictionary<string, Tensor> { ["p"] = 1, ["q"] = 2 });
        Refused("There is no file", "predict", In("none.keras"), In("x.npy"));
        Refused("There is no file", "predict", In("m.keras"), In("none.npy"));
        Directory.CreateDirectory(In("folder.keras"));
        Refused("is a folder; expected the name of a file", "summary", In("folder.keras"));
        Directory.CreateDirectory(In("folder.npy"));
        Refused("the file doesn't say what its classes and images are", "predict", In("m.keras"), In("folder.npy")); // Folders are taken for photos.
        Refused("broken.keras", "summary", In("broken.keras"));
        Refused("is an array of NumPy's, which isn't read as a model", "summary", In("x.npy"));
        Refused("expected shape (None, 4)", "predict", In("m.keras"), In("wide.npy"));
        Refused("there are p, q", "predict", In("m.keras"), In("other.npz"));
        Refused("give them with --targets y.npy", "evaluate", In("m.keras"), In("x.npy"));
        Refused("ompile", "evaluate", In("m.keras"), In("x.npy"), "--targets", In("x.npy"));

        static void Refused(string expected, params string[] arguments)
        {
            ShellResult result = Shell.Run(arguments);
            Assert.Equal((ExitCode.Failure, ""), (result.ExitCode, result.Output));
            Assert.StartsWith("cornea: ", result.Error, StringComparison.Ordinal);
            Assert.Contains(expected, result.Error, StringComparison.Ordinal);
            Assert.Single(result.Error.TrimEnd().Split('\n'));
        }
    }

    private string In(string name) => Path.Combine(_folder.Path, name);
}
