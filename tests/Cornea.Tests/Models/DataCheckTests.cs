using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Models;

/// <summary>Mistakes in the data are said before anything is changed.</summary>
public class DataCheckTests
{
    private readonly Sequential _model = TrainerTests.Classifier();

    [Fact]
    public void NaN_is_found_with_its_place()
    {
        var values = new float[12];
        values[8] = float.NaN;
        Refused(Tensor.From(values, [2, 6]), TestData.Labels(2, 3), "expected finite numbers in x, got NaN at [1, 2] (shape (2, 6))");
        values[8] = float.NegativeInfinity;
        Refused(Tensor.From(values, [2, 6]), TestData.Labels(2, 3), "got minus infinity at [1, 2]");
    }

    [Fact]
    public void Labels_must_be_classes_of_the_output() =>
        Refused(TestData.Uniform(2, 6), Tensor.From([0, 3], [2]), "has 3 classes, so labels must be between 0 and 2, got labels from 0 to 3. Give the last layer 4 units");

    [Fact]
    public void Lengths_must_agree() => Refused(TestData.Uniform(4, 6), TestData.Labels(3, 3), "expected as many samples in y as in x, got 3 and 4");

    [Fact]
    public void Shapes_must_fit() => Refused(TestData.Uniform(4, 7), TestData.Labels(4, 3), "expected shape (None, 6) for input");

    [Fact]
    public void There_must_be_samples() => Refused(Tensor.From(Array.Empty<float>(), [0, 6]), Tensor.From(Array.Empty<int>(), [0]), "expected at least one sample, got none");

    [Fact]
    public void A_loss_must_fit_its_output()
    {
        Sequential model = TrainerTests.Classifier("categorical_crossentropy");
        var error = Assert.ThrowsAny<ArgumentException>(() => model.Fit(TestData.Uniform(4, 6), TestData.Labels(4, 3), verbose: 0));
        Assert.Contains("sparse_categorical_crossentropy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_without_compile()
    {
        var model = new Sequential { new Input(2), new Dense(1) };
        var error = Assert.Throws<InvalidOperationException>(() => model.Fit(TestData.Uniform(2, 2), TestData.Uniform(2, 1)));
        Assert.Contains("isn't compiled yet; call Compile", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_that_fails_leaves_nothing_behind()
    {
        var model = new Sequential { new Dense(4), new Conv2D(2, 3) };
        model.Compile("adam", "mse");
        Assert.Throws<ShapeException>(() => model.Fit(TestData.Uniform(4, 3), TestData.Uniform(4, 1), verbose: 0));
        Assert.Empty(model.Weights);
        Assert.False(model.Layers[0].IsBuilt);
    }

    private void Refused(Tensor x, Tensor y, string part)
    {
        float[] before = TrainerTests.Flat(_model);
        var error = Assert.ThrowsAny<ArgumentException>(() => _model.Fit(x, y, verbose: 0));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, TrainerTests.Flat(_model));
    }
}
