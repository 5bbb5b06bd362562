using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

public class LabelsTests
{
    [Fact]
    public void One_hot_rows()
    {
        Tensor y = Labels.ToCategorical(Tensor.From(new[] { 0, 2, 1 }), 4);
        Assert.Equal(DType.Float32, y.DType);
        Assert.Equal(new float[,] { { 1, 0, 0, 0 }, { 0, 0, 1, 0 }, { 0, 1, 0, 0 } }, y.ToArray2D<float>());
    }

    [Fact]
    public void The_largest_label_gives_the_number_of_classes_and_a_last_axis_of_one_is_dropped()
    {
        Assert.Equal([2, 4], Labels.ToCategorical(Tensor.From(new byte[,] { { 3 }, { 0 } })).Shape);
        Assert.Equal([1, 2, 3], Labels.ToCategorical(Tensor.From(new float[,] { { 2, 0 } })).Shape);
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void What_is_no_label_is_refused(double label)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Labels.ToCategorical(Tensor.From(new[] { 0, label }), 3));
        Assert.Contains("whole numbers from 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_beyond_the_count_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Labels.ToCategorical(Tensor.From(new[] { 1, 10 }), 10));
        Assert.Contains("labels below 10", error.Message, StringComparison.Ordinal);
        Assert.Contains("got 10", error.Message, StringComparison.Ordinal);
    }
}
