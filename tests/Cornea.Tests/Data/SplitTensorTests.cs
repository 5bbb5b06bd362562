using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

public class SplitTensorTests
{
    private static readonly Tensor X = Tensor.From(Enumerable.Range(0, 24).Select(i => (float)i).ToArray(), [12, 2]);
    private static readonly Tensor Y = Tensor.From(Enumerable.Range(0, 12).ToArray(), [12]);

    [Fact]
    public void Rows_are_those_of_the_indices()
    {
        var (xTrain, xTest, yTrain, yTest) = Split.TrainTest(X, Y, testSize: 0.25, randomState: 2023);
        var (train, test) = Split.Indices(12, testSize: 0.25, randomState: 2023);
        Assert.Equal(train, yTrain.ToArray<int>());
        Assert.Equal(test, yTest.ToArray<int>());
        Assert.Equal(train.SelectMany(row => new[] { 2f * row, (2f * row) + 1 }), xTrain.ToArray<float>());
        Assert.Equal([3, 2], xTest.Shape);
        Assert.Equal(train, Split.TrainTest(Y, testSize: 0.25, randomState: 2023).Train.ToArray<int>());
    }

    [Fact]
    public void Without_shuffling_rows_stay_in_order()
    {
        var (_, _, yTrain, yTest) = Split.TrainTest(X, Y, testSize: 2, shuffle: false);
        Assert.Equal(Enumerable.Range(0, 10), yTrain.ToArray<int>());
        Assert.Equal([10, 11], yTest.ToArray<int>());
    }

    [Fact]
    public void Stratified_by_labels_of_any_form()
    {
        int[] classes = [.. Enumerable.Range(0, 12).Select(i => i % 3)];
        int[] expected = Split.Indices(12, testSize: 6, randomState: 1, stratify: classes).Test;
        Assert.Equal(expected, Split.TrainTest(Y, testSize: 6, randomState: 1, stratify: Tensor.From(classes)).Test.ToArray<int>());
        Assert.Equal(expected, Split.TrainTest(Y, testSize: 6, randomState: 1, stratify: Tensor.From(classes) * 0.5).Test.ToArray<int>());

        // One-hot rows sort the other way round: [0, 0, 1] comes first.
        int[] reversed = Split.Indices(12, testSize: 6, randomState: 1, stratify: [.. classes.Select(label => 2 - label)]).Test;
        Tensor oneHot = Labels.ToCategorical(Tensor.From(classes));
        Assert.Equal(reversed, Split.TrainTest(Y, testSize: 6, randomState: 1, stratify: oneHot).Test.ToArray<int>());
    }

    [Fact]
    public void Different_numbers_of_rows_are_refused()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Split.TrainTest(X, Tensor.From(new[] { 1, 2 })));
        Assert.Contains("got 2 and 12", error.Message, StringComparison.Ordinal);
    }
}
