using System.Runtime.CompilerServices;
using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Graphs;

public class FunctionTests
{
    [Fact]
    public void IsTracedOnceForEachShapeAndDType()
    {
        int traced = 0;
        CompiledFunction twice = Function.Compile(x =>
        {
            traced++;
            return x + x;
        });
        Check.Values(twice.Run(Tensor.From([1f], [1])), [1], 2);
        Check.Values(twice.Run(Tensor.From([2f], [1])), [1], 4);
        Assert.Equal(1, traced);
        Check.Values(twice.Run(Tensor.From([1f, 2], [2])), [2], 2, 4);
        Check.Values(twice.Run(Tensor.From([1], [1])), [1], 2);
        Assert.Equal(3, traced);
    }

    [Fact]
    public void GivesSeveralResults()
    {
        CompiledFunction both = Function.Compile(inputs => [inputs[0] + inputs[1], inputs[0], Ops.Ones([2]), 7], 2);
        TensorList results = both.RunAll(Tensor.From([1f], [1]), Tensor.From([2f], [1]));
        Check.Values(results[0], [1], 3);
        Check.Values(results[1], [1], 1);
        Check.Values(results[2], [2], 1, 1);
        Check.Values(results[3], [], 7);
    }

    [Fact]
    public void RefusesAnotherNumberOfTensors() => Check.Error<ArgumentException>(
        () => Function.Compile((a, b) => a + b).Run(Ops.Ones([1])), "expected 2", "got 1");

    [Fact]
    public void TakesTensorsThatArentComputedYet() =>
        Check.Values(Function.Compile(x => x * 2).Run(Ops.Ones([2]) + 1), [2], 4, 4);

    [Fact]
    public void CapturesWhatIsComputedOutside()
    {
        Tensor outside = Ops.Ones([1]) * 5, computed = Ops.Ones([1]) * 6;
        _ = computed.ToArray<float>();
        CompiledFunction function = Function.Compile(x => (x * outside) + computed);
        Check.Values(function.Run(Tensor.From([2f], [1])), [1], 16);
    }

    [Fact]
    public void ReadingASymbolicValueIsAnErrorThatSaysSo()
    {
        var variable = new Variable(Ops.Ones([2]), name: "kernel");
        Check.Error<InvalidOperationException>(
            () => Function.Compile(x => x * x.ToArray<float>()[0]).Run(Ops.Ones([2])), "float32 (2,)", "traced", "no values");
        Check.Error<InvalidOperationException>(
            () => Function.Compile(x => x * (variable.Value + 1).ToArray<float>()[0]).Run(Ops.Ones([2])), "'kernel'", "while tracing");
        Check.Error<InvalidOperationException>(
            () => Tensor.Placeholder(new TensorSpec([-1, 3], DType.Float32)).ToArray<float>(), "float32 (None, 3)", "no values");
    }

    [Fact]
    public void AFailedTraceLeavesTheThreadAsItWas()
    {
        var variable = new Variable(Ops.Ones([1]));
        Assert.Throws<InvalidOperationException>(() => Function.Compile(x => throw new InvalidOperationException()).Run(Ops.Ones([1])));
        variable.Assign(2);
        Check.Values(variable, [1], 2);
    }

    [Fact]
    public void AnInputOrVariableIsLetGoAfterTheRun()
    {
        var variable = new Variable(Ops.Ones([1]));
        CompiledFunction function = Function.Compile(x => x + variable);
        WeakReference input = Run(function), value = Replace(function, variable);
        Collect();
        Assert.False(input.IsAlive);
        Assert.False(value.IsAlive);
        GC.KeepAlive(function);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Run(CompiledFunction function)
        {
            Tensor x = Tensor.From([1f], [1]);
            function.Run(x);
            return new WeakReference(x.Storage);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Replace(CompiledFunction function, Variable variable)
        {
            function.Run(Ops.Ones([1]));
            var old = new WeakReference(variable.Value.Storage);
            variable.Assign(2);
            return old;
        }
    }

    [Fact]
    public void RunsOnSeveralThreadsFollowEachOtherWhereTheyAssign()
    {
        Variable count = new(Tensor.From([0], [1])), twice = new(Tensor.From([0], [1]));
        CompiledFunction step = Function.Compile(x =>
        {
            count.Assign(count + x);
            twice.Assign(twice + (x * 2));
            return twice.Value - count;
        });
        CompiledFunction read = Function.Compile(x => (count.Value * 2) - twice);
        Parallel.For(0, 8, _ =>
        {
            for (int run = 0; run < 100; run++)
            {
                step.Run(Tensor.From([1], [1]));
                Assert.Equal(0, read.Run(Tensor.From([1], [1])).ToScalar<int>());
            }
        });
        Check.Values(count, [1], 800);
        Check.Values(twice, [1], 1600);
    }

    [Fact]
    public void DescribesItsGraph()
    {
        var variable = new Variable(Ops.Ones([2]), name: "kernel");
        CompiledFunction function = Function.Compile(x =>
        {
            variable.Assign(variable + x);
            return Ops.Sum(x * 0.5, 0);
        });
        string text = function.Describe(Ops.Ones([2]));
        string[] expected =
        [
            "%p0 = input 'input' : float32 (2,)",
            "%p1 = variable 'kernel' : float32 (2,)",
            "%0 = Multiply(%p0, 0.5) : float32 (2,)",
            "%1 = Sum(%0) {axes (0,)} : float32 (1,)",
            "%2 = Reshape(%1) {()} : float32 ()",
            "%3 = Add(%p1, %p0) : float32 (2,)",
            "%p1 ← %3",
            "return %2",
        ];
        Assert.StartsWith(string.Join(Environment.NewLine, expected), text, StringComparison.Ordinal);
    }

    private static void Collect()
    {
        for (int round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [Fact]
    public void AFunctionMayHaveNoArguments()
    {
        var count = new Variable(Tensor.From([1f], [1]));
        CompiledFunction next = Function.Compile(() =>
        {
            count.AssignAdd(2);
            return count * 10;
        });
        Check.Values(next.Run(), [1], 30);
        Check.Values(next.Run(), [1], 50);
    }

    [Fact]
    public void AFunctionMayHaveNoResult()
    {
        var sum = new Variable(Tensor.From([1f, 1], [2]));
        CompiledFunction add = Function.Compile((Tensor x) => sum.AssignAdd(x)), subtract = Function.Compile((Tensor x, Tensor y) => sum.AssignSub(x * y));
        Assert.Equal([0], add.Run(Tensor.From([1f, 2], [2])).Shape);
        Assert.Empty(subtract.RunAll(Tensor.From([2f, 2], [2]), Tensor.From([3f], [1])));
        Check.Values(sum, [2], 1 + 1 - 6, 1 + 2 - 6);
        Function.Compile(() => sum.Assign(sum * 2)).Run();
        Check.Values(sum, [2], -8, -6);
    }

    [Fact]
    public void AFunctionMayGiveATuple()
    {
        CompiledFunction both = Function.Compile((Tensor x) => (x + 1, x * 2)), three = Function.Compile((Tensor x, Tensor y) => (x, y, x + y));
        (Tensor sum, Tensor product) = both.RunAll(Tensor.From([3f], [1]));
        Check.Values(sum, [1], 4);
        Check.Values(product, [1], 6);
        (Tensor _, Tensor _, Tensor last) = three.RunAll(Tensor.From([3f], [1]), Tensor.From([4f], [1]));
        Check.Values(last, [1], 7);
        Assert.Throws<InvalidOperationException>(() =>
        {
            (Tensor _, Tensor _, Tensor _) = both.RunAll(Tensor.From([3f], [1]));
        });
    }
}
