namespace Cornea.Vision;

public static partial class Applications
{
    private static readonly float[] CaffeMean = [103.939f, 116.779f, 123.68f], TorchMean = [0.485f, 0.456f, 0.406f], TorchDeviation = [0.229f, 0.224f, 0.225f];

    /// <summary>Pixels as a network wants them.</summary>
    /// <param name="x">Images […, height, width, 3], RGB, 0 to 255.</param>
    /// <param name="application">A network's name, such as <c>"vgg16"</c> or <c>"mobilenet_v2"</c> (Keras' module or a function of this class, case and underscores don't count), or Keras' <c>"caffe"</c>, <c>"tf"</c>, <c>"torch"</c>.</param>
    /// <returns>Float32 images. Caffe: BGR, ImageNet's means taken off; tf: −1 to 1; torch: 0 to 1, ImageNet's means taken off and divided by its deviations; networks that scale inside take them as they are.</returns>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    /// <exception cref="ShapeException">The last axis isn't 3 long, where channels count.</exception>
    public static Tensor PreprocessInput(Tensor x, string application)
    {
        ArgumentNullException.ThrowIfNull(x);
        string mode = ModeOf(application);
        x = x.Cast(DType.Float32);
        if (mode == "none") return x;
        if (mode == "tf") return (x / 127.5) - 1;
        if (x.Rank < 3 || x.Shape[^1] != 3) throw new ShapeException($"Applications.PreprocessInput: expected images [..., height, width, 3], got {x.Shape}.");
        if (mode == "torch") return ((x / 255) - Tensor.From(TorchMean)) / Tensor.From(TorchDeviation);
        return Ops.Flip(x, axis: -1) - Tensor.From(CaffeMean);
    }

    internal static string ModeOf(string application)
    {
        ArgumentNullException.ThrowIfNull(application);
        string name = application.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return name switch
        {
            "caffe" or "tf" or "torch" => name,
            "vgg16" or "vgg19" or "resnet" or "resnet50" or "resnet101" or "resnet152" => "caffe",
            "densenet" or "densenet121" or "densenet169" or "densenet201" or "resnet18" or "resnet34" => "torch",
            "resnetv2" or "resnet50v2" or "resnet101v2" or "resnet152v2" or "inceptionv3" or "inceptionresnetv2" or "xception" or "mobilenet" or "mobilenetv2"
                or "nasnet" or "nasnetmobile" or "nasnetlarge" => "tf",
            _ when name.StartsWith("efficientnet", StringComparison.Ordinal) || name.StartsWith("mobilenetv3", StringComparison.Ordinal)
                || name.StartsWith("convnext", StringComparison.Ordinal) => "none",
            _ => throw new ArgumentException(
                $"Applications.PreprocessInput: there is no network '{application}'; there are vgg16, vgg19, resnet, resnet_v2, densenet, inception_v3, inception_resnet_v2, xception, "
                + "mobilenet, mobilenet_v2, mobilenet_v3, nasnet, efficientnet, efficientnet_v2, convnext, and the modes caffe, tf, torch.", nameof(application)),
        };
    }
}
