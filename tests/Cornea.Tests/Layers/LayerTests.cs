using Cornea.Layers;
using Cornea.Tests.Layers.Augmentation;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Layers;

public class LayerTests
{
    public static TheoryData<string> Names => [.. LayerCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Keeps_to_the_laws(string name) => LayerHarness.Check(LayerCases.All[name].Make, LayerCases.All[name].Shapes);

    [Fact]
    public void No_kind_of_layer_is_missing_in_the_cases()
    {
        string[] kinds = [.. typeof(Layer).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract).Select(type => type.Name)];
        string[] others = ["Input", "Lambda", "Model", "Sequential", "GRUCell", "LSTMCell", "SimpleRNNCell", "StackedRNNCells", "Pipeline"]; // Not called on data, or tested by themselves.
        Assert.Empty(kinds.Except([.. others, .. AugmentationCases.All.Values.Select(make => make(default, 1).ClassName)]).Except(LayerCases.All.Keys.Select(name => name.Split(' ')[0])));
    }

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
