using Cornea.Graphs;
using Xunit;

namespace Cornea.Tests.Graphs;

public class PlanTableTests
{
    [Fact]
    public void EachPlanIsCompiledOnceAndNobodyWaitsForAnotherOne()
    {
        var table = new PlanTable<int, FakePlan>(new PlanCache(1000));
        using var started = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        int compiled = 0;
        FakePlan Slow()
        {
            started.Set();
            Assert.True(go.Wait(TimeSpan.FromSeconds(30)));
            Interlocked.Increment(ref compiled);
            return new FakePlan(1);
        }

        Task<FakePlan>[] same = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () => table.GetOrTrace(1, () => Slow), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Assert.True(started.Wait(TimeSpan.FromSeconds(30)));
        FakePlan other = table.GetOrTrace(2, () => () => new FakePlan(1)); // While the first is being compiled.
        Assert.Same(other, table.GetOrTrace(2, () => throw new InvalidOperationException("It's there.")));
        go.Set();
        FakePlan[] plans = [.. same.Select(task => task.GetAwaiter().GetResult())];
        Assert.All(plans, plan => Assert.Same(plans[0], plan));
        Assert.Equal(1, compiled);
    }

    [Fact]
    public void WhatCouldNotBeCompiledIsTriedAgain()
    {
        var table = new PlanTable<int, FakePlan>(new PlanCache(1000));
        Assert.Throws<InvalidDataException>(() => table.GetOrCompile(1, () => throw new InvalidDataException()));
        Assert.NotNull(table.GetOrCompile(1, () => new FakePlan(1)));
    }

    [Fact]
    public void TablesShareTheirCachesBytesAndTheLeastRecentlyUsedGoes()
    {
        var cache = new PlanCache(1000);
        PlanTable<int, FakePlan> first = new(cache), second = new(cache);
        FakePlan used = first.GetOrCompile(0, () => new FakePlan(100));
        FakePlan large = second.GetOrCompile(0, () => new FakePlan(500));
        for (int key = 1; key < 10; key++)
        {
            second.GetOrCompile(key, () => new FakePlan(100));
            Assert.Same(used, first.GetOrCompile(0, () => new FakePlan(100)));
        }

        Assert.InRange(cache.HeldBytes, 100, 1100);
        Assert.NotSame(large, second.GetOrCompile(0, () => new FakePlan(500)));
    }

    [Fact]
    public void ATableThatIsGoneHoldsNothing()
    {
        var cache = new PlanCache(1000);
        Fill(cache);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.Equal(0, cache.HeldBytes);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Fill(PlanCache cache) => new PlanTable<int, FakePlan>(cache).GetOrCompile(0, () => new FakePlan(100));
    }

    [Fact]
    public void WhatPlansHoldTogetherIsCountedOnce()
    {
        var cache = new PlanCache(1000);
        var table = new PlanTable<int, FakePlan>(cache);
        FakePlan shared = new(900);
        for (int key = 0; key < 5; key++) table.GetOrCompile(key, () => new FakePlan(10) { Shared = [shared] });
        Assert.Equal(950, cache.HeldBytes);
        Assert.Equal(5, table.Count);
    }

    private sealed record FakePlan(long HeldBytes) : IPlan
    {
        public IPlan[] Shared { get; init; } = [];

        public IEnumerable<IPlan> HeldTogether => Shared;
    }
}
