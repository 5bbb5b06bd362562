using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

public class DatasetPrefetchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static Batch Number(int i) => new(Tensor.From(new[] { i }));

    [Fact]
    public void Elements_come_in_order() => Assert.Equal(
        Enumerable.Range(0, 500), Dataset.FromLoader(500, Number).Prefetch(4).Select(element => element.Inputs[0].ToScalar<int>()));

    [Fact]
    public void No_more_is_made_than_fits()
    {
        int made = 0;
        Dataset data = Dataset.FromLoader(100, i =>
        {
            Interlocked.Increment(ref made);
            return Number(i);
        }).Prefetch(3);
        using IEnumerator<Batch> elements = data.GetEnumerator();
        Assert.Equal(0, made); // Nothing before it is asked for.
        elements.MoveNext();
        SpinWait.SpinUntil(() => Volatile.Read(ref made) == 4, Patience);
        Thread.Sleep(20);
        Assert.Equal(4, made);
    }

    [Fact]
    public void An_error_reaches_the_consumer_after_what_came_before()
    {
        Dataset data = Dataset.FromLoader(10, i => i < 3 ? Number(i) : throw new InvalidDataException("broken file 3")).Prefetch();
        var seen = new List<int>();
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Batch element in data) seen.Add(element.Inputs[0].ToScalar<int>());
        });
        Assert.Equal("broken file 3", error.Message);
        Assert.Equal([0, 1, 2], seen);
    }

    [Fact]
    public void The_thread_ends_when_the_consumer_leaves()
    {
        var closed = new ManualResetEventSlim();
        foreach (Batch _ in Dataset.FromSequence(Endless(closed)).Prefetch()) break;
        Assert.True(closed.Wait(Patience));
    }

    [Fact]
    public void The_thread_ends_when_the_enumerator_is_forgotten()
    {
        var closed = new ManualResetEventSlim();
        Forget();
        bool ended = SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return closed.Wait(10);
            },
            Patience);
        Assert.True(ended);

        void Forget() => new Thread(() => Dataset.FromSequence(Endless(closed)).Prefetch().Batch(2).GetEnumerator().MoveNext()).Start();
    }

    private static IEnumerable<Batch> Endless(ManualResetEventSlim closed)
    {
        try
        {
            for (int i = 0; ; i++) yield return Number(i);
        }
        finally
        {
            closed.Set();
        }
    }
}
