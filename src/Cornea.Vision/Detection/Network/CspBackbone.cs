using Cornea.Layers;
using static Cornea.Vision.DetectionBlocks;

namespace Cornea.Vision;

/// <summary>A small network to be trained from the beginning, on some hundred photos: 1.3 million weights.</summary>
/// <remarks>Stages as in YOLOv8 (Jocher et al., 2023), its smallest size; features of 64, 128 and 256 channels.</remarks>
internal static class CspBackbone
{
    public const string Name = "csp";

    // Channels and residual blocks of the stages at strides 4, 8, 16 and 32.
    private static readonly (int Filters, int Repeats)[] Stages = [(32, 1), (64, 2), (128, 2), (256, 1)];

    /// <summary>The network for pixels from 0 to 1; its outputs are the features at strides 8, 16 and 32.</summary>
    public static Model Create(Shape inputShape)
    {
        Tensor input = new Input(inputShape);
        Tensor x = Convolve(input, 16, 3, 2, "stem");
        var features = new List<Tensor>();
        foreach (var (filters, repeats) in Stages)
        {
            string name = $"stage{features.Count + 1}";
            x = Stage(Convolve(x, filters, 3, 2, $"{name}_down"), filters, repeats, residual: true, name);
            features.Add(x);
        }

        return new Model(input, TensorList.Create([.. features[1..]]), Name);
    }
}
