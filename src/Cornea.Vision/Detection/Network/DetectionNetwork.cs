using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>Backbone, pyramid and head as one model: images of 0 to 255 [batch, height, width, 3] to [batch, places, 65 + classes].</summary>
internal static class DetectionNetwork
{
    /// <param name="backbone">Its outputs are features at strides 8, 16 and 32.</param>
    /// <param name="preprocess">Pixels as the backbone wants them.</param>
    /// <param name="classes">How many.</param>
    /// <param name="size">Of the images, in pixels; 32 divides both.</param>
    public static Model Create(Model backbone, Func<Tensor, Tensor> preprocess, int classes, Size2 size)
    {
        Tensor input = new Input([size.Height, size.Width, 3], name: "image");
        TensorList features = backbone.Call(TensorList.Create([preprocess(input)]));
        Tensor[] fitted = [.. features.Select((x, level) => Fitted(x, AnchorGrid.AllStrides[level], size))];
        return new Model(input, DetectionHead.Put(FeaturePyramid.Mix(fitted), classes), "detector");
    }

    // Networks whose sizes don't halve (Inception, Xception, NASNet).
    private static Tensor Fitted(Tensor x, int stride, Size2 size)
    {
        var wanted = new Size2(size.Height / stride, size.Width / stride);
        return x.Shape[1] == wanted.Height && x.Shape[2] == wanted.Width ? x
            : new Resizing(wanted.Height, wanted.Width, name: $"fit{stride}").Call(x);
    }
}
