using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

/// <summary>Networks that give every pixel a class, and what belongs to them.</summary>
public static partial class Segmentation
{
    // The decoder's filters, from the full size inwards: segmentation networks' usual 16 to 256.
    private static readonly int[] DefaultFilters = [16, 32, 64, 128, 256];

    /// <summary>A U-Net on a known network: what that sees on its way down to small sizes is taken up again, size by size, on the way back to the image's.</summary>
    /// <param name="classes">The number of classes; 1 gives each pixel one probability (sigmoid), more of them a softmax.</param>
    /// <param name="backbone">An application's name, such as <c>"efficientnet_lite0"</c> or <c>"resnet50"</c>: Keras' module or a function of <see cref="Applications"/>.</param>
    /// <param name="inputShape">[height, width, channels], known.</param>
    /// <param name="weights">The backbone's: <c>"imagenet"</c>, null or a file.</param>
    /// <param name="filters">The decoder's filters, from the full size inwards; 16, 32, 64, 128, 256 by default. The last serves all sizes further in.</param>
    /// <param name="activation">The output's; null for logits.</param>
    /// <param name="name">The model's name.</param>
    /// <remarks>
    /// <para>Input as the backbone takes it; output [batch, height, width, classes]. Where the backbone's sizes don't halve (Inception, Xception, NASNet),
    /// features are resized to those they are joined with.</para>
    /// <para>Source: Ronneberger, Fischer and Brox, U-Net: convolutional networks for biomedical image segmentation (2015), arXiv:1505.04597; with batch
    /// normalisation, and enlarged by repetition instead of transposed convolution.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">There is no such backbone, or the arguments don't fit.</exception>
    public static Model UNet(
        int classes, string backbone = "efficientnet_lite0", Shape? inputShape = null, string? weights = "imagenet", IReadOnlyList<int>? filters = null,
        string? activation = Automatic, string name = "unet") =>
        UNet(classes, Backbones.Make(backbone, inputShape ?? new Shape(224, 224, 3), weights), filters, activation, name);

    /// <summary>A U-Net on a network of one's own.</summary>
    /// <inheritdoc cref="UNet(int, string, Shape?, string?, IReadOnlyList{int}?, string?, string)"/>
    /// <param name="backbone">A model of one image input of known size, from which features [batch, height, width, channels] come; it becomes part of the new one.</param>
    public static Model UNet(int classes, Model backbone, IReadOnlyList<int>? filters = null, string? activation = Automatic, string name = "unet")
    {
        ArgumentNullException.ThrowIfNull(backbone);
        if (classes < 1) throw new ArgumentException($"Segmentation.UNet: expected at least one class, got {classes}.", nameof(classes));
        filters ??= DefaultFilters;
        if (filters.Count == 0 || filters.Any(count => count < 1)) throw new ArgumentException($"Segmentation.UNet: expected filters of at least 1, got [{string.Join(", ", filters)}].", nameof(filters));
        Tensor[] levels = FeatureLevels.Of(backbone);
        Tensor x = levels[^1];
        for (int level = levels.Length - 2; level >= 0; level--)
        {
            Tensor beside = levels[level];
            x = Joined($"decoder{level}_join", Enlarged(x, beside.Shape, level), beside);
            int count = filters[Math.Min(level, filters.Count - 1)];
            for (int index = 1; index <= 2; index++)
            {
                x = Convolution(x, count, 3, name: $"decoder{level}_conv{index}");
                x = Activated(Normalized(x, $"decoder{level}_bn{index}"), name: $"decoder{level}_relu{index}");
            }
        }

        if (activation == Automatic) activation = classes == 1 ? "sigmoid" : "softmax";
        return new Model(backbone.Input, Convolution(x, classes, 1, bias: true, name: "classes", activation: activation), name);
    }

    private const string Automatic = "auto";

    // Twice the size where that is what is wanted, else resized.
    private static Tensor Enlarged(Tensor x, Shape wanted, int level) => x.Shape[1] * 2 == wanted[1] && x.Shape[2] * 2 == wanted[2]
        ? new UpSampling2D(2, name: $"decoder{level}_up").Call(x)
        : new Resizing(wanted[1], wanted[2], name: $"decoder{level}_resize").Call(x);
}
