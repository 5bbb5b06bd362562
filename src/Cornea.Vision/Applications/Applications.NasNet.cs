using Cornea.Initializers;
using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    /// <summary>NASNet-A for mobile devices, found by search: 5.3 million weights, 224×224 pixels from −1 to 1.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>Source: Zoph, Vasudevan, Shlens and Le, Learning transferable architectures for scalable image recognition (2017), arXiv:1707.07012.</remarks>
    public static Model NASNetMobile(
        Shape? inputShape = null, bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "nasnet_mobile") =>
        NasNet(new(name, includeTop, weights, inputTensor, inputShape ?? (224, 224, 3), pooling, classes, classifierActivation), 1056, 4, 32, skipsReduction: false, 224,
            PretrainedFiles.Named("nasnet", "NASNet-mobile.h5", "020fb642bf7360b370c678b08e0adf61", "NASNet-mobile-no-top.h5", "1ed92395b5b598bdda52abe5c0dbfd63"));

    /// <summary>NASNet-A, the large one: 89 million weights, 331×331 pixels from −1 to 1.</summary>
    /// <inheritdoc cref="NASNetMobile"/>
    public static Model NASNetLarge(
        Shape? inputShape = null, bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "nasnet_large") =>
        NasNet(new(name, includeTop, weights, inputTensor, inputShape ?? (331, 331, 3), pooling, classes, classifierActivation), 4032, 6, 96, skipsReduction: true, 331,
            PretrainedFiles.Named("nasnet", "NASNet-large.h5", "11577c9a518f0070763c2b964a382f17", "NASNet-large-no-top.h5", "d81d89dc07e6e56530c4e77faddd61b5"));

    private static Model NasNet(ApplicationOptions options, int penultimate, int blocks, int stem, bool skipsReduction, int size, PretrainedFiles pretrained)
    {
        int filters = penultimate / 24;
        Tensor input = options.Begin(size);
        if (!input.Shape[1..].IsKnown) throw new ShapeException($"{options.Who}: needs a known inputShape, since its cells add images of sizes that depend on it, got {input.Shape[1..]}.");
        Tensor x = NasNormalized(Convolution(input, stem, 3, stride: 2, same: false, name: "stem_conv1", initializer: new HeNormal()), "stem_bn1");
        Tensor? before = null; // The output of the cell before the last: each cell takes two.
        (x, before) = (NasReduction(x, before, filters / 4, "stem_1"), x);
        (x, before) = (NasReduction(x, before, filters / 2, "stem_2"), x);
        for (int stage = 0; stage < 3; stage++)
        {
            int width = filters << stage, first = stage == 0 ? 0 : (stage * blocks) + 1;
            if (stage > 0)
            {
                Tensor reduced = NasReduction(x, before, width, $"reduce_{stage * blocks}");
                (x, before) = (reduced, skipsReduction ? before : x);
            }

            for (int block = 0; block < blocks; block++) (x, before) = (NasCell(x, before, width, $"{first + block}"), x);
        }

        return options.End(input, Activated(x), pretrained, namesPooling: false, top: features => options.Classify(new GlobalAveragePooling2D().Call(features)));
    }

    private static Tensor NasCell(Tensor x, Tensor? before, int filters, string id)
    {
        Tensor p = Adjusted(before, x, filters, id);
        Tensor h = NasPointwise(x, filters, $"normal_conv_1_{id}", $"normal_bn_1_{id}");
        Tensor one = Sum($"normal_add_1_{id}", NasSeparable(h, filters, 5, $"normal_left1_{id}"), NasSeparable(p, filters, 3, $"normal_right1_{id}"));
        Tensor two = Sum($"normal_add_2_{id}", NasSeparable(p, filters, 5, $"normal_left2_{id}"), NasSeparable(p, filters, 3, $"normal_right2_{id}"));
        Tensor three = Sum($"normal_add_3_{id}", NasAverage(h, $"normal_left3_{id}"), p);
        Tensor four = Sum($"normal_add_4_{id}", NasAverage(p, $"normal_left4_{id}"), NasAverage(p, $"normal_right4_{id}"));
        Tensor five = Sum($"normal_add_5_{id}", NasSeparable(h, filters, 3, $"normal_left5_{id}"), h);
        return Joined($"normal_concat_{id}", p, one, two, three, four, five);
    }

    private static Tensor NasReduction(Tensor x, Tensor? before, int filters, string id)
    {
        Tensor p = Adjusted(before, x, filters, id);
        Tensor h = NasPointwise(x, filters, $"reduction_conv_1_{id}", $"reduction_bn_1_{id}");
        Tensor padded = Padded(h, CorrectPadding(h, 3), $"reduction_pad_1_{id}");
        Tensor one = Sum($"reduction_add_1_{id}", NasSeparable(h, filters, 5, $"reduction_left1_{id}", 2), NasSeparable(p, filters, 7, $"reduction_right1_{id}", 2));
        Tensor two = new MaxPooling2D(3, 2, name: $"reduction_left2_{id}").Call(padded);
        two = Sum($"reduction_add_2_{id}", two, NasSeparable(p, filters, 7, $"reduction_right2_{id}", 2));
        Tensor three = new AveragePooling2D(3, 2, name: $"reduction_left3_{id}").Call(padded);
        three = Sum($"reduction_add3_{id}", three, NasSeparable(p, filters, 5, $"reduction_right3_{id}", 2));
        Tensor four = Sum(null, two, NasAverage(one, $"reduction_left4_{id}"));
        Tensor five = NasSeparable(one, filters, 3, $"reduction_left4_{id}");
        five = Sum($"reduction_add4_{id}", five, new MaxPooling2D(3, 2, name: $"reduction_right5_{id}").Call(padded));
        return Joined($"reduction_concat_{id}", two, three, four, five);
    }

    // Brings the output of the cell before the last to the size and channels of the present one's input.
    private static Tensor Adjusted(Tensor? before, Tensor x, int filters, string id)
    {
        if (before is null) return x;
        if (before.Shape[^2] != x.Shape[^2])
        {
            Tensor p = Activated(before, name: $"adjust_relu_1_{id}");
            Tensor one = new AveragePooling2D(1, 2, name: $"adjust_avg_pool_1_{id}").Call(p);
            one = Convolution(one, filters / 2, 1, name: $"adjust_conv_1_{id}", initializer: new HeNormal());
            Tensor two = new Cropping2D(((1, 0), (1, 0))).Call(Padded(p, ((0, 1), (0, 1)))); // The other pixels of each four.
            two = new AveragePooling2D(1, 2, name: $"adjust_avg_pool_2_{id}").Call(two);
            two = Convolution(two, filters / 2, 1, name: $"adjust_conv_2_{id}", initializer: new HeNormal());
            return NasNormalized(Joined(null, one, two), $"adjust_bn_{id}");
        }

        return before.Shape[^1] == filters ? before : NasPointwise(before, filters, $"adjust_conv_projection_{id}", $"adjust_bn_{id}");
    }

    private static Tensor NasSeparable(Tensor x, int filters, int kernel, string id, int stride = 1)
    {
        x = Activated(x);
        if (stride == 2) x = Padded(x, CorrectPadding(x, kernel), $"separable_conv_1_pad_{id}");
        x = NasNormalized(Separable(x, filters, kernel, $"separable_conv_1_{id}", stride, same: stride == 1), $"separable_conv_1_bn_{id}");
        return NasNormalized(Separable(Activated(x), filters, kernel, $"separable_conv_2_{id}"), $"separable_conv_2_bn_{id}");
    }

    private static Tensor NasPointwise(Tensor x, int filters, string name, string normalization) =>
        NasNormalized(Convolution(Activated(x), filters, 1, name: name, initializer: new HeNormal()), normalization);

    private static Tensor NasAverage(Tensor x, string name) => new AveragePooling2D(3, 1, Padding.Same, name: name).Call(x);

    private static Tensor NasNormalized(Tensor x, string name) => Normalized(x, name, momentum: 0.9997);
}
