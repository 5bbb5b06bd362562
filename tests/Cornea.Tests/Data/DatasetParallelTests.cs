using Cornea.Data;
using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Data;

public class DatasetParallelTests
{
    private static Dataset Loaded(int count) => Dataset.FromLoader(count, i =>
    {
        Thread.Sleep(i % 3); // Later ones are ready before earlier ones.
        return new Batch(Tensor.From(Enumerable.Range(i, 4).Select(value => (float)value).ToArray()));
    });

    private static float[] Values(Dataset data) => [.. data.SelectMany(element => element.Inputs[0].ToArray<float>())];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(Dataset.Autotune)]
    public void The_same_order_and_values_for_any_number_of_threads(int threads)
    {
        Dataset Pipeline(int? calls) => Loaded(60).Shuffle(10, seed: 4).Map(x => Ops.CumSum(x) * x.Sum(), calls).Batch(7).Repeat(2).Prefetch();
        Assert.Equal(Values(Pipeline(null)), Values(Pipeline(threads)));
    }

    // The draws of a random function depend on how many there were before.
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Functions_that_count_run_in_order(int threads)
    {
        Dataset Pipeline(int? calls)
        {
            var count = new Variable(Tensor.From([0f], Shape.Scalar), name: "count");
            return Loaded(40).Map(
                x =>
                {
                    count.Assign(count.Value + 1);
                    return x * count.Value;
                },
                calls);
        }

        Assert.Equal(Values(Pipeline(null)), Values(Pipeline(threads)));
        Assert.Equal(Values(Pipeline(null).Batch(8)), Values(Pipeline(threads).Batch(8)));
    }

    [Fact]
    public void Random_layers_draw_the_same()
    {
        Tensor images = Tensor.From(Enumerable.Range(0, 20 * 16).Select(i => (float)i).ToArray(), [20, 4, 4, 1]);
        float[] Draws(int? calls)
        {
            var flip = new RandomFlip(seed: 3);
            return Values(Dataset.From(images).Map(x => flip.Call(x, training: true), calls).Batch(6));
        }

        float[] expected = Draws(null);
        Assert.NotEqual(images.ToArray<float>(), expected);
        Assert.Equal(expected, Draws(2));
        Assert.Equal(expected, Draws(5));
    }

    [Fact]
    public void Several_elements_are_made_at_once()
    {
        using var both = new Barrier(2);
        Dataset pairs = Dataset.FromLoader(2, i =>
        {
            Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(20))); // Passes only when the other one is in the making, too.
            return new Batch(Tensor.From(new[] { (float)i, 1 }));
        }).Map(x => x.Sum(), numParallelCalls: 2);
        Assert.Equal([1, 2], Values(pairs));
    }

    [Fact]
    public void An_error_comes_in_its_place()
    {
        Dataset data = Dataset.FromLoader(10, i => i != 4 ? new Batch(Tensor.From([(float)i], Shape.Scalar)) : throw new InvalidDataException("broken 4"))
            .Map(x => Ops.CumSum(x.ExpandDims(0)), numParallelCalls: 3);
        var seen = new List<float>();
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Batch element in data) seen.Add(element.Inputs[0].ToArray<float>()[0]);
        });
        Assert.Equal("broken 4", error.Message);
        Assert.Equal([0, 1, 2, 3], seen);
        Assert.Throws<ArgumentException>(() => data.Map(x => x, numParallelCalls: 0));
    }
}
