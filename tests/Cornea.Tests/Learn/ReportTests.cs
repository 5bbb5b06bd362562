using Cornea.Learn;
using Xunit;

namespace Cornea.Tests.Learn;

public class ReportTests
{
    private static readonly Tensor Truth = Tensor.From(new[] { 0, 1, 2, 2, 2 });
    private static readonly Tensor Predicted = Tensor.From(new[] { 0, 0, 2, 2, 1 });

    [Fact]
    public void The_table_is_that_of_scikit_learns_documentation()
    {
        string expected = """
                          precision    recall  f1-score   support

                 class 0       0.50      1.00      0.67         1
                 class 1       0.00      0.00      0.00         1
                 class 2       1.00      0.67      0.80         3

                accuracy                           0.60         5
               macro avg       0.50      0.56      0.49         5
            weighted avg       0.70      0.60      0.61         5

            """;
        ClassificationReport report = Report.Classification(Truth, Predicted, targetNames: ["class 0", "class 1", "class 2"]);
        Assert.Equal(expected.ReplaceLineEndings("\n"), report.ToString());
        Assert.Equal(new ClassScores(1, 2 / 3.0, 0.8, 3), report["class 2"]);
        Assert.Equal(0.6, report.Accuracy);
    }

    [Fact]
    public void Some_labels_only_give_the_micro_average()
    {
        string expected = """
                          precision    recall  f1-score   support

                       1       1.00      0.67      0.80         3
                       2       0.00      0.00      0.00         0
                       3       0.00      0.00      0.00         0

               micro avg       1.00      0.67      0.80         3
               macro avg       0.33      0.22      0.27         3
            weighted avg       1.00      0.67      0.80         3

            """;
        ClassificationReport report = Report.Classification(
            Tensor.From(new[] { 1, 1, 1 }), Tensor.From(new[] { 1, 1, 0 }), labels: [1, 2, 3]);
        Assert.Equal(expected.ReplaceLineEndings("\n"), report.ToString());
    }

    [Fact]
    public void Confusions()
    {
        Assert.Equal(new[,] { { 1, 0, 0 }, { 1, 0, 0 }, { 0, 1, 2 } }, Report.ConfusionMatrix(Truth, Predicted).ToArray2D<int>());
        Assert.Equal(new[,] { { 2, 0 }, { 0, 1 } }, Report.ConfusionMatrix(Truth, Predicted, [2, 0]).ToArray2D<int>());
    }

    // Values of scikit-learn's own tests of these arguments, by hand.
    [Fact]
    public void Parts_of_confusions_and_classes_without_samples()
    {
        Tensor truth = Tensor.From(new[] { 0, 0, 1, 1, 2 }), predicted = Tensor.From(new[] { 0, 1, 1, 1, 1 });
        Assert.Equal(new[,] { { 0.5f, 0.5f, 0 }, { 0, 1, 0 }, { 0, 1, 0 } }, Report.ConfusionMatrix(truth, predicted, normalize: "true").ToArray2D<float>());
        Assert.Equal(new[,] { { 1, 0.25f, 0 }, { 0, 0.5f, 0 }, { 0, 0.25f, 0 } }, Report.ConfusionMatrix(truth, predicted, normalize: "pred").ToArray2D<float>());
        Assert.Equal(0.4f, Report.ConfusionMatrix(truth, predicted, normalize: "all").ToArray2D<float>()[1, 1]);
        Assert.Equal(3f, Report.ConfusionMatrix(truth, predicted, sampleWeight: Tensor.From(new[] { 1f, 1, 1, 2, 0 })).ToArray2D<float>()[1, 1]);
        Assert.Contains("true, pred, all", Assert.Throws<ArgumentException>(() => Report.ConfusionMatrix(truth, predicted, normalize: "rows")).Message);
        Assert.Equal(1, Report.Classification(truth, predicted, zeroDivision: 1)["2"].Precision);
        ClassificationReport left = Report.Classification(truth, predicted, zeroDivision: double.NaN);
        Assert.Equal((double.NaN, 0.75), (left["2"].Precision, left.MacroAverage.Precision)); // Of 1 and ½ alone.
    }

    [Theory]
    [InlineData(0.125, 2, "0.12")] // Python's round-half-even, where .NET prints 0.13.
    [InlineData(0.375, 2, "0.38")]
    [InlineData(0.785, 2, "0.79")] // A little more than it says.
    [InlineData(0.5, 0, "0")]
    [InlineData(1, 3, "1.000")]
    public void Numbers_as_Python_writes_them(double value, int digits, string expected) => Assert.Equal(expected, PythonNumber.Fixed(value, digits));

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Contains("ArgMax(-1)", Assert.Throws<ShapeException>(() => Report.ConfusionMatrix(Truth, Ops.OneHot(Predicted, 3))).Message);
        Assert.Contains("whole numbers", Assert.Throws<ArgumentException>(() => Report.Classification(Truth, Predicted * 0.3)).Message);
        Assert.Contains("each of the 3 labels", Assert.Throws<ArgumentException>(() => Report.Classification(Truth, Predicted, targetNames: ["a"])).Message);
        Assert.Throws<ShapeException>(() => Report.ConfusionMatrix(Truth, Predicted[..2]));
    }
}
