using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>A run that fails has changed nothing, whichever operation fails and wherever it stands among assignments; and the next run is as if it hadn't been.</summary>
public class FailedRunLaws
{
    // From numbers [4] and whole numbers [4], such as good and bad ones below, to something float32 of [4].
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Operations = new()
    {
        ["gather"] = (x, i) => Emit(new Gather(0), x, i),
        ["gather of int64"] = (x, i) => Emit(new Gather(0), x.Cast(DType.Int64), i).Cast(DType.Float32),
        ["scatter add"] = (x, i) => Emit(new ScatterAdd(0, 4), x, i),
        ["scatter add of int32"] = (x, i) => Emit(new ScatterAdd(0, 4), x.Cast(DType.Int32), i).Cast(DType.Float32),
        ["scatter"] = (x, i) => Emit(new Scatter(ScatterFunction.Maximum), x.Reshape(4, 1), i, x.Reshape(4, 1)).Reshape(4),
        ["gather along"] = (x, i) => Emit(new GatherAlong(), x, i),
        ["scatter along"] = (x, i) => Emit(new ScatterAlong(4), x, i),
        ["cross-entropy"] = (x, i) => Emit(new SparseSoftmaxCrossEntropy(), x.Reshape(4, 1) * Ops.Ones([1, 4]), i),
        ["double cross-entropy"] = (x, i) => Emit(new SparseSoftmaxCrossEntropy(), (x.Reshape(4, 1) * Ops.Ones([1, 4])).Cast(DType.Float64), i).Cast(DType.Float32),
        ["a function of the host"] = (x, i) => x * Emit(new HostNumber("rate", Rate), Ops.Sum(i).Cast(DType.Int64), Tensor.Number(2, DType.Float32)),
        ["solve"] = (x, i) => Emit(new Solve(), Matrix(i), x.Reshape(2, 2)).Reshape(4),
        ["scan"] = (x, i) =>
        {
            (TensorList carry, _) = Ops.Scan((states, slices) => ([states[0] + Ops.Sum(Emit(new Gather(0), x, slices[0].Reshape(1)))], []), [Ops.Zeros([])], (TensorList)i);
            return carry[0] + (x * 0);
        },
        ["scan of reference loops"] = (x, i) =>
        {
            (TensorList carry, _) = Ops.Scan((states, slices) => ([states[0] + Ops.Sum(Emit(new GatherAlong(), x, slices[0].Reshape(1)))], []), [Ops.Zeros([])], (TensorList)i);
            return carry[0] + (x * 0);
        },
    };

    private static readonly int[] Good = [3, 1, 0, 2];

    // An index far outside; as a matrix it has no inverse.
    private static readonly int[] Bad = [0, 0, 0, 99];

    public static TheoryData<string> Names => [.. Operations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_was_changed(string name)
    {
        Func<Tensor, Tensor, Tensor> fails = Operations[name];
        var places = new Dictionary<string, Func<Variable[], Tensor, Tensor, Tensor>>
        {
            ["beside assignments"] = (v, x, i) =>
            {
                v[0].Assign(v[0] + x);
                Tensor y = fails(x, i);
                v[1].Assign(v[1] * 2);
                return y;
            },
            ["of an assigned value"] = (v, x, i) =>
            {
                v[0].Assign(v[0] + x);
                v[1].Assign(v[1] + fails(v[0], i));
                return v[1];
            },
            ["by an assigned value"] = (v, x, i) =>
            {
                v[0].Assign(v[0] + x);
                v[1].Assign(v[1] + v[0]);
                return fails(x, (v[0].Value * 0).Cast(DType.Int32) + i);
            },
            ["is assigned"] = (v, x, i) =>
            {
                v[0].Assign(fails(x, i));
                v[1].Assign(v[0].Value + v[1]);
                return x;
            },
            ["two, one after the other"] = (v, x, i) =>
            {
                v[0].Assign(v[0] + fails(v[0], Tensor.From(Good)));
                v[1].Assign(fails(v[0], i));
                return v[1].Value + v[0];
            },
        };
        foreach ((string place, Func<Variable[], Tensor, Tensor, Tensor> body) in places) Hold($"{name}, {place}", body);
    }

    /// <summary>Indices computed from a counter that the same run writes: the counter is written after they have been looked at.</summary>
    [Fact]
    public void Indices_may_come_from_a_variable_that_is_assigned()
    {
        var count = new Variable(Numbers(0));
        CompiledFunction next = Function.Compile((Tensor data) =>
        {
            count.Assign(count + 1);
            return Ops.Take(data, count.Value.Cast(DType.Int32));
        });
        Tensor data = Numbers(5, 6, 7);
        Assert.Equal([6], next.Run(data).ToArray<float>());
        Assert.Equal([7], next.Run(data).ToArray<float>());
        Assert.Throws<ArgumentException>(() => next.Run(data));
        Assert.Equal([2], count.Value.ToArray<float>());
    }

    private static void Hold(string what, Func<Variable[], Tensor, Tensor, Tensor> body)
    {
        (CompiledFunction function, Variable[] variables) = Make(body);
        (CompiledFunction untroubled, Variable[] others) = Make(body);
        Tensor x = Numbers(1, 2, 3, 4);
        float[][] before = Values(variables);
        ArgumentException error = Assert.Throws<ArgumentException>(() => function.Run(x, Tensor.From(Bad)));
        Assert.Contains("Nothing was changed", error.Message, StringComparison.Ordinal);
        Same(what, before, Values(variables));
        for (int run = 0; run < 2; run++)
        {
            float[] expected = untroubled.Run(x, Tensor.From(Good)).ToArray<float>();
            Same(what, [expected], [function.Run(x, Tensor.From(Good)).ToArray<float>()]);
            Same(what, Values(others), Values(variables));
            Assert.Throws<ArgumentException>(() => function.Run(x, Tensor.From(Bad)));
            Same(what, Values(others), Values(variables));
        }
    }

    private static (CompiledFunction Function, Variable[] Variables) Make(Func<Variable[], Tensor, Tensor, Tensor> body)
    {
        Variable[] variables = [new(Numbers(1, 2, 3, 4)), new(Numbers(5, 6, 7, 8))];
        return (Function.Compile((x, i) => body(variables, x, i)), variables);
    }

    private static float[][] Values(Variable[] variables) => [.. variables.Select(variable => variable.Value.ToArray<float>())];

    private static void Same(string what, float[][] expected, float[][] actual)
    {
        for (int index = 0; index < expected.Length; index++)
            Assert.True(expected[index].SequenceEqual(actual[index]), $"{what}: expected [{string.Join(", ", expected[index])}], got [{string.Join(", ", actual[index])}].");
    }

    private static Tensor Emit(Op op, params Tensor[] inputs) => Node.Emit(op, inputs)[0];

    private static float Rate(long step, float rate) => step < 50 ? rate * step : throw new ArgumentException("No rate for this step. Nothing was changed.");

    private static Tensor Matrix(Tensor i) => i.Cast(DType.Float32).Reshape(2, 2);

    private static Tensor Numbers(params float[] values) => Tensor.From(values);
}
