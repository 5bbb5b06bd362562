using System.Runtime.CompilerServices;
using Cornea.Compiler;
using Cornea.Cpu;
using Cornea.Cpu.Prepared;
using Cornea.Graphs;
using Cornea.Layers;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>Values prepared once: shared by plans, made anew for new versions, given back.</summary>
[Collection(nameof(Alone))]
public class PreparedTests
{
    [Fact]
    public void PlansOfOneModelShareWhatTheyPrepare()
    {
        Model model = Network();
        Plan[] plans = [.. new[] { 1, 2, 4, 8 }.Select(count =>
        {
            model.Predict(Images(count));
            return PlanOf(model, count);
        })];
        PreparedValue[] first = Values(plans[0]);
        Assert.NotEmpty(first);
        Assert.All(plans, plan => Assert.Equal(first.ToHashSet(), Values(plan).ToHashSet()));
        Assert.Equal(1, plans[0].PreparedRuns);
        Assert.All(plans[1..], plan => Assert.Equal(0, plan.PreparedRuns));
    }

    [Fact]
    public void WhatOnlyServedToPrepareIsNotKept()
    {
        Model model = Network();
        model.Predict(Images(2));
        long kernel = model.Weights.Where(weight => weight.Shape.Rank == 4).Sum(weight => weight.Shape.ElementCount * 4);
        Assert.InRange(Values(PlanOf(model, 2)).Sum(value => value.HeldBytes), kernel, (long)(1.3 * kernel)); // Packed, and not scaled as well.
    }

    [Fact]
    public void ANewVersionIsPreparedOnceForAllPlans()
    {
        Model model = Network();
        foreach (int count in new[] { 1, 2, 4 }) model.Predict(Images(count));
        Variable kernel = model.Weights[0];
        for (int round = 1; round <= 3; round++)
        {
            kernel.Assign(kernel * 1.5);
            float[][] results = [.. new[] { 1, 2, 4 }.Select(count => model.Predict(Images(count)).ToArray<float>())];
            float[] fresh = Function.Compile(x => model.Call(x)).Run(Images(4)).ToArray<float>();
            Assert.Equal(fresh, results[2]);
            Assert.Equal(fresh[..results[0].Length], results[0]);
            Assert.Equal(1 + round, new[] { 1, 2, 4 }.Sum(count => PlanOf(model, count).PreparedRuns));
        }
    }

    [Fact]
    public void OnlyWhatDependsOnAChangedVariableIsPreparedAgain()
    {
        Variable a = new(RandomOps.Normal([40, 30], seed: 1)), b = new(RandomOps.Normal([40, 30], seed: 2));
        CompiledFunction both = Function.Compile(x => (x * Ops.Exp(a)) + (x * Ops.Tanh(b))), one = Function.Compile(x => x - Ops.Tanh(b));
        Tensor x = RandomOps.Normal([40, 30], seed: 3);
        for (int round = 0; round < 4; round++)
        {
            Assert.Equal(((x * Ops.Exp(a)) + (x * Ops.Tanh(b))).ToArray<float>(), both.Run(x).ToArray<float>());
            Assert.Equal((x - Ops.Tanh(b)).ToArray<float>(), one.Run(x).ToArray<float>());
            (round % 2 == 0 ? a : b).Assign(RandomOps.Normal([40, 30], seed: 4 + round));
        }
    }

    [Fact]
    public void SnapshotsOfOneVariableAreNotTakenForEachOther()
    {
        var weight = new Variable(Tensor.From([1f, 2], [2]));
        Tensor x = Tensor.From([1f, 1], [2]), before = weight.Value;
        CompiledFunction early = Function.Compile(x => x * Ops.Exp(before));
        float[] expected = early.Run(x).ToArray<float>();
        weight.Assign(Tensor.From([3f, 4], [2]));
        Tensor after = weight.Value;
        CompiledFunction late = Function.Compile(x => x * Ops.Exp(after)), now = Function.Compile(x => x * Ops.Exp(weight));
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(Ops.Exp(after).ToArray<float>(), late.Run(x).ToArray<float>());
            Assert.Equal(Ops.Exp(after).ToArray<float>(), now.Run(x).ToArray<float>());
            Assert.Equal(expected, early.Run(x).ToArray<float>());
        }
    }

    [Fact]
    public void PreparedValuesLiveNoLongerThanTheirPlans()
    {
        WeakReference value = Prepare();
        for (int round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(value.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Prepare()
        {
            Model model = Network();
            model.Predict(Images(2));
            return new WeakReference(Values(PlanOf(model, 2))[0]);
        }
    }

    [Fact]
    public void PlansRunningAtOncePrepareOnce()
    {
        for (int round = 0; round < 5; round++)
        {
            Model model = Network();
            float[] expected = Function.Compile(x => model.Call(x)).Run(Images(8)).ToArray<float>();
            float[][] results = new float[4][];
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(number => new Thread(() => results[number] = model.Predict(Images(1 << number)).ToArray<float>()))];
            foreach (Thread thread in threads) thread.Start();
            foreach (Thread thread in threads) thread.Join();
            Assert.All(results, result => Assert.Equal(expected[..result.Length], result));
        }
    }

    [Fact]
    public void MemoryOfALongRunIsKeptForTheNext()
    {
        var pool = new ArenaPool();
        long end = Environment.TickCount64 + 60_000; // A run of a minute, such as a training step on a machine with other things to do.
        pool.Return(pool.Rent(1 << 20), end);
        Assert.Equal(1 << 20, pool.IdleBytes);
        pool.FreeUnneeded(end + 6000);
        Assert.Equal(0, pool.IdleBytes);
    }

    [Fact]
    public void MemoryOfRunsGoesFromPlanToPlanAndIsGivenBack()
    {
        var pool = new ArenaPool();
        Arena large = pool.Rent(1 << 20);
        pool.Return(large);
        Assert.Same(large, pool.Rent(1000)); // Whoever comes next.
        pool.Return(large);
        Arena larger = pool.Rent(2 << 20);
        Assert.Equal(0, pool.IdleBytes); // It took the place of the one that was too small.
        pool.Return(larger);
        pool.FreeUnneeded(Environment.TickCount64);
        Assert.Equal(larger.Bytes, pool.IdleBytes);
        pool.FreeUnneeded(Environment.TickCount64 + 60_000);
        Assert.Equal(0, pool.IdleBytes);
    }

    private static Model Network()
    {
        RandomSeed.Set(5);
        return new Sequential
        {
            new Input(8, 8, 3), new Conv2D(16, 3, padding: "same", useBias: false), new BatchNormalization(), new ReLU(),
            new Conv2D(32, 3), new BatchNormalization(), new GlobalAveragePooling2D(), new Dense(5),
        };
    }

    private static Tensor Images(int count) => Ops.Slice(RandomOps.Uniform([8, 8, 8, 3], seed: 6), 0, 0, count);

    private static Plan PlanOf(Model model, int count) =>
        (Plan)model.ProgramFor(new StepShape(StepMode.Predict, [new TensorSpec([count, 8, 8, 3], DType.Float32)], [], [], null)).Graph.Executable;

    private static PreparedValue[] Values(Plan plan) => [.. plan.HeldTogether.Cast<PreparedValue>()];
}
