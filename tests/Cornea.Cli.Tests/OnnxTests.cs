using Cornea.Files;
using Cornea.Layers;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>ONNX files on the command line: written, shown, used, and turned back.</summary>
public sealed class OnnxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ANetworkGoesThereAndBack()
    {
        string keras = _folder.File("m.keras"), onnx = _folder.File("m.onnx"), again = _folder.File("again.keras");
        var model = new Sequential("m") { new Input(6, 6, 2), new Conv2D(3, 3, padding: "same", activation: "relu", name: "first"), new Flatten(), new Dense(2, name: "last") };
        model.Save(keras);
        ShellResult there = Shell.Run("convert", keras, onnx);
        Assert.True(there.ExitCode == 0, there.Error);
        Assert.Contains($"Saved {onnx}: ", there.Output, StringComparison.Ordinal);
        Assert.Contains("Not kept, since ONNX has no place for it: ", there.Output, StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run("convert", onnx, again).ExitCode);

        Tensor x = Tensor.From([.. Enumerable.Range(0, 3 * 72).Select(index => MathF.Sin(index))], [3, 6, 6, 2]), y = model.Predict(x);
        NumPyFile.Save(_folder.File("x.npy"), x);
        foreach (string file in new[] { keras, onnx, again })
        {
            Assert.Equal(0, Shell.Run("predict", file, _folder.File("x.npy"), "--output", _folder.File("y.npy")).ExitCode);
            float[] expected = y.ToArray<float>(), got = NumPyFile.Load(_folder.File("y.npy")).ToArray<float>();
            for (int index = 0; index < expected.Length; index++) Assert.Equal(expected[index], got[index], 1e-5);
        }

        ShellResult operators = Shell.Run("inspect", onnx);
        Assert.Equal(0, operators.ExitCode);
        Assert.Contains("Conv ", operators.Output, StringComparison.Ordinal);
        Assert.Contains("All operators are supported.", operators.Output, StringComparison.Ordinal);
        Assert.Contains("(Conv2D)", Shell.Run("summary", onnx).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoModelIsRefused()
    {
        File.WriteAllText(_folder.File("text.onnx"), "This is no model.");
        foreach (string command in new[] { "inspect", "summary" })
        {
            ShellResult result = Shell.Run(command, _folder.File("text.onnx"));
            Assert.Equal(ExitCode.Failure, result.ExitCode);
            Assert.Contains("text.onnx", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCode.Usage, Shell.Run("convert", "a.onnx", "b.tflite").ExitCode);
    }
}
