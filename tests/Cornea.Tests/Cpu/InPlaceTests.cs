using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Lowering;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>What is written in place, and what isn't: that it happens, and that nobody reads an old value too late.</summary>
public class InPlaceTests
{
    [Fact]
    public void An_update_is_written_where_the_variable_stands()
    {
        var w = new Variable(Ops.Ones([5, 5]));
        Plan plan = Lower(x =>
        {
            w.Assign(w - (x * 0.1));
            return [];
        });
        Assert.Single(plan.Steps);
        Assert.DoesNotContain("copy", plan.Steps[0].Describe(), StringComparison.Ordinal);
        Assert.Equal(0, plan.ArenaBytes);
    }

    [Fact]
    public void A_chain_of_programs_needs_one_buffer()
    {
        // Reductions lie between, so that the programs aren't one.
        static Tensor Chain(Tensor x)
        {
            for (int link = 0; link < 4; link++) x = Ops.Exp(x * 0.1) - Ops.Sum(x, [0, 1], keepDims: true);
            return Ops.Sum(x);
        }

        nint reused = Lower(x => [Chain(x)]).ArenaBytes;
        nint apart = Lower(x => [Chain(x)], new LoweringOptions { ReuseMemory = false }).ArenaBytes;
        Assert.True(reused < apart / 2, $"{reused} bytes with memory used again, {apart} without.");
    }

    [Fact]
    public void Who_reads_the_old_value_comes_first()
    {
        var w = new Variable(Tensor.From(new[] { 1f, 2, 3 }));
        CompiledFunction function = Function.Compile(x =>
        {
            Tensor old = w.Value;
            w.Assign(w * x);
            return Ops.Sum(old) + Ops.CumSum(w.Value) + (old * 10);
        });
        Assert.Equal([6 + 2 + 10, 6 + 6 + 20, 6 + 12 + 30], function.Run(Tensor.From(new[] { 2f, 2, 2 })).ToArray<float>());
        Assert.Equal([2, 4, 6], w.Value.ToArray<float>());
    }

    [Fact]
    public void Variables_take_each_others_values()
    {
        Variable a = new(Tensor.From(new[] { 1f })), b = new(Tensor.From(new[] { 2f })), c = new(Tensor.From(new[] { 3f }));
        CompiledFunction turn = Function.Compile(x =>
        {
            Tensor first = a.Value;
            a.Assign(b);
            b.Assign(c);
            c.Assign(first);
            return x;
        });
        turn.Run(Ops.Zeros([1]));
        Assert.Equal([2, 3, 1], new[] { a, b, c }.Select(variable => variable.Value.ToArray<float>()[0]));
    }

    [Fact]
    public void One_value_goes_to_two_variables_and_out()
    {
        Variable a = new(Ops.Zeros([3])), b = new(Ops.Zeros([3]));
        CompiledFunction function = Function.Compile(x =>
        {
            Tensor y = x * 2;
            a.Assign(y);
            b.Assign(y);
            return y;
        });
        float[] result = function.Run(Tensor.From(new[] { 1f, 2, 3 })).ToArray<float>();
        Assert.All([result, a.Value.ToArray<float>(), b.Value.ToArray<float>()], values => Assert.Equal([2, 4, 6], values));
    }

    // The kernel itself reads the variable: what it makes can't lie there before it has ended.
    [Fact]
    public void A_product_isnt_written_over_its_own_factor()
    {
        var w = new Variable(Tensor.From(new[,] { { 1f, 2 }, { 3, 4 } }));
        CompiledFunction square = Function.Compile(x =>
        {
            w.Assign(Ops.MatMul(w, w) + x);
            return x;
        });
        square.Run(Ops.Zeros([2, 2]));
        Assert.Equal([7, 10, 15, 22], w.Value.ToArray<float>());
    }

    private static Plan Lower(Func<Tensor, Tensor[]> body, LoweringOptions? options = null)
    {
        Tensor x = Tensor.Placeholder(new TensorSpec([5, 5], DType.Float32));
        using Trace trace = Trace.Begin();
        return (Plan)new CpuExecutor(options).Lower(GraphCapture.Traced([x], body(x), trace.Assignments));
    }
}
