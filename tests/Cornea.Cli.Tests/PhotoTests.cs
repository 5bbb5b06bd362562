using System.Text.Json.Nodes;
using Cornea.Layers;
using Cornea.Vision;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>What the command does with folders of photos.</summary>
[Collection(nameof(Alone))]
public sealed class PhotoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PhotoTests()
    {
        RandomSeed.Set(1);
        new Sequential { new Input(16, 16, 3), new Rescaling(1 / 255.0), new Conv2D(8, 3, activation: "relu") }.Save(_folder.File("tiny.keras"));
        foreach (var (name, channel) in new[] { ("green", 1), ("red", 0) })
        {
            Directory.CreateDirectory(_folder.File($"my photos/{name}"));
            for (int photo = 0; photo < 12; photo++)
            {
                var pixels = new byte[20, 24, 3];
                for (int y = 0; y < 20; y++)
                    for (int x = 0; x < 24; x++)
                        (pixels[y, x, channel], pixels[y, x, 2]) = ((byte)(150 + (7 * photo)), (byte)((x * y) + photo));
                ImageTensor.Save(_folder.File($"my photos/{name}/{photo}.png"), Tensor.From(pixels));
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFolderOfPhotosIsLearnedUsedAndTested()
    {
        string photos = _folder.File("my photos"), model = _folder.File("m.keras");

        ShellResult trained = Shell.Run("train", photos, "--backbone", _folder.File("tiny.keras"), "--learning-rate", "0.05", "--fine-tune", "0", "--seed", "1", "-o", model, "--json");
        Assert.True(trained.ExitCode == 0, trained.Error);
        Assert.Equal(1.0, trained.Json["test_accuracy"]!.GetValue<double>());
        Assert.Equal(["green", "red"], trained.Json["class_names"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(["confusion.png", "curves.png", "history.csv", "metrics.json"], Directory.GetFiles(_folder.File("m")).Select(Path.GetFileName).Order());

        ShellResult answers = Shell.Run("predict", model, Path.Combine(photos, "red", "1.png"), Path.Combine(photos, "green"), "--json");
        Assert.Equal(13, answers.Json["predictions"]!.AsArray().Count);
        Assert.Equal("red", answers.Json["predictions"]![0]!["label"]!.GetValue<string>());

        ShellResult tested = Shell.Run("evaluate", model, photos, "--json");
        Assert.Equal(24, tested.Json["samples"]!.GetValue<int>());
        Assert.Equal(1.0, tested.Json["accuracy"]!.GetValue<double>());
    }

    [Fact]
    public void WhatCannotBeReadIsNamedAndTheRestIsDone()
    {
        string photos = _folder.File("my photos"), model = _folder.File("m.keras");
        File.WriteAllText(Path.Combine(photos, "red", "broken.jpg"), "not a photo");

        ShellResult trained = Shell.Run("train", photos, "--backbone", _folder.File("tiny.keras"), "--epochs", "2", "--fine-tune", "0", "-o", model);
        Assert.True(trained.ExitCode == 0, trained.Error);
        Assert.Contains("left out: " + Path.Combine(photos, "red", "broken.jpg"), trained.Error, StringComparison.Ordinal);
        Assert.Contains("cornea predict", trained.Output, StringComparison.Ordinal);

        ShellResult answers = Shell.Run("predict", model, Path.Combine(photos, "red", "broken.jpg"), Path.Combine(photos, "red", "1.png"));
        Assert.Equal(ExitCode.Failure, answers.ExitCode);
        Assert.Contains("broken.jpg", answers.Error, StringComparison.Ordinal);
        Assert.Single(answers.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    public void PhotosAreCheckedBeforeAnybodyTrains()
    {
        string photos = _folder.File("my photos");
        File.Copy(Path.Combine(photos, "red", "1.png"), Path.Combine(photos, "red", "again & again.png"));

        ShellResult result = Shell.Run("check", photos, "--backbone", _folder.File("tiny.keras"), "--json", "-o", _folder.File("check.html"));

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(result.Json["findings"]!.AsArray(), finding => finding!["problem"]!.GetValue<string>() == "exact_duplicate");
        Assert.Equal(25, result.Json["ranking"]!.AsArray().Count);
        string page = File.ReadAllText(_folder.File("check.html"));
        Assert.Contains("again &amp; again.png", page, StringComparison.Ordinal);
        Assert.Contains("data:image/jpeg;base64,", page, StringComparison.Ordinal);
        Assert.Contains("Duplicates", Shell.Run("check", photos, "--backbone", "none").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsOfTheOtherKindOfDataAreRefused()
    {
        Assert.Contains("--model is for built-in data sets", Shell.Run("train", _folder.File("my photos"), "--model", "cnn").Error, StringComparison.Ordinal);
        Assert.Contains("--backbone is for folders of photos", Shell.Run("train", "digits", "--backbone", "vgg16").Error, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.File("photos/empty"));
        Assert.Contains("no image in", Shell.Run("train", _folder.File("photos")).Error, StringComparison.Ordinal);
    }
}
