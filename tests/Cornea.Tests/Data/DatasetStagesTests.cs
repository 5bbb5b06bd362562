using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

/// <summary>Stages against the examples of tf.data's documentation.</summary>
public class DatasetStagesTests
{
    private static long[] Values(Dataset numbers) => [.. numbers.SelectMany(element => element.Inputs[0].ToArray<long>())];

    private static string Rows(Dataset batches) => string.Join(" ", batches.Select(batch => $"[{string.Join(",", batch.Inputs[0].ToArray<long>())}]"));

    private static Dataset Lengths(params int[] lengths) => Dataset.FromLoader(lengths.Length, i => new Batch(Tensor.From(Enumerable.Repeat((long)lengths[i], lengths[i]).ToArray())));

    [Fact]
    public void Ranges()
    {
        Assert.Equal([0, 1, 2, 3, 4], Values(Dataset.Range(5)));
        Assert.Equal([1, 3], Values(Dataset.Range(1, 5, 2)));
        Assert.Equal([5, 3], Values(Dataset.Range(5, 1, -2)));
        Assert.Empty(Values(Dataset.Range(5, 1)));
        Assert.Equal("[0,1,2] [3,4]", Rows(Dataset.Range(5).Batch(3)));
        Assert.Throws<ArgumentException>(() => Dataset.Range(0, 1, 0));
    }

    [Fact]
    public void Filtered()
    {
        Assert.Equal([1, 2], Values(Dataset.Range(1, 4).Filter(x => Ops.Less(x, 3))));
        Assert.Equal("[0,2] [4]", Rows(Dataset.Range(6).Map(x => x + 0).Filter(x => Ops.Equal(x % 2, 0)).Batch(2)));
        Assert.Equal([0, 1, 2, 3, 4], Values(Dataset.Range(10).TakeWhile(x => x < 5)));
        Dataset labelled = Dataset.From(Tensor.From(new long[] { 5, 6, 7 }), Tensor.From(new[] { 0, 1, 0 }));
        Assert.Equal([5, 7], Values(labelled.Filter((_, y) => Ops.Equal(y, 0))));
        Assert.Equal([6], Values(labelled.FilterElements(element => element.Targets![0].Cast(DType.Bool)).Shuffle(3, seed: 1)));
        Assert.Equal(Dataset.UnknownCardinality, labelled.Filter((_, y) => y > 0).Cardinality);
        Assert.Contains("one truth value", Assert.Throws<ArgumentException>(() => labelled.Filter(x => x + 1)).Message, StringComparison.Ordinal);
        Assert.Contains("0 target(s)", Assert.Throws<ArgumentException>(() => Dataset.Range(3).Filter((x, y) => x > y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Padded()
    {
        Assert.Equal("[1,0,2,2] [3,3,3,0,4,4,4,4]", Rows(Lengths(1, 2, 3, 4).PaddedBatch(2)));
        Batch fixedSize = Lengths(1, 2).PaddedBatch(2, paddedShapes: [new Shape(5)], paddingValues: [-1]).Single();
        Assert.Equal([2, 5], fixedSize.Inputs[0].Shape);
        Assert.Equal([1, -1, -1, -1, -1, 2, 2, -1, -1, -1], fixedSize.Inputs[0].ToArray<long>());
        Dataset tables = Dataset.FromLoader(2, i => new Batch(Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } })[..(i + 1)].Transpose()));
        Assert.Equal([1, 0, 2, 0, 1, 3, 2, 4], tables.PaddedBatch(2).Single().Inputs[0].ToArray<float>());
        Assert.Single(Lengths(1, 2, 3).PaddedBatch(2, dropRemainder: true));
        Assert.Contains("doesn't fit", Assert.Throws<ShapeException>(() => Lengths(3).PaddedBatch(1, [new Shape(2)]).First()).Message, StringComparison.Ordinal);
        Assert.Contains("1 paddedShapes", Assert.Throws<ArgumentException>(() => Lengths(3).PaddedBatch(1, []).First()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unbatched()
    {
        Assert.Equal([1, 2, 2, 3, 3, 3], Values(Lengths(1, 2, 3).Unbatch()));
        Dataset again = Dataset.Range(7).Batch(3).Unbatch();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Values(again));
        Assert.Equal(6, Dataset.Range(6).Batch(3).Unbatch().Count);
        Assert.Contains("number of rows", Assert.Throws<ShapeException>(() => Dataset.Range(3).Unbatch().First()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, null, 1, true, "[0,1,2] [3,4,5]")]
    [InlineData(3, null, 1, false, "[0,1,2] [3,4,5] [6]")]
    [InlineData(3, 2, 1, true, "[0,1,2] [2,3,4] [4,5,6]")]
    [InlineData(3, 1, 2, true, "[0,2,4] [1,3,5] [2,4,6]")]
    [InlineData(2, 3, 1, false, "[0,1] [3,4] [6]")]
    [InlineData(3, 1, 3, false, "[0,3,6] [1,4] [2,5] [3,6] [4] [5] [6]")]
    [InlineData(9, 1, 1, true, "")]
    public void Windows(int size, int? shift, int stride, bool dropRemainder, string expected)
    {
        Dataset windows = Dataset.Range(7).Window(size, shift, stride, dropRemainder);
        Assert.Equal(expected, Rows(windows));
        Assert.Equal(expected.Length == 0 ? 0 : expected.Split(' ').Length, windows.Count);
    }

    [Theory]
    [InlineData(2, 4, "1 1 1 1 2 2 2 2 1 1 2 2 3 3 3 3 4 4 4 4 3 3 4 4 5 5 5 5 5 5")]
    [InlineData(3, 1, "1 2 3 1 2 3 1 2 3 1 2 3 1 2 3 1 2 3 4 5 4 5 4 5 4 5 4 5 4 5")]
    [InlineData(1, 1, "1 1 1 1 1 1 2 2 2 2 2 2 3 3 3 3 3 3 4 4 4 4 4 4 5 5 5 5 5 5")]
    public void Interleaved(int cycleLength, int blockLength, string expected)
    {
        Dataset Six(Batch element) => Dataset.From(element.Inputs[0].ExpandDims(0)).Repeat(6);
        Dataset numbers = Dataset.Range(1, 6);
        Assert.Equal(expected, string.Join(" ", Values(numbers.Interleave(Six, cycleLength, blockLength))));
        Assert.Equal(expected, string.Join(" ", Values(numbers.Interleave(Six, cycleLength, blockLength, Dataset.Autotune))));
        if (cycleLength == 1) Assert.Equal(expected, string.Join(" ", Values(numbers.FlatMap(Six))));
    }

    [Fact]
    public void Side_by_side_and_one_after_the_other()
    {
        Dataset first = Dataset.Range(1, 4), second = Dataset.Range(4, 8);
        Dataset zipped = Dataset.Zip(first, second);
        Assert.Equal(3, zipped.Count);
        Assert.Equal(["1/4", "2/5", "3/6"], zipped.Select(element => $"{element.Inputs[0].ToScalar<long>()}/{element.Targets![0].ToScalar<long>()}"));
        Batch batch = Dataset.Zip(zipped, zipped.Map((x, y) => (y, x))).Batch(3).Single();
        Assert.Equal([[1, 2, 3], [4, 5, 6]], batch.Inputs.Select(x => x.ToArray<long>()));
        Assert.Equal([[4, 5, 6], [1, 2, 3]], batch.Targets!.Select(y => y.ToArray<long>()));
        Assert.NotNull(Dataset.Zip(first, second, first).First().SampleWeights);
        Assert.Equal(3, Dataset.Zip(first.Repeat(), first).Count);

        Dataset joined = first.Concatenate(second);
        Assert.Equal("[1,2] [3,4] [5,6] [7]", Rows(joined.Batch(2)));
        Assert.Equal(7, joined.Count);
        Assert.Equal(Values(joined).Order(), Values(joined.Shuffle(7, seed: 1).Batch(3)).Order());
    }

    [Fact]
    public void Shards_and_numbers()
    {
        Assert.Equal([0, 3, 6, 9], Values(Dataset.Range(10).Shard(3, 0)));
        Assert.Equal([2, 5, 8], Values(Dataset.Range(10).Shard(3, 2)));
        Assert.Equal((4, 3), (Dataset.Range(10).Shard(3, 0).Count, Dataset.Range(10).Shard(3, 2).Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Range(10).Shard(3, 3));
        Dataset numbered = Dataset.Range(7, 10).Enumerate(5);
        Assert.Equal(["5:7", "6:8", "7:9"], numbered.Select(element => $"{element.Inputs[0].ToScalar<long>()}:{element.Inputs[1].ToScalar<long>()}"));
        Assert.Equal([[5, 6, 7], [7, 8, 9]], numbered.Batch(3).Single().Inputs.Select(x => x.ToArray<long>()));
        Assert.Equal(24, Dataset.Range(7, 10).Reduce(0L, (sum, element) => sum + element.Inputs[0].ToScalar<long>()));
    }

    [Fact]
    public void Cardinalities()
    {
        Assert.Equal((3, Dataset.InfiniteCardinality), (Dataset.Range(3).Cardinality, Dataset.Range(3).Repeat().Cardinality));
        Dataset even = Dataset.Range(6).Filter(x => Ops.Equal(x % 2, 0));
        Assert.Equal(2, even.AssertCardinality(3).Batch(2).Cardinality);
        Assert.Equal([0, 2, 4], Values(even.AssertCardinality(3)));
        Assert.Contains("expected 2 elements, but there are more", Assert.Throws<InvalidOperationException>(() => Values(even.AssertCardinality(2))).Message);
        Assert.Contains("expected 4 elements, got 3", Assert.Throws<InvalidOperationException>(() => Values(even.AssertCardinality(4))).Message);
    }

    [Fact]
    public async Task Sequences_of_ones_own()
    {
        static async IAsyncEnumerable<Batch> Downloads()
        {
            for (int i = 0; i < 3; i++)
            {
                await Task.Yield();
                yield return new Batch(Tensor.From(new[] { (long)i }));
            }
        }

        Dataset data = Dataset.FromSequence(Downloads());
        Assert.Equal("0 1 2 0 1 2", await Task.Run(() => string.Join(" ", Values(data.Repeat(2).Prefetch()))));
        var (x, y) = Dataset.FromSequence([(Tensor.From(new[] { 1f }), Tensor.From(new[] { 2f }))]).Single();
        Assert.Equal((1, 2), (x.ToScalar<float>(), y.ToScalar<float>()));
    }

    // What a stage is done with is written into again: after the first elements no memory is taken.
    public static TheoryData<string> Pipelines => [.. ByName.Keys];

    private static readonly Dataset Images = Dataset.From(Tensor.From(new float[64 * 100], [64, 100]), Tensor.From(new int[64])).Repeat();

    private static readonly Dictionary<string, Dataset> ByName = new()
    {
        ["filter"] = Images.Filter((x, _) => Ops.Equal(x.Sum(), 0)).Batch(4),
        ["padded"] = Images.PaddedBatch(4),
        ["unbatch"] = Images.Batch(8).Unbatch().Batch(4),
        ["window"] = Images.Window(4, shift: 1, dropRemainder: true),
        ["zip"] = Dataset.Zip(Images, Images).Batch(4),
        ["concatenate"] = Images.Take(64).Concatenate(Images).Batch(4),
        ["enumerate"] = Images.Enumerate().Batch(4),
        ["shard"] = Images.Shard(3, 1).Batch(4),
        ["parallel"] = Images.Map(x => x.Sum(), numParallelCalls: 3).Batch(4),
        ["cache"] = Images.Take(64).Cache().Repeat().Batch(4),
    };

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void Memory_is_used_again(string name)
    {
        using IEnumerator<Batch> elements = ByName[name].GetStagedEnumerator();
        var seen = new HashSet<nint>();
        for (int i = 0; i < 60; i++)
        {
            Assert.True(elements.MoveNext());
            if (i >= 40) Assert.Contains(elements.Current.Inputs[0].Evaluate().Address, seen);
            seen.Add(elements.Current.Inputs[0].Evaluate().Address);
        }
    }
}
