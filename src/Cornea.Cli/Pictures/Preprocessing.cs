using System.CommandLine;
using Cornea.Vision;

namespace Cornea.Cli.Pictures;

/// <summary>What pictures become before a network sees them.</summary>
internal static class Preprocessing
{
    /// <summary><c>--preprocess</c>.</summary>
    public static Option<string> Option() => new("--preprocess")
    {
        Description = "How the network's pixels are scaled: a network's name (resnet50, vgg16, …) or caffe, tf, torch; by default as the network's file says, else as they are, 0 to 255.",
        HelpName = "name",
    };

    /// <summary>A picture in the size that a network takes, or in its own where the network takes any.</summary>
    /// <returns>[height, width, channels], as the network takes it.</returns>
    /// <exception cref="InvalidDataException">It's no picture, or the network takes none.</exception>
    public static Tensor Load(Model model, string path, string? preprocess)
    {
        Datasets.GivenFile.Check(path);
        if (model.Inputs.Count != 1 || model.InputShape is not { Rank: 4 } shape || shape[3] is not (1 or 3))
            throw new InvalidDataException($"The network '{model.Name}' takes no pictures [batch, height, width, 1 or 3].");
        string color = shape[3] == 1 ? "grayscale" : "rgb";
        Tensor picture = shape[1] > 0 && shape[2] > 0 ? ImageTensor.Load(path, shape[1], shape[2], colorMode: color) : ImageTensor.Load(path, colorMode: color).Cast(DType.Float32);
        return preprocess is null ? picture : Applications.PreprocessInput(picture, preprocess);
    }
}
