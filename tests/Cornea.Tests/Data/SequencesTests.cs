using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

/// <summary>Values of Keras' documentation, unless a test says otherwise.</summary>
public class SequencesTests
{
    private static readonly int[][] Three = [[1], [2, 3], [4, 5, 6]];

    [Fact]
    public void Padded()
    {
        Assert.Equal(new[,] { { 0, 0, 1 }, { 0, 2, 3 }, { 4, 5, 6 } }, Sequences.Pad(Three).ToArray2D<int>());
        Assert.Equal(new float[,] { { -1, -1, 1 }, { -1, 2, 3 }, { 4, 5, 6 } }, Sequences.Pad(Three, value: -1, dtype: "float32").ToArray2D<float>());
        Assert.Equal(new[,] { { 1, 0, 0 }, { 2, 3, 0 }, { 4, 5, 6 } }, Sequences.Pad(Three, padding: "post").ToArray2D<int>());
        Assert.Equal(new[,] { { 0, 1 }, { 2, 3 }, { 5, 6 } }, Sequences.Pad(Three, maxlen: 2).ToArray2D<int>());
        Assert.Equal(new[,] { { 0, 1 }, { 2, 3 }, { 4, 5 } }, Sequences.Pad(Three, maxlen: 2, truncating: "post").ToArray2D<int>());
        Assert.Equal([3, 0], Sequences.Pad(Three, maxlen: 0).Shape);
        Assert.Contains("pre, post", Assert.Throws<ArgumentException>(() => Sequences.Pad(Three, padding: "both")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_over_a_series()
    {
        Tensor data = Tensor.From(Enumerable.Range(0, 100).ToArray());
        int[][] First(Dataset series) => [.. series.First().Inputs[0].ToArray<int>().Chunk(10)];

        // The documentation's first example: 5 batches of stride 3, every second row.
        Dataset series = Dataset.FromTimeSeries(data, null, sequenceLength: 10, sequenceStride: 3, samplingRate: 2);
        int[][] windows = First(series);
        Assert.Equal([0, 2, 4, 6, 8, 10, 12, 14, 16, 18], windows[0]);
        Assert.Equal([3, 5, 7, 9, 11, 13, 15, 17, 19, 21], windows[1]);
        Assert.Equal([81, 83, 85, 87, 89, 91, 93, 95, 97, 99], windows[^1]);

        // Its second: each window of 10 foretells the row behind it.
        Dataset foretelling = Dataset.FromTimeSeries(data[..^10], data[10..], sequenceLength: 10);
        var (x, y) = foretelling.First();
        Assert.Equal([81, 10], x.Shape);
        Assert.Equal(Enumerable.Range(0, 10), x[0].ToArray<int>());
        Assert.Equal(Enumerable.Range(10, 81), y.ToArray<int>());

        (x, y) = Dataset.FromTimeSeries(data, data, 3, startIndex: 50, endIndex: 56, batchSize: null).Batch(9).Single();
        Assert.Equal([50, 51, 52, 51, 52, 53, 52, 53, 54, 53, 54, 55], x.ToArray<int>());
        Assert.Equal([50, 51, 52, 53], y.ToArray<int>());
        (x, y) = Dataset.FromTimeSeries(data, data, 2, batchSize: 200, shuffle: true, seed: 5).Single();
        Assert.Equal(Enumerable.Range(0, 99), y.ToArray<int>().Order());
        Assert.NotEqual(Enumerable.Range(0, 99), y.ToArray<int>());
        Assert.Equal(y.ToArray<int>(), x.Transpose()[0].ToArray<int>());
        Assert.Contains("sequenceLength", Assert.Throws<ArgumentException>(() => Dataset.FromTimeSeries(data, null, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("endIndex", Assert.Throws<ArgumentException>(() => Dataset.FromTimeSeries(data, null, 3, endIndex: 101)).Message, StringComparison.Ordinal);
    }
}
