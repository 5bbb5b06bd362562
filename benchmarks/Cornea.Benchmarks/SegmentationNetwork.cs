using Cornea.Layers;

namespace Cornea.Benchmarks;

/// <summary>A plain U-Net of four sizes: the network of unet_train.</summary>
/// <remarks>Source: Ronneberger, Fischer and Brox, U-Net: convolutional networks for biomedical image segmentation (2015), arXiv:1505.04597.</remarks>
internal static class SegmentationNetwork
{
    private static readonly int[] Filters = [16, 32, 64];

    public static Model Build()
    {
        Tensor input = new Input(64, 64, 3), x = input;
        var levels = new Stack<Tensor>();
        foreach (int filters in Filters)
        {
            x = Convolution(Convolution(x, filters), filters);
            levels.Push(x);
            x = new MaxPooling2D(2).Call(x);
        }

        x = Convolution(x, 2 * Filters[^1]);
        foreach (int filters in Filters.Reverse())
        {
            x = new Conv2DTranspose(filters, 2, strides: 2).Call(x);
            x = Convolution(new Concatenate().Call([x, levels.Pop()]), filters);
        }

        return new Model(input, new Conv2D(1, 1, activation: "sigmoid").Call(x), "unet");
    }

    private static Tensor Convolution(Tensor x, int filters) => new Conv2D(filters, 3, padding: "same", activation: "relu").Call(x);
}
