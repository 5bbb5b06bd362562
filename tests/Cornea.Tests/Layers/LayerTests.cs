using Cornea.Layers;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Layers;

public class LayerTests
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static readonly Dictionary<string, (Func<Layer> Make, Shape[] Shapes)> Cases = new()
    {
        ["Activation"] = (() => new Activation("gelu"), [(5, 3)]),
        ["Add"] = (() => new Add(), [(4, 3), 3, (4, 3)]),
        ["Average"] = (() => new Average(), [3, 3]),
        ["AveragePooling2D same"] = (() => new AveragePooling2D(3, 2, "same"), [(7, 6, 2)]),
        ["BatchNormalization"] = (() => new BatchNormalization(), [(4, 4, 3)]),
        ["BatchNormalization axis 1"] = (() => new BatchNormalization(axis: 1, scale: false), [(4, 5, 3)]),
        ["Concatenate"] = (() => new Concatenate(axis: 1), [(4, 3), (2, 3)]),
        ["Conv2D"] = (() => new Conv2D(4, (3, 2), strides: 2, padding: "same", activation: "relu", kernelRegularizer: "l2"), [(7, 8, 3)]),
        ["Conv2D channels first"] = (() => new Conv2D(4, 3, dataFormat: "channels_first"), [(3, 7, 8)]),
        ["Conv2D dilated groups"] = (() => new Conv2D(6, 3, dilationRate: 2, groups: 3), [(9, 9, 3)]),
        ["Dense"] = (() => new Dense(4, activation: "tanh", kernelConstraint: "non_neg"), [5]),
        ["Dense on sequences"] = (() => new Dense(4, useBias: false), [(3, 5)]),
        ["DepthwiseConv2D"] = (() => new DepthwiseConv2D(3, depthMultiplier: 2), [(6, 6, 3)]),
        ["Dropout"] = (() => new Dropout(0.5, seed: 3), [(4, 3)]),
        ["Dropout noise shape"] = (() => new Dropout(0.5, noiseShape: new Shape(-1, 1, -1)), [(4, 3)]),
        ["Flatten"] = (() => new Flatten(), [(4, 3, 2)]),
        ["GlobalAveragePooling2D"] = (() => new GlobalAveragePooling2D(), [(4, 3, 2)]),
        ["GlobalMaxPooling2D"] = (() => new GlobalMaxPooling2D("channels_first", keepDims: true), [(4, 3, 2)]),
        ["MaxPooling2D"] = (() => new MaxPooling2D(), [(5, 6, 2)]),
        ["MaxPooling2D channels first"] = (() => new MaxPooling2D(3, 1, "same", "channels_first"), [(2, 5, 6)]),
        ["Maximum"] = (() => new Maximum(), [3, 3]),
        ["Minimum"] = (() => new Minimum(), [3, 3]),
        ["Multiply"] = (() => new Multiply(), [(4, 3), (1, 3)]),
        ["Normalization"] = (() => new Normalization(mean: [1.0, 2.0, 3.0], variance: [1.0, 2.0, 4.0]), [(4, 3)]),
        ["Permute"] = (() => new Permute((2, 1)), [(4, 3)]),
        ["ReLU"] = (() => new ReLU(maxValue: 2, negativeSlope: 0.1, threshold: 0.2), [(4, 3)]),
        ["Rescaling"] = (() => new Rescaling(1.0 / 255, -1), [(4, 3)]),
        ["Reshape"] = (() => new Reshape((-1, 6)), [(4, 3)]),
        ["Softmax"] = (() => new Softmax([-2, -1]), [(4, 3)]),
        ["Subtract"] = (() => new Subtract(), [3, 3]),
        ["ActivityRegularization"] = (() => new ActivityRegularization(0.1, 0.2), [4]),
        ["AlphaDropout"] = (() => new AlphaDropout(0.3, seed: 2), [4]),
        ["CategoryEncoding"] = (() => new CategoryEncoding(3, "count"), [5]),
        ["CenterCrop"] = (() => new CenterCrop(2, 3), [(5, 6, 2)]),
        ["Conv2DTranspose"] = (() => new Conv2DTranspose(3, 3, strides: 2, padding: "same"), [(4, 5, 2)]),
        ["Cropping2D"] = (() => new Cropping2D(((1, 0), (2, 1))), [(5, 6, 2)]),
        ["Dot"] = (() => new Dot((2, 1)), [(3, 4), (4, 5)]),
        ["ELU"] = (() => new ELU(0.5), [4]),
        ["Embedding"] = (() => new Embedding(3, 4), [5]),
        ["GaussianDropout"] = (() => new GaussianDropout(0.3), [4]),
        ["GaussianNoise"] = (() => new GaussianNoise(0.3), [4]),
        ["GroupNormalization"] = (() => new GroupNormalization(2), [(3, 4, 6)]),
        ["LayerNormalization"] = (() => new LayerNormalization([-2, -1]), [(3, 4, 6)]),
        ["LeakyReLU"] = (() => new LeakyReLU(), [4]),
        ["PReLU"] = (() => new PReLU(sharedAxes: [1]), [(4, 3)]),
        ["RMSNormalization"] = (() => new RMSNormalization(), [(4, 3)]),
        ["RepeatVector"] = (() => new RepeatVector(3), [4]),
        ["Resizing"] = (() => new Resizing(5, 3, "bicubic"), [(4, 6, 2)]),
        ["SeparableConv2D"] = (() => new SeparableConv2D(4, 3, depthMultiplier: 2), [(6, 5, 3)]),
        ["SpatialDropout2D"] = (() => new SpatialDropout2D(0.5), [(3, 4, 6)]),
        ["UnitNormalization"] = (() => new UnitNormalization(), [(4, 3)]),
        ["UpSampling2D"] = (() => new UpSampling2D((2, 3), interpolation: "bilinear"), [(4, 5, 2)]),
        ["ZeroPadding2D"] = (() => new ZeroPadding2D(((1, 0), (2, 3))), [(4, 3, 2)]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Keeps_to_the_laws(string name) => LayerHarness.Check(Cases[name].Make, Cases[name].Shapes);

    [Fact]
    public void Names_are_Keras_own()
    {
        Assert.Equal("conv2d", LayerNames.Snake("Conv2D"));
        Assert.Equal("max_pooling2d", LayerNames.Snake("MaxPooling2D"));
        Assert.Equal("re_lu", LayerNames.Snake("ReLU"));
        Assert.Equal("p_re_lu", LayerNames.Snake("PReLU"));
        Assert.Equal("rms_normalization", LayerNames.Snake("RMSNormalization"));
        Assert.Equal("batch_normalization", LayerNames.Snake("BatchNormalization"));
        Assert.StartsWith("dense", new Dense(1).Name, StringComparison.Ordinal);
        Assert.NotEqual(new Dense(1).Name, new Dense(1).Name);
    }

    [Fact]
    public void Mistakes_are_said_with_the_layers_name()
    {
        Says("Dense 'fc1': expected input of rank ≥ 2, got (28,).", () => new Dense(3, name: "fc1").Call(TestData.Uniform(28)));
        Says("Conv2D 'c': expected input [batch, height, width, channels], got (2, 28, 28). For grey images", () => new Conv2D(3, 3, name: "c").Call(TestData.Uniform(2, 28, 28)));
        Says("Conv2D 'c': Convolution: the window's height of 5 pixels doesn't fit", () => new Conv2D(3, 5, name: "c").Call(TestData.Uniform(1, 4, 4, 1)));
        Says("MaxPooling2D 'p': ", () => new MaxPooling2D(5, name: "p").Call(TestData.Uniform(1, 4, 4, 1)));
        Says("Dense 'd': expected at least 1 unit, got 0", () => new Dense(0, name: "d"));
        Says("expected one of valid, same, causal, got 'sane'", () => new Conv2D(1, 1, padding: "sane"));
        Says("strides above 1 don't go with a dilation rate above 1", () => new Conv2D(1, 1, strides: 2, dilationRate: 2));
        Says("the filters must be divisible by the groups", () => new Conv2D(3, 1, groups: 2));
        Says("expected a rate between 0 and 1, got 1.5", () => new Dropout(1.5));
        Says("Add 'a': expected inputs whose shapes can be broadcast together, got (2, 3), (2, 4)", () => new Add("a").Call([TestData.Uniform(2, 3), TestData.Uniform(2, 4)]));
        Says("Add 'a': expected a list of at least 2 inputs, got 1", () => new Add("a").Call([TestData.Uniform(2, 3)]));
        Says("Concatenate 'k': expected inputs that agree on all axes but -1", () => new Concatenate(name: "k").Call([TestData.Uniform(2, 3), TestData.Uniform(3, 3)]));
        Says("Reshape 'r': samples of shape (4,) with 4 values don't fit into (3,)", () => new Reshape(3, name: "r").Call(TestData.Uniform(2, 4)));
        var dense = new Dense(3, name: "fc2");
        dense.Call(TestData.Uniform(2, 4));
        Says("Dense 'fc2': expected size 4 on axis -1 of the input (the layer was built for it), got (2, 5)", () => dense.Call(TestData.Uniform(2, 5)));
    }

    [Fact]
    public void Dropout_draws_anew_each_call_and_repeats_with_its_seed()
    {
        Dropout first = new(0.5, seed: 7), second = new(0.5, seed: 7);
        Tensor x = Ops.Ones([64, 8]);
        float[] one = first.Call(x, training: true).ToArray<float>(), two = first.Call(x, training: true).ToArray<float>();
        Assert.NotEqual(one, two);
        Assert.Equal(one, second.Call(x, training: true).ToArray<float>());
        Assert.All(one, value => Assert.True(value is 0 or 2));
        Assert.InRange(one.Count(value => value == 0), 200, 312);
    }

    [Fact]
    public void Batch_norm_called_twice_moves_its_statistics_twice()
    {
        var norm = new BatchNormalization(momentum: 0.5);
        Tensor x = TestData.Uniform(8, 3) + 4;
        var step = Function.Compile((Tensor input) => norm.Call(norm.Call(input, training: true), training: true));
        norm.Call(x);
        step.Run(x);
        float[] mean = x.Mean(0).ToArray<float>(), moving = norm.Weights[2].Value.ToArray<float>();
        for (int index = 0; index < 3; index++) Assert.Equal(mean[index] * 0.25, moving[index], 4);
    }

    [Fact]
    public void Normalization_adapts()
    {
        var layer = new Normalization();
        Tensor x = (TestData.Uniform(50, 3) * 3) + 2;
        layer.Adapt(x);
        Tensor y = layer.Call(x);
        Assert.All(y.Mean(0).ToArray<float>(), value => Assert.Equal(0, value, 4));
        Assert.All(Ops.Std(y, 0).ToArray<float>(), value => Assert.Equal(1, value, 3));
    }

    private static void Says(string part, Func<object> mistake) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(() => mistake()).Message, StringComparison.Ordinal);
}
