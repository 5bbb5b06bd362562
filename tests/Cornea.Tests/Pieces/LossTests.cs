using System.Text.Json.Nodes;
using Cornea.Losses;
using Xunit;

namespace Cornea.Tests.Pieces;

public class LossTests
{
    [Theory]
    [InlineData("mse", "MeanSquaredError")]
    [InlineData("MeanSquaredError", "MeanSquaredError")]
    [InlineData("binary_crossentropy", "BinaryCrossentropy")]
    [InlineData("KLD", "KLDivergence")]
    [InlineData("huber", "Huber")]
    public void A_name_makes_the_class(string name, string className)
    {
        Loss loss = name!;
        Assert.Equal(className, loss.GetType().Name);
    }

    [Fact]
    public void A_short_name_is_the_loss_name_as_in_Keras_compile() => Assert.Equal("mse", ((Loss)"mse").Name);

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => (Loss)"mean_square");
        Assert.Contains("mean_squared_error", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_softmax_gives_its_logits_so_that_nothing_is_clipped()
    {
        Tensor logits = Ops.Watch(Tensor.From([0f, 40f], [1, 2]));
        Tensor loss = new SparseCategoricalCrossentropy().Call(Tensor.From([0], 1), Ops.Softmax(logits));
        Assert.Equal(40, loss.ToScalar<float>(), 1e-3);
        Assert.Equal([-1f, 1f], Gradients.Of(loss, logits).ToArray<float>());
        Tensor categorical = new CategoricalCrossentropy().Call(Tensor.From([1f, 0f], [1, 2]), Ops.Softmax(logits));
        Assert.Equal(40, categorical.ToScalar<float>(), 1e-3);
        Tensor single = Ops.Watch(Tensor.From([-40f], [1, 1]));
        Assert.Equal(40, new BinaryCrossentropy().Call(Tensor.From([1f], 1), Ops.Sigmoid(single)).ToScalar<float>(), 1e-3);
    }

    [Fact]
    public void Crossentropy_is_chosen_by_shapes()
    {
        Loss loss = "crossentropy";
        Tensor half = Tensor.From([0.5f, 0.5f], [1, 2]);
        double expected = Math.Log(2);
        Assert.Equal(expected, loss.Call(Tensor.From([1], 1), half).ToScalar<double>(), 1e-6);
        Assert.Equal(expected, loss.Call(Tensor.From([0f, 1f], [1, 2]), half).ToScalar<double>(), 1e-6);
        Assert.Equal(expected, loss.Call(Tensor.From([1f], [1, 1]), Tensor.From([0.5f], [1, 1])).ToScalar<double>(), 1e-6);
    }

    [Fact]
    public void Targets_that_do_not_fit_are_refused_with_a_remedy()
    {
        Tensor predictions = Ops.Zeros([4, 10]);
        var indices = Assert.Throws<ShapeException>(() => new CategoricalCrossentropy().Call(Ops.Zeros(4, DType.Int32), predictions));
        Assert.Equal(
            "CategoricalCrossentropy 'categorical_crossentropy': expected targets of the output's shape (4, 10), got (4,). "
            + "For class indices as targets use \"sparse_categorical_crossentropy\", or make them one-hot with Labels.ToCategorical.",
            indices.Message);
        var oneHot = Assert.Throws<ShapeException>(() => new SparseCategoricalCrossentropy().Call(predictions, predictions));
        Assert.Contains("categorical_crossentropy", oneHot.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => new MeanSquaredError().Call(Ops.Zeros([4, 1]), predictions));
    }

    [Fact]
    public void Masks_weigh_kept_places_up_so_that_the_mean_is_theirs()
    {
        Tensor yTrue = Ops.Zeros([2, 1]), yPred = Tensor.From([1f, 3f], [2, 1]);
        Assert.Equal(1, new MeanSquaredError().Call(yTrue, yPred, null, Tensor.From([1f, 0f], 2).Cast(DType.Bool)).ToScalar<float>());
    }

    [Fact]
    public void A_loss_of_ones_own_is_a_function_or_a_class()
    {
        Loss loss = Loss.From((yTrue, yPred) => Ops.Mean(Ops.Abs(yTrue - yPred), [-1]));
        Assert.Equal(2, loss.Call(Ops.Zeros([1, 2]), Tensor.From([1f, 3f], [1, 2])).ToScalar<float>());
        Assert.Throws<InvalidOperationException>(loss.GetConfig);
        KerasObject saved = new Own().Serialize();
        Assert.Equal(("Custom>Own", (string?)null), (saved.RegisteredName, saved.Module));
        JsonNode json = saved.ToJson();
        Assert.Throws<InvalidDataException>(() => Loss.Deserialize(json));
        Assert.IsType<Own>(Loss.Deserialize(json, new Dictionary<string, Func<ObjectConfig, object>> { ["Own"] = _ => new Own() }));
    }

    private sealed class Own() : Loss("own")
    {
        protected override Tensor PerSample(Tensor yTrue, Tensor yPred) => Ops.Sum(yTrue - yPred, [-1]);
    }
}
