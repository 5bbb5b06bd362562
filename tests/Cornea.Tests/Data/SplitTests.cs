using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

/// <summary>The cases of classic/splits compare with scikit-learn; here is what they leave out.</summary>
public class SplitTests
{
    // Four classes of 12, 6, 12 and 11 rows, with equal remainders that are settled by lot.
    private static readonly int[] Uneven =
        [.. Enumerable.Range(0, 41).Select(i => i % 7 == 0 ? 3 : i % 3 == 0 ? -1 : i % 2 == 1 ? 9 : 4)];

    [Fact]
    public void Stratified_with_uneven_classes()
    {
        // From scikit-learn's algorithm written out with NumPy's RandomState(12).
        var (train, test) = Split.Indices(41, testSize: 14, trainSize: 27, randomState: 12, stratify: Uneven);
        Assert.Equal([28, 16, 12, 27, 33, 4, 21, 38, 0, 5, 10, 30, 13, 37, 15, 40, 14, 25, 29, 17, 3, 18, 19, 26, 34, 36, 22], train);
        Assert.Equal([11, 9, 35, 32, 20, 2, 8, 6, 1, 7, 23, 31, 24, 39], test);
    }

    [Fact]
    public void The_default_holds_out_a_quarter_rounded_up()
    {
        var (train, test) = Split.Indices(10, randomState: 0);
        Assert.Equal((7, 3), (train.Length, test.Length));
        Assert.Equal(Enumerable.Range(0, 10), train.Concat(test).Order());
    }

    [Fact]
    public void Both_sizes_may_leave_rows_out()
    {
        var (train, test) = Split.Indices(10, testSize: 0.25, trainSize: 0.55, randomState: 0);
        Assert.Equal((5, 3), (train.Length, test.Length));
    }

    [Fact]
    public void Without_a_seed_splits_differ() =>
        Assert.NotEqual(Split.Indices(1000).Test, Split.Indices(1000).Test);

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Fractions_outside_0_and_1_are_refused(double size)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Split.Indices(10, testSize: size));
        Assert.Contains("fraction between 0 and 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(-1)]
    public void Counts_that_leave_a_part_empty_are_refused(int size)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Split.Indices(10, testSize: size));
        Assert.Contains($"got {size} rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Throws<ArgumentException>(() => Split.Indices(0));
        Assert.Throws<ArgumentException>(() => Split.Indices(1)); // The one row would be the test part.
        Assert.Throws<ArgumentException>(() => Split.Indices(10, testSize: 0.6, trainSize: 0.6));
        Assert.Throws<ArgumentException>(() => Split.Indices(10, testSize: 6, trainSize: 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Split.Indices(10, randomState: -1));
        Assert.Throws<ArgumentException>(() => Split.Indices(10, stratify: [0, 1]));
        Assert.Throws<ArgumentException>(() => Split.Indices(4, shuffle: false, stratify: [0, 1, 0, 1]));
        Assert.Throws<ArgumentException>(() => Split.Indices(6, testSize: 1, stratify: [0, 1, 0, 1, 0, 1]));
        ArgumentException single = Assert.Throws<ArgumentException>(() => Split.Indices(4, stratify: [0, 5, 0, 0]));
        Assert.Contains("class 5 has only one row", single.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_read_as_they_were_given()
    {
        Assert.Equal("0.2", ((SplitSize)0.2).ToString());
        Assert.Equal("100 rows", ((SplitSize)100).ToString());
    }
}
