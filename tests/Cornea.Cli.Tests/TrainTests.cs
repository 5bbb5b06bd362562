using System.Diagnostics;
using System.Text.Json.Nodes;
using Cornea.Cli.Datasets;
using Cornea.Cli.Models;
using Cornea.Data;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>What <c>cornea train</c> reaches, leaves and says.</summary>
[Collection(nameof(Alone))]
public sealed class TrainTests
{
    private static readonly string[] Files = ["confusion.png", "curves.png", "history.csv", "metrics.json", "model.keras"];

    [Fact]
    public void DigitsAreLearned()
    {
        using var folder = new TemporaryFolder();
        string output = Path.Combine(folder.Path, "new", "results");

        ShellResult result = Shell.Run("train", "digits", "--json", "--output", output);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Single(result.Output.TrimEnd().Split('\n')); // Nothing but the object.
        Assert.True(result.Json["test_accuracy"]!.GetValue<double>() >= 0.985, result.Output);
        Assert.Equal(Files, Directory.GetFiles(output).Select(Path.GetFileName).Order());
        Assert.True(JsonNode.DeepEquals(result.Json, JsonNode.Parse(File.ReadAllText(Path.Combine(output, "metrics.json")))));
        string[] lines = File.ReadAllLines(Path.Combine(output, "history.csv"));
        Assert.Equal("epoch,accuracy,loss,val_accuracy,val_loss", lines[0]);
        Assert.Equal(result.Json["epochs"]!.GetValue<int>(), lines.Length - 1);
        Assert.Equal(360, result.Json["classes"]!.AsArray().Sum(score => score!["count"]!.GetValue<int>()));
    }

    [Fact]
    public void PeopleSeeSummaryProgressMatrixAndClasses()
    {
        using var folder = new TemporaryFolder();
        string output = Shell.Run("train", "digits", "--model", "mlp", "--epochs", "2", "-o", folder.Path).Output;
        foreach (string part in new[]
        {
            "1,293 images to train, 144 to validate, 360 to test", "dense (Dense)", "Epoch 2/2", "val_loss:",
            "Test accuracy 0.", "Confusion matrix", "precision  recall      f1", "model.keras, metrics.json, history.csv, curves.png, confusion.png",
        }) Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", output, StringComparison.Ordinal); // No colours in a pipe.
    }

    [Fact]
    public void TheSameSeedGivesTheSameResultsOnAnyNumberOfThreads()
    {
        using var folder = new TemporaryFolder();
        JsonObject one = Trained("1"), two = Trained("2");
        Assert.True(JsonNode.DeepEquals(one, two), $"{one}\n{two}");

        JsonObject Trained(string threads)
        {
            JsonObject json = Shell.Run("train", "digits", "--epochs", "2", "--threads", threads, "--seed", "7", "--json", "-o", folder.Path).Json;
            json.Remove("seconds");
            return json;
        }
    }

    [Fact]
    public void TheLibraryGivesTheSameResults()
    {
        using var folder = new TemporaryFolder();
        JsonObject json = Shell.Run("train", "digits", "--model", "mlp", "--epochs", "3", "--seed", "5", "--json", "-o", folder.Path).Json;

        LabelledImages data = BuiltInDatasets.Get("digits").Load(5, default);
        RandomSeed.Set(5);
        Model model = MultilayerPerceptron.Build(new Shape(8, 8, 1), 10);
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        History history = model.Fit(data.TrainImages, data.TrainLabels, epochs: 3, verbose: 0, validationSplit: 0.1, validationBatchSize: 256);
        var (loss, accuracy) = model.Evaluate(data.TestImages, data.TestLabels, batchSize: 256, verbose: 0);

        Assert.Equal(json["loss"]!.GetValue<double>(), history["loss"][^1], 1e-7);
        Assert.Equal(json["val_loss"]!.GetValue<double>(), history["val_loss"][^1], 1e-7);
        Assert.Equal(json["test_loss"]!.GetValue<double>(), loss, 1e-7);
        Assert.Equal(json["test_accuracy"]!.GetValue<double>(), accuracy, 1e-7);
    }

    [Fact]
    public void TheTestPartIsAFifthOfEachClass()
    {
        var (_, labels) = Digits.Load();
        LabelledImages data = BuiltInDatasets.Get("digits").Load(2, default);
        int[] all = Counts(labels), test = Counts(data.TestLabels);
        for (int label = 0; label < 10; label++) Assert.InRange(test[label], all[label] * 0.2 - 1, (all[label] * 0.2) + 1);

        static int[] Counts(Tensor labels)
        {
            int[] counts = new int[10];
            foreach (int label in labels.ToArray<int>()) counts[label]++;
            return counts;
        }
    }

    [Fact]
    public void DivergenceIsSaid()
    {
        using var folder = new TemporaryFolder();
        ShellResult result = Shell.Run("train", "digits", "--optimizer", "sgd", "--learning-rate", "1e9", "-o", folder.Path);
        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.StartsWith("cornea: training diverged: the loss became NaN in epoch 1. Try a smaller --learning-rate", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatCantBeWrittenToIsNamed()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        ShellResult result = Shell.Run("train", "digits", "--output", Path.Combine(file, "below"));
        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("Give another folder with --output.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-INT", ExitCode.Interrupted)]
    [InlineData("-TERM", ExitCode.Terminated)]
    public void ASignalSavesWhatWasLearned(string signal, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no kill -INT");
        using var folder = new TemporaryFolder();
        bool isSent = false;
        ShellResult result = Shell.Run(
            (process, line) =>
            {
                if (isSent || !line.StartsWith("Epoch 3/", StringComparison.Ordinal)) return;
                isSent = true;
                Process.Start("kill", [signal, $"{process.Id}"]).WaitForExit();
            },
            "train", "digits", "--epochs", "100000", "-o", folder.Path);

        Assert.Equal(code, result.ExitCode);
        Assert.Contains("Interrupted in epoch ", result.Output, StringComparison.Ordinal);
        Assert.Contains("Test accuracy", result.Output, StringComparison.Ordinal);
        Assert.Equal(Files, Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        JsonObject metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, "metrics.json")))!.AsObject();
        Assert.True(metrics["interrupted"]!.GetValue<bool>());
        Assert.Equal(metrics["epochs"]!.GetValue<int>(), File.ReadAllLines(Path.Combine(folder.Path, "history.csv")).Length - 1);
    }
}
