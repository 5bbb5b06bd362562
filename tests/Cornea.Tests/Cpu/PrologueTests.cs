using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>What is made of stable values only: prepared once, from what is there, and again when a variable has changed.</summary>
public class PrologueTests
{
    /// <summary>Each is read by a branch without inputs and, element by element, together with an input.</summary>
    public static TheoryData<string> Sources => ["square", "random", "range", "square of a square", "view", "taken"];

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_stable_value_serves_the_prologue_and_each_run(string source)
    {
        var w = new Variable(Numbers(2, 2, 2, 2));
        Tensor Source() => source switch
        {
            "square" => Ops.Square(w),
            "random" => RandomOps.Normal([4], seed: 3),
            "range" => Ops.Arange(4).Cast(DType.Float32) / 24,
            "square of a square" => Ops.Square(Ops.Square(w)) * 0.5,
            "view" => (Ops.Square(w).Reshape(2, 2) * 2).Reshape(4),
            _ => Ops.Take(Ops.Square(w), Tensor.From(new[] { 3, 0, 0, 1 })) + 1,
        };
        Tensor Branches(Tensor r)
        {
            Tensor n = Source();
            return Ops.Sum(n) + Ops.Softmax(n) + (n - r) + Ops.MatMul(n.Reshape(2, 2), (n + 1).Reshape(2, 2)).Reshape(4);
        }

        Tensor z = Numbers(1, 2, 3, 4);
        CompiledFunction compiled = Function.Compile(Branches);
        Assert.Equal(Branches(z).ToArray<float>(), compiled.Run(z).ToArray<float>());
        w.Assign(Numbers(1, 2, 3, 5));
        Assert.Equal(Branches(z).ToArray<float>(), compiled.Run(z).ToArray<float>());
        Assert.Equal(Branches(z * 2).ToArray<float>(), compiled.Run(z * 2).ToArray<float>());
    }

    [Fact]
    public void What_is_stable_is_prepared_once_even_beside_what_isnt()
    {
        var w = new Variable(Numbers(2, 2, 2, 2));
        Tensor x = Tensor.Placeholder(new TensorSpec([4], DType.Float32));
        using Trace trace = Trace.Begin();
        Tensor q = Ops.Square(w);
        Graph graph = GraphCapture.Traced([x], [q - x], trace);
        var plan = (Plan)new CpuExecutor().Lower(graph);
        Assert.Single(plan.Prologue);
        Assert.Single(plan.Steps);
    }

    /// <summary>Indices are looked at before anything reads by them, in the prologue too.</summary>
    [Fact]
    public void What_is_prepared_is_checked_before()
    {
        var w = new Variable(Numbers(1, 2, 3));
        Tensor rows = Tensor.From(new[] { 0, 1 << 28 });
        CompiledFunction taken = Function.Compile((Tensor x) => Ops.Take(w, rows) + x);
        for (int run = 0; run < 2; run++)
            Check.Error<ArgumentException>(() => taken.Run(Ops.Zeros([2])), "Gather", "index", "Nothing was changed");
    }

    private static Tensor Numbers(params float[] values) => Tensor.From(values);
}
