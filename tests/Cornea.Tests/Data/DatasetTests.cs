using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

public class DatasetTests
{
    private static readonly Tensor X = Tensor.From(Enumerable.Range(0, 20).Select(i => (float)i).ToArray(), [10, 2]);
    private static readonly Tensor Y = Tensor.From(Enumerable.Range(0, 10).ToArray(), [10]);

    private static Dataset Numbers(int count = 10) => Dataset.From(Tensor.From(Enumerable.Range(0, count).ToArray()));

    private static int[] Values(Dataset numbers) => [.. numbers.SelectMany(element => element.Inputs[0].ToArray<int>())];

    [Fact]
    public void Elements_are_rows_until_they_are_batched()
    {
        Dataset data = Dataset.From(X, Y);
        Assert.Equal(10, data.Count);
        var (x, y) = data.ElementAt(3);
        Assert.Equal([6, 7], x.ToArray<float>());
        Assert.Equal(Shape.Scalar, y.Shape);
        Assert.Equal(3, y.ToScalar<int>());

        var batches = new List<(Tensor X, Tensor Y)>();
        foreach (var (batchX, batchY) in data.Batch(4)) batches.Add((batchX, batchY));
        Assert.Equal([[4, 2], [4, 2], [2, 2]], batches.Select(batch => batch.X.Shape));
        Assert.Equal(X.ToArray<float>(), batches.SelectMany(batch => batch.X.ToArray<float>())); // Kept tensors keep their values.
        Assert.Equal(Enumerable.Range(0, 10), batches.SelectMany(batch => batch.Y.ToArray<int>()));
    }

    [Fact]
    public void Several_inputs_and_weights()
    {
        Batch batch = Dataset.From([X, Y], Y, X.Mean(axis: 1)).Batch(3).First();
        Assert.Equal((2, 1, 1), (batch.Inputs.Count, batch.Targets!.Count, batch.SampleWeights!.Count));
        Assert.Null(Dataset.From(X).First().Targets);
    }

    [Fact]
    public void Counts()
    {
        Assert.Equal(3, Numbers().Batch(4).Count);
        Assert.Equal(2, Numbers().Batch(4, dropRemainder: true).Count);
        Assert.Equal(30, Numbers().Repeat(3).Shuffle(5).Prefetch().Count);
        Assert.Equal((null, true), (Numbers().Repeat().Count, Numbers().Repeat().Batch(3).IsEndless));
        Assert.Equal((7, false), (Numbers().Repeat().Take(7).Count, Numbers().Repeat().Take(7).IsEndless));
        Assert.Equal(0, Numbers().Skip(11).Count);
        Assert.Null(Dataset.FromSequence(Numbers().Select(element => element)).Count);
        Assert.Equal("Dataset of 3 elements of unknown or varying shape", Dataset.From(X, Y).Batch(4).ToString());
        Assert.Equal("Dataset of 5 elements (float32 (2, 2), int32 (2,))", Dataset.From(X, Y).Batch(2).ToString());
    }

    [Fact]
    public void Take_skip_and_repeat()
    {
        Assert.Equal([2, 3, 4], Values(Numbers().Skip(2).Take(3)));
        Assert.Equal([0, 1, 2, 0, 1, 2], Values(Numbers(3).Repeat(2)));
        Assert.Equal([0, 1, 0, 1, 0], Values(Numbers(2).Repeat().Take(5)));
        Assert.Equal([4, 5, 6, 7], Values(Numbers().Batch(4).Skip(1).Take(1)));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Values(Numbers().Batch(4, dropRemainder: true)));
        Assert.Empty(Values(Numbers(0).Repeat().Batch(2)));
    }

    [Fact]
    public void Shuffled_in_another_order_each_time_and_the_same_for_a_seed()
    {
        Dataset first = Numbers(100).Shuffle(100, seed: 5), second = Numbers(100).Shuffle(100, seed: 5);
        int[] once = Values(first), again = Values(first);
        Assert.Equal(Enumerable.Range(0, 100), once.Order());
        Assert.NotEqual(Enumerable.Range(0, 100), once);
        Assert.NotEqual(once, again);
        Assert.Equal(once, Values(second));
        Assert.Equal(again, Values(second.Prefetch(3)));
        Assert.NotEqual(once, Values(Numbers(100).Shuffle(100, seed: 6)));

        Dataset still = Numbers(100).Shuffle(100, seed: 5, reshuffleEachIteration: false);
        Assert.Equal(Values(still), Values(still));
        int[] twice = Values(Numbers(100).Shuffle(100, seed: 5).Repeat(2));
        Assert.Equal(once, twice[..100]);
        Assert.NotEqual(once, twice[100..]);
    }

    [Fact]
    public void A_small_buffer_shuffles_nearby()
    {
        int[] values = Values(Numbers(100).Shuffle(8, seed: 1));
        Assert.Equal(Enumerable.Range(0, 100), values.Order());
        for (int place = 0; place < values.Length; place++) Assert.True(values[place] < place + 8);
    }

    // Each place gets each number about equally often.
    [Fact]
    public void Shuffles_are_even()
    {
        var counts = new int[5, 5];
        Dataset data = Numbers(5).Shuffle(5, seed: 3);
        for (int time = 0; time < 2000; time++)
        {
            int[] order = Values(data);
            for (int place = 0; place < 5; place++) counts[place, order[place]]++;
        }

        foreach (int count in counts) Assert.InRange(count, 320, 480); // 400 ± 4.5 deviations of 18.
    }

    [Fact]
    public void Sequences_and_loaders_of_ones_own()
    {
        Dataset squares = Dataset.FromLoader(5, i => new Batch(Tensor.From(new[] { i * i })));
        Assert.Equal([0, 1, 4, 9, 16], Values(squares));
        Assert.Equal([2, 1], squares.Batch(2).First().Inputs[0].Shape);
        Dataset sequence = Dataset.FromSequence(Numbers(4).Batch(2).Select(batch => new Batch(batch.Inputs[0] * 2)));
        Assert.Equal([0, 2, 4, 6, 0, 2, 4, 6], Values(sequence.Repeat(2)));
        Assert.Equal([3, 1], Dataset.FromLoader(6, i => new Batch(Tensor.From(new[] { i }))).Shuffle(6).Prefetch().Batch(3).First().Inputs[0].Shape);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Contains("got 3 and 10", Assert.Throws<ShapeException>(() => Dataset.From(X, Y[..3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers().Batch(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers().Shuffle(0));
        Dataset uneven = Dataset.FromLoader(3, i => new Batch(Tensor.From(new float[i + 1]))).Batch(3);
        Assert.Contains("one shape", Assert.Throws<ShapeException>(() => uneven.First()).Message, StringComparison.Ordinal);
    }
}
