using Cornea.Files;
using Cornea.Layers;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>TensorFlow.js' layers models on the command line, and a network as C#.</summary>
public sealed class TensorFlowJsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ANetworkGoesThereAndBack()
    {
        string keras = _folder.File("m.keras"), web = Path.Combine(Directory.CreateDirectory(_folder.File("web")).FullName, "model.json"), again = _folder.File("again.keras");
        Model model = Network();
        model.Save(keras);
        ShellResult there = Shell.Run("convert", keras, web);
        Assert.True(there.ExitCode == 0, there.Error);
        Assert.Contains("Not kept, since TensorFlow.js has no place for it: ", there.Output, StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run("convert", web, again).ExitCode);

        Tensor x = Tensor.From([.. Enumerable.Range(0, 2 * 72).Select(index => MathF.Sin(index))], [2, 6, 6, 2]);
        NumPyFile.Save(_folder.File("x.npy"), x);
        foreach (string file in new[] { web, again })
        {
            Assert.Equal(0, Shell.Run("predict", file, _folder.File("x.npy"), "--output", _folder.File("y.npy")).ExitCode);
            Assert.Equal(model.Predict(x).ToArray<float>(), NumPyFile.Load(_folder.File("y.npy")).ToArray<float>());
        }

        Assert.Contains("(Conv2D)", Shell.Run("summary", web).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ANetworkIsWrittenAsCSharp()
    {
        Network().Save(_folder.File("my-net.keras"));
        ShellResult shown = Shell.Run("export", "--csharp", _folder.File("my-net.keras"));
        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.Contains("internal static class MyNet", shown.Output, StringComparison.Ordinal);
        Assert.Contains("new Conv2D(3, 3, padding: \"same\", activation: \"relu\", name: \"first\"),", shown.Output, StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run("export", "--csharp", _folder.File("my-net.keras"), "--output", _folder.File("Cats.cs")).ExitCode);
        Assert.Equal(shown.Output.Replace("MyNet", "Cats", StringComparison.Ordinal), File.ReadAllText(_folder.File("Cats.cs")));
        Assert.Equal(ExitCode.Usage, Shell.Run("export", _folder.File("my-net.keras")).ExitCode);
    }

    private static Sequential Network() =>
        new("m") { new Input(6, 6, 2), new Conv2D(3, 3, padding: "same", activation: "relu", name: "first"), new Flatten(), new Dense(2, name: "last") };
}
