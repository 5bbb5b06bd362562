using System.Text.Json.Nodes;
using Cornea.Layers;
using Cornea.Vision;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>The commands that take pictures: <c>explain</c> and <c>segment</c>.</summary>
public sealed class PictureCommandTests : IDisposable
{
    private const int Side = 48;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnAnswerIsExplainedOverItsPicture()
    {
        string model = _folder.File("m.keras"), picture = Picture("p.png", 10), why = _folder.File("why.png");
        new Sequential([new Input(24, 24, 3), new Conv2D(4, 3, activation: "relu", name: "features"), new GlobalAveragePooling2D(), new Dense(3, activation: "softmax")]).Save(model);

        foreach (string method in new[] { "grad-cam", "grad-cam++", "saliency", "guided-backpropagation", "occlusion" })
        {
            ShellResult result = Shell.Run("explain", model, picture, "--output", why, "--method", method, "--class", "1");
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.Matches(@"^Class 1: [01]\.\d+\. Saved in .*why\.png\.", result.Output);
            Assert.Equal((Side, Side, 3), ImageTensor.Load(why).Shape);
            File.Delete(why);
        }

        Assert.Contains("has no layer 'conv9'", Shell.Run("explain", model, picture, "--layer", "conv9").Error, StringComparison.Ordinal);
        Assert.Contains("There is no method 'gradcam'", Shell.Run("explain", model, picture, "--method", "gradcam").Error, StringComparison.Ordinal);
        Assert.Contains("There is no file", Shell.Run("explain", model, _folder.File("none.png")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void PixelsAreLearnedTestedAndPredicted()
    {
        string images = Directory.CreateDirectory(_folder.File("images")).FullName, masks = Directory.CreateDirectory(_folder.File("masks")).FullName;
        for (int index = 0; index < 5; index++)
        {
            Picture(Path.Combine("images", $"{index}.png"), 4 * index);
            ImageTensor.Save(Path.Combine(masks, $"{index}.png"), Drawn(4 * index, on: 7, off: 200)[.., .., ..1]);
        }

        string model = _folder.File("m.keras"), mask = _folder.File("mask.png"), over = _folder.File("over.png");
        ShellResult trained = Shell.Run("segment", "train", images, masks, "--output", model, "--image-size", "32", "--epochs", "2", "--batch-size", "4");
        Assert.True(trained.ExitCode == 0, trained.Error);
        Assert.Contains("Of the 1 pictures that were held back:", trained.Output, StringComparison.Ordinal);

        JsonObject scores = Shell.Run("segment", "evaluate", model, images, masks, "--json").Json;
        Assert.Equal("[7,200]", scores["values"]!.ToJsonString());
        Assert.InRange(scores["pixel_accuracy"]!.GetValue<double>(), 0.01, 1);

        ShellResult predicted = Shell.Run("segment", "predict", model, Path.Combine(images, "0.png"), "--output", mask, "--overlay", over);
        Assert.True(predicted.ExitCode == 0, predicted.Error);
        Assert.Subset(new HashSet<byte> { 7, 200 }, ImageTensor.Load(mask).ToArray<byte>().ToHashSet());
        Assert.Equal((Side, Side, 3), ImageTensor.Load(over).Shape);
        Assert.Contains("--image-size", Shell.Run("segment", "train", images, masks, "--output", model, "--image-size", "64").Error, StringComparison.Ordinal);
    }

    private string Picture(string name, int left)
    {
        ImageTensor.Save(_folder.File(name), Drawn(left, on: 230, off: 20));
        return _folder.File(name);
    }

    // A square in a picture.
    private static Tensor Drawn(int left, byte on, byte off) => Tensor.From(
        [.. Enumerable.Range(0, Side * Side).SelectMany(pixel => Enumerable.Repeat(pixel % Side >= left && pixel % Side < left + 20 && pixel / Side is >= 10 and < 30 ? on : off, 3))],
        (Side, Side, 3));
}
