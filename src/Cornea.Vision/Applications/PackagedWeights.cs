using System.Runtime.InteropServices;
using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>Weights that come with the package: one number after the other in the order of the model's weights, least byte first; kernels, which are
/// nearly all of it, in half precision, the vectors (biases and batch norms' statistics, of any magnitude) in single.</summary>
/// <param name="Resource">What they are called within the assembly. Made by tools/EmbedWeights.cs.</param>
internal sealed record PackagedWeights(string Resource)
{
    /// <summary>EfficientNet-Lite0's, of ImageNet.</summary>
    public static PackagedWeights EfficientNetLite0 { get; } = new("Cornea.Vision.efficientnet_lite0.half");

    /// <summary>Gives a model its weights; one without its top takes as many as it has.</summary>
    public void Load(Model model)
    {
        using Stream stream = typeof(PackagedWeights).Assembly.GetManifestResourceStream(Resource)!;
        foreach (Variable weight in model.Weights)
        {
            int count = checked((int)weight.Shape.ElementCount);
            float[] values = weight.Shape.Rank > 1 ? Array.ConvertAll(Read<Half>(stream, count), half => (float)half) : Read<float>(stream, count);
            weight.Assign(Tensor.From(values, weight.Shape));
        }
    }

    private static T[] Read<T>(Stream stream, int count)
        where T : unmanaged
    {
        var values = new T[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
