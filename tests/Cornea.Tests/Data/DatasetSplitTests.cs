using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

public class DatasetSplitTests
{
    private static long[] Values(Dataset numbers) => [.. numbers.Select(element => element.Inputs[0].ToScalar<long>())];

    // tensorflow-datasets rounds to the nearest example, by Python's round.
    [Theory]
    [InlineData("[:80%]", 10, 0, 8)]
    [InlineData("[80%:]", 10, 8, 10)]
    [InlineData("[100:200]", 1000, 100, 200)]
    [InlineData("[-10%:]", 50, 45, 50)]
    [InlineData("[:-3]", 10, 0, 7)]
    [InlineData("[-2:]", 10, 8, 10)]
    [InlineData("[:50%]", 5, 0, 2)] // 2.5
    [InlineData("[:50%]", 7, 0, 4)] // 3.5
    [InlineData("[33%:66%]", 100, 33, 66)]
    [InlineData("[:0.5%]", 1000, 0, 5)]
    [InlineData("[1_0:]", 100, 10, 100)]
    [InlineData("[:]", 3, 0, 3)]
    [InlineData("train", 3, 0, 3)]
    [InlineData("train[:1%]", 999, 0, 10)]
    [InlineData("[:99%]", 50, 0, 50)] // 49.5
    public void Boundaries(string text, int count, int start, int end) => Assert.Equal((start, end), SplitRange.Parse(text).In(count));

    [Theory]
    [InlineData("")]
    [InlineData("[80%]")]
    [InlineData("[a:b]")]
    [InlineData("train[:80%")]
    [InlineData("[:101%]")]
    [InlineData("[:0.5]")]
    public void Other_forms_are_refused(string text) => Assert.Contains($"'{text}'", Assert.Throws<ArgumentException>(() => SplitRange.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parts_by_words()
    {
        var (train, validation, test) = Dataset.Range(10).Split("[:80%]", "[80%:90%]", "[90%:]");
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Values(train));
        Assert.Equal([8], Values(validation));
        Assert.Equal([9], Values(test));
        var set = ((Numbers(0, 10), Numbers(0, 10)), (Numbers(100, 105), Numbers(100, 105)));
        DatasetParts parts = Dataset.FromSplits(set, "train[:2]", "train[80%:]+test[1:3]", "test");
        Assert.Equal([0, 1], Values(parts[0]));
        Assert.Equal([8, 9, 101, 102], Values(parts[1]));
        Assert.Equal([100, 101, 102, 103, 104], Values(parts[2]));
        Assert.Contains("fit 10", Assert.Throws<ArgumentException>(() => Dataset.Range(10).Split("[:11]")).Message, StringComparison.Ordinal);
        Assert.Contains("before it", Assert.Throws<ArgumentException>(() => Dataset.Range(10).Split("[5:3]")).Message, StringComparison.Ordinal);
        Assert.Contains("train or test", Assert.Throws<ArgumentException>(() => Dataset.FromSplits(set, "validation")).Message, StringComparison.Ordinal);
        Assert.Contains("AssertCardinality", Assert.Throws<InvalidOperationException>(() => Dataset.Range(3).Filter(x => x > 0).Split("[:1]")).Message);
        Assert.Throws<InvalidOperationException>(() =>
        {
            var (first, second) = Dataset.Range(3).Split("[:1]");
            return first.Concatenate(second);
        });
        static Tensor Numbers(long from, long to) => Tensor.From(Enumerable.Range((int)from, (int)(to - from)).Select(i => (long)i).ToArray());
    }

    [Fact]
    public void Two_parts_by_sizes()
    {
        var (left, right) = Dataset.Range(5).Split(leftSize: 0.5);
        Assert.Equal([0, 1], Values(left)); // Python rounds 2.5 to 2.
        Assert.Equal([2, 3, 4], Values(right));
        (left, right) = Dataset.Range(9).Filter(x => x > 0).Split(leftSize: 2, rightSize: 3);
        Assert.Equal([1, 2], Values(left));
        Assert.Equal([6, 7, 8], Values(right));
        Assert.Equal([3, 4], Values(Dataset.Range(5).Split(null, rightSize: 2)[1]));
        Assert.Throws<ArgumentException>(() => Dataset.Range(5).Split(5));
        Assert.Throws<ArgumentException>(() => Dataset.Range(5).Split(4, 2));
        Assert.Throws<ArgumentException>(() => Dataset.Range(5).Split(leftSize: null));
    }

    // random.Random(42).shuffle(list(range(10))) in Python.
    [Fact]
    public void Shuffled_as_Python_does()
    {
        int[] values = [.. Enumerable.Range(0, 10)];
        new PythonRandom(42).Shuffle<int>(values);
        Assert.Equal([7, 3, 2, 8, 5, 6, 9, 4, 0, 1], values);
        var (left, right) = Dataset.Range(10).Split(leftSize: 7, shuffle: true, seed: 42);
        Assert.Equal(new[] { 7, 3, 2, 8, 5, 6, 9, 4, 0, 1 }.Select(value => (long)value), Values(left).Concat(Values(right)));
        Assert.Equal(Values(left), Values(left));
    }
}
