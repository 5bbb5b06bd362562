using System.Runtime.CompilerServices;
using Cornea.Graphs;
using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Graphs;

public class EvaluationTests
{
    [Fact]
    public void ThePlanCacheKeepsToItsBytesAndDropsTheLeastRecentlyUsed()
    {
        var table = new PlanTable<GraphSignature, IExecutable>(new PlanCache(byteLimit: 200_000));
        int compiled = 0;
        IExecutable Get(int size)
        {
            Graph graph = GraphCapture.Loose([Ops.Exp(Tensor.From(new float[size])) + 1]);
            return table.GetOrCompile(new GraphSignature(graph), () =>
            {
                compiled++;
                return Evaluator.Compile(GraphRewriter.Detach(graph));
            });
        }

        IExecutable first = Get(1);
        for (int size = 2; size < 50; size++)
        {
            Get(size);
            Assert.Same(first, Get(1)); // Used again and again, so it stays.
        }

        Assert.InRange(table.Count, 2, 25);
        Assert.Equal(49, compiled);
        Get(2);
        Assert.Equal(50, compiled);
    }

    [Fact]
    public void AChainOf100000OperationsIsNoStackOverflow()
    {
        Tensor x = Tensor.From([0f], [1]);
        for (int step = 0; step < 100_000; step++) x += 1;
        Assert.Equal(100_000, x.ToArray<float>()[0]);
    }

    [Fact]
    public void TheGradientOfALongChainIsNoStackOverflow()
    {
        Tensor x = Ops.Watch(Tensor.From([1.0], [1])), y = x;
        for (int step = 0; step < 20_000; step++) y += x * 1e-4;
        Assert.Equal(3, Gradients.Of(y, x).ToArray<double>()[0], 1e-9);
    }

    [Fact]
    public void AComputedTensorLetsGoOfItsInputs()
    {
        (Tensor sum, WeakReference input, WeakReference middle) = Make(trainable: false);
        Collect();
        Assert.False(input.IsAlive);
        Assert.False(middle.IsAlive);
        Check.Values(sum, [1], 3);
    }

    [Fact]
    public void AComputedTensorKeepsItsInputsWhereAGradientCanBeAsked()
    {
        (Tensor sum, _, WeakReference middle) = Make(trainable: true);
        Collect();
        Assert.True(middle.IsAlive);
        GC.KeepAlive(sum);
    }

    [Fact]
    public void ALoopWithChangingNumbersMakesOnePlan() =>
        Assert.Equal(1, PlansOf(step => (Tensor.From([1f, 2], [2]) * step) - (0.25 * step)));

    [Fact]
    public void ALoopWithACustomGradientMakesOnePlan() => Assert.Equal(1, PlansOf(step =>
    {
        Tensor x = Tensor.From([1f, 2], [2]);
        return Ops.CustomGradient(x * 3, [x], dy => [dy * step]);
    }));

    [Fact]
    public void TheSameGraphOfOtherShapesOrAttributesIsAnotherPlan()
    {
        Check.Values(Ops.Sum(Ops.Ones([2, 3]), 0), [3], 2, 2, 2);
        Check.Values(Ops.Sum(Ops.Ones([2, 3]), 1), [2], 3, 3);
        Check.Values(Ops.Sum(Ops.Ones([4, 3]), 1), [4], 3, 3, 3, 3);
        Tensor a = Tensor.From([1f], [1]), b = Tensor.From([2f], [1]);
        Check.Values(a - b, [1], -1);
        Check.Values(b - a, [1], 1);
        Check.Values(a - a, [1], 0);
    }

    [Fact]
    public void SeveralThreadsMayComputeTensorsOfOneGraph()
    {
        for (int round = 0; round < 200; round++)
        {
            Tensor x = Tensor.From([1f, 2], [2]);
            var chain = new Tensor[16];
            for (int index = 0; index < chain.Length; index++) chain[index] = (index == 0 ? x : chain[index - 1]) + (index % 3 == 0 ? chain[index / 2] ?? x : x);
            float[][] results = new float[8][];
            Parallel.For(0, 8, thread =>
            {
                for (int index = thread; index < chain.Length; index += 3) _ = chain[index].ToArray<float>();
                results[thread] = chain[^1].ToArray<float>();
            });
            Assert.All(results, result => Assert.Equal(results[0], result));
        }
    }

    [Fact]
    public void EveryOutputOfANodeIsRight()
    {
        Tensor x = Tensor.From([1f, 2, 3, 4], [1, 2, 2, 1]);
        Tensor[] y = Node.Emit(new Cornea.Graphs.Operations.MaxPool(new(2, 2)), x);
        Check.Values(y[1], [1, 1, 1, 1], 3);
        Check.Values(y[0], [1, 1, 1, 1], 4);
    }

    [Fact]
    public void AHostsNumberIsReadAtEachRun()
    {
        float rate = 1;
        var step = new Variable(Tensor.From([3L], Shape.Scalar), trainable: false);
        CompiledFunction function = Function.Compile(x => x * Node.Emit(new Cornea.Graphs.Operations.HostNumber("rate", (at, number) => rate * at * number), step.Value, Tensor.From([1f / 3], Shape.Scalar))[0]);
        Check.Values(function.Run(Tensor.From([2f], [1])), [1], 2);
        rate = 10;
        Check.Values(function.Run(Tensor.From([2f], [1])), [1], 20);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Tensor Sum, WeakReference Input, WeakReference Middle) Make(bool trainable)
    {
        var variable = new Variable(Tensor.From([1f], [1]), trainable);
        Tensor input = Tensor.From([1f], [1]), middle = input + variable, sum = middle + input;
        _ = sum.ToArray<float>();
        return (sum, new WeakReference(input), new WeakReference(middle));
    }

    private static int PlansOf(Func<int, Tensor> body)
    {
        var table = new PlanTable<GraphSignature, IExecutable>(new PlanCache(1 << 28));
        for (int step = 0; step < 20; step++)
        {
            Graph graph = GraphCapture.Loose([body(step)]);
            table.GetOrCompile(new GraphSignature(graph), () => Evaluator.Compile(graph));
        }

        return table.Count;
    }

    private static void Collect()
    {
        for (int round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
