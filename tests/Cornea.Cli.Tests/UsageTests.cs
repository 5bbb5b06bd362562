using System.Text.Json.Nodes;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>What the command says without training: help, lists, summaries, and what is wrong with its arguments.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("cornea train digits", "--help")]
    [InlineData("--learning-rate", "train", "--help")]
    [InlineData("cornea summary resnet20 --dataset fashion-mnist", "summary", "--help")]
    [InlineData("CORNEA_HOME", "datasets", "--help")]
    [InlineData("cornea evaluate digits.keras digits", "evaluate", "--help")]
    [InlineData("  <data>", "evaluate", "--help")] // Not <digits|…> alone: files are accepted.
    [InlineData(".npy files, one for each input, a .npz file, or the test part of", "predict", "--help")]
    [InlineData("a .keras, .weights.h5, .h5, .hdf5, .json, .onnx file, or linear, mlp", "summary", "--help")]
    [InlineData("cornea predict m.keras x.npy --output y.npy", "predict", "--help")]
    [InlineData("cornea detect evaluate cells.keras bccd/ --split val", "detect", "--help")]
    [InlineData("Learns from the part 'train' where there is one", "detect", "train", "--help")]
    public void HelpTeaches(string expected, params string[] arguments)
    {
        ShellResult result = Shell.Run(arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void HelpStatesTheExitCodes() => Assert.Contains(
        $"{ExitCode.Success} done, {ExitCode.Failure} failed, {ExitCode.Usage} wrong arguments, {ExitCode.Interrupted} interrupted,\n{ExitCode.Terminated} terminated",
        Shell.Run("train", "--help").Output,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("There is no command 'trian'; there are train, evaluate, predict, detect, check, explain, segment, summary, convert, export, inspect, datasets. Did you mean 'train'?", "trian", "digits")]
    [InlineData("There is no data set 'mnits'; there are digits, fashion-mnist, mnist, cifar-10, or give a folder of photos. Did you mean 'mnist'?", "train", "mnits")]
    [InlineData("There is no model 'transformer'; there are linear, mlp, cnn, resnet20.", "train", "digits", "--model", "transformer")]
    [InlineData("There is no optimizer 'adm';", "train", "digits", "--optimizer", "adm")]
    [InlineData("--epochs: expected a whole number of at least 1, got '0'.", "train", "digits", "--epochs", "0")]
    [InlineData("--batch-size: expected a whole number of at least 1, got 'many'.", "train", "digits", "--batch-size", "many")]
    [InlineData("--threads: expected a whole number from 1 to 256, got '1000'.", "train", "digits", "--threads", "1000")]
    [InlineData("--learning-rate: expected a number above 0, got '-1'.", "train", "digits", "--learning-rate", "-1")]
    [InlineData("There is no model 'cn'; there are linear, mlp, cnn, resnet20, or give a .keras, .weights.h5, .h5, .hdf5, .json, .onnx file. Did you mean 'cnn'?", "summary", "cn")]
    [InlineData("There is no data set 'digts'; there are digits, fashion-mnist, mnist, cifar-10, or give a .npy or .npz file, or a folder of photos. Did you mean 'digits'?", "evaluate", "m.keras", "digts")]
    [InlineData("--output: expected a .npy or .npz file, got 'y.csv'.", "predict", "m.keras", "x.npy", "--output", "y.csv")]
    [InlineData("'data' missing", "predict", "m.keras")]
    [InlineData("--image-size: expected multiples of 32 such as 288x384, got '300'.", "detect", "train", "photos", "--image-size", "300")]
    [InlineData("'cornea detect train --help' shows", "detect", "train")]
    [InlineData("'data set' missing", "train")]
    [InlineData("Unrecognized command or argument '--epoch'.", "train", "digits", "--epoch", "3")]
    public void WrongArgumentsAreNamed(string expected, params string[] arguments)
    {
        ShellResult result = Shell.Run(arguments);
        Assert.Equal((ExitCode.Usage, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("cornea: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains("--help' shows what there is.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutArgumentsTheHelpIsShown()
    {
        ShellResult result = Shell.Run();
        Assert.Equal((ExitCode.Usage, ""), (result.ExitCode, result.Output));
        Assert.Contains("cornea train digits", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linear", "digits", "650")]
    [InlineData("mlp", "fashion-mnist", "130,826")]
    [InlineData("cnn", "fashion-mnist", "1,199,882")]
    [InlineData("resnet20", "fashion-mnist", "273,754")]
    [InlineData("linear", "cifar-10", "30,730")]
    public void SummaryCountsParameters(string model, string dataset, string parameters)
    {
        ShellResult result = Shell.Run("summary", model, "--dataset", dataset);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains($"Total params: {parameters} ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void DatasetsAreListed()
    {
        ShellResult result = Shell.Run("datasets", "--json");
        JsonArray sets = JsonNode.Parse(result.Output)!.AsArray();
        Assert.Equal(["digits", "fashion-mnist", "mnist", "cifar-10"], sets.Select(set => set!["name"]!.GetValue<string>()));
        Assert.True(sets[0]!["here"]!.GetValue<bool>());
        Assert.Contains("part of Cornea", Shell.Run("datasets").Output, StringComparison.Ordinal);
    }
}
