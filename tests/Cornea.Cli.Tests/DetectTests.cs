using System.Text.Json.Nodes;
using Cornea.Vision;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary><c>cornea detect</c> from the training to the drawn photo, on photos that the test draws: one training, whose plan takes most of the time.</summary>
public sealed class DetectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TrainsMeasuresAndPredicts()
    {
        foreach (string part in (string[])["train", "val"])
            for (int index = 0; index < 2; index++) Draw(part, $"{part}{index}");
        File.WriteAllText(In("classes.txt"), "square\n");
        string detector = In("d.keras"), photo = In("images/val/val0.png"), drawn = In("boxes.png");

        ShellResult trained = Shell.Run("detect", "train", _folder.Path, "--backbone", "csp", "--epochs", "2", "--batch-size", "2", "--image-size", "64", "--output", detector, "--json");
        Assert.True(trained.ExitCode == 0, trained.Error);
        Assert.Equal((2, 2, 2), (trained.Json["photos"]!.GetValue<int>(), trained.Json["measured_on"]!.GetValue<int>(), trained.Json["epochs"]!.GetValue<int>()));

        ShellResult measured = Shell.Run("detect", "evaluate", detector, _folder.Path, "--split", "val", "--json");
        Assert.Equal(trained.Json["AP50"]!.ToJsonString(), measured.Json["AP50"]!.ToJsonString());
        Assert.Contains("mAP@0.5 ", Shell.Run("detect", "evaluate", detector, _folder.Path, "--split", "val").Output, StringComparison.Ordinal);

        JsonObject predicted = Shell.Run("detect", "predict", detector, photo, "--score", "0.0001", "--output", drawn, "--json").Json;
        JsonArray found = predicted["images"]![0]!["detections"]!.AsArray();
        IReadOnlyList<Vision.Detection> expected = Detector.Load(detector).Detect(photo, scoreThreshold: 0.0001);
        Assert.Equal(expected.Select(one => one.Score), found.Select(one => one!["score"]!.GetValue<double>()));
        Assert.NotEmpty(expected);
        Assert.NotEqual(ImageTensor.Load(photo).ToArray<byte>(), ImageTensor.Load(drawn).ToArray<byte>());
    }

    [Theory]
    [InlineData("is of no known layout", "detect", "train", "FOLDER")]
    [InlineData("There is no file or folder", "detect", "train", "FOLDER/none")]
    [InlineData("none.keras", "detect", "predict", "FOLDER/none.keras", "photo.jpg")]
    public void WhatIsWrongIsSaid(string expected, params string[] arguments)
    {
        ShellResult result = Shell.Run([.. arguments.Select(word => word.Replace("FOLDER", _folder.Path, StringComparison.Ordinal))]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    private void Draw(string part, string name)
    {
        byte[] pixels = new byte[64 * 64 * 3];
        for (int y = 16; y < 48; y++) pixels.AsSpan(((y * 64) + 16) * 3, 32 * 3).Fill(255);
        Directory.CreateDirectory(In($"images/{part}"));
        Directory.CreateDirectory(In($"labels/{part}"));
        ImageTensor.Save(In($"images/{part}/{name}.png"), Tensor.From<byte>(pixels, [64, 64, 3]));
        File.WriteAllText(In($"labels/{part}/{name}.txt"), "0 0.5 0.5 0.5 0.5\n");
    }

    private string In(string name) => _folder.File(name);
}
