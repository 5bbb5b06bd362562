using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Scans: values by hand, gradients against finite differences and against the same steps laid out, and what is refused.</summary>
public class ScanTests
{
    [Fact]
    public void HandsTheCarryOn()
    {
        (Tensor carry, Tensor outputs) = Ops.Scan((sum, x) => (sum + x, sum * 2), Tensor.From(new[] { 1f, 10f }), Tensor.From(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }));
        Check.Values(carry, [2], 10, 22);
        Check.Values(outputs, [3, 2], 2, 20, 4, 24, 10, 32);
    }

    [Fact]
    public void GoesBackwards()
    {
        (Tensor carry, Tensor outputs) = Ops.Scan((sum, x) => (sum + x, sum + x), 0.0, Tensor.From(new[] { 1f, 2f, 4f }), reverse: true);
        Check.Values(carry, [], 7);
        Check.Values(outputs, [3], 7, 6, 4);
    }

    [Fact]
    public void TakesALengthInsteadOfSequences()
    {
        (TensorList carry, TensorList outputs) = Ops.Scan(
            (pair, _) => ([pair[1], pair[0] + pair[1]], [pair[0]]), [Tensor.From(new[] { 0 }, []), Tensor.From(new[] { 1 }, [])], length: 10);
        Check.Values(carry[0], [], 55);
        Check.Values(carry[1], [], 89);
        Check.Values(outputs[0], [10], 0, 1, 1, 2, 3, 5, 8, 13, 21, 34);
    }

    [Fact]
    public void NoStepLeavesTheCarry()
    {
        (Tensor carry, Tensor outputs) = Ops.Scan((sum, x) => (sum + x, x), Tensor.From(new[] { 3f }), Ops.Zeros([0, 1]));
        Check.Values(carry, [1], 3);
        Check.Values(outputs, [0, 1]);
    }

    [Fact]
    public void CapturesWhatLiesOutside()
    {
        Tensor weights = Tensor.From(new[] { 2f, 3f }), scale = weights * 2;
        (Tensor carry, Tensor outputs) = Ops.Scan((sum, x) => (sum + (x * scale), scale), Ops.Zeros([2]), Tensor.From(new float[,] { { 1, 1 }, { 2, 1 } }));
        Check.Values(carry, [2], 12, 12);
        Check.Values(outputs, [2, 2], 4, 6, 4, 6);
    }

    [Fact]
    public void ScansGoInsideScans()
    {
        Tensor x = Tensor.From(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        (Tensor carry, Tensor outputs) = Ops.Scan(
            (sum, row) =>
            {
                (Tensor total, Tensor partial) = Ops.Scan((inner, value) => (inner + value, inner * sum), 1.0, row);
                return (sum + total, partial);
            },
            1.0, x);
        Check.Values(carry, [], 24);
        Check.Values(outputs, [2, 3], 1, 2, 4, 8, 40, 80);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GradientsAgreeWithFiniteDifferences(bool reverse) => GradientCheck.Second(
        inputs =>
        {
            (Tensor carry, Tensor outputs) = Recurrence(inputs, reverse);
            return GradientCheck.Together(carry, outputs);
        },
        new Draw(1).Tensor([2, 3]), new Draw(2).Tensor([4, 2, 3]), new Draw(3).Tensor([3, 3]), new Draw(4).Tensor([3]));

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void EitherResultMayBeAllThatIsAskedFor(bool carries, bool outputs) => GradientCheck.Second(
        inputs =>
        {
            (Tensor carry, Tensor stacked) = Recurrence(inputs, reverse: false);
            return carries && !outputs ? carry : stacked;
        },
        new Draw(1).Tensor([2, 3]), new Draw(2).Tensor([3, 2, 3]), new Draw(3).Tensor([3, 3]), new Draw(4).Tensor([3]));

    [Fact]
    public void GradientsAgreeWithTheSameStepsLaidOut()
    {
        Tensor[] inputs = [Floats([5, 7], 1), Floats([6, 5, 7], 2), Floats([7, 7], 3), Floats([7], 4)];
        Tensor[] scanned = Gradient(inputs, given => Recurrence(given, reverse: false));
        Tensor[] laidOut = Gradient(inputs, given =>
        {
            Tensor state = given[0];
            var outputs = new Tensor[given[1].Shape[0]];
            for (int step = 0; step < outputs.Length; step++) (state, outputs[step]) = Step(state, Ops.Slice(given[1], 0, step, 1).Reshape([5, 7]), given[2], given[3]);
            return (state, Ops.Stack(outputs, 0));
        });
        for (int index = 0; index < scanned.Length; index++) AssertClose(laidOut[index], scanned[index]);
    }

    [Fact]
    public void OnlyWhatIsReadIsComputed()
    {
        CompiledFunction function = Function.Compile((state, x, w) =>
        {
            Tensor watched = Ops.Watch(w);
            (TensorList carry, _) = Ops.Scan(
                (carries, slices) => ([Ops.Tanh(Ops.MatMul(carries[0], watched) + slices[0]), carries[1] + 1], [carries[0] * 3]), [state, 0.0], [x]);
            return Gradients.Of(carry[0], watched);
        });
        string plan = function.Describe(Floats([5, 7], 1), Floats([6, 5, 7], 2), Floats([7, 7], 3));
        string text = plan[plan.IndexOf("plan:", StringComparison.Ordinal)..];
        Assert.Equal(2, text.Split("scan 6 steps").Length - 1);
        Assert.DoesNotContain("reference", text, StringComparison.Ordinal);
    }

    [Fact]
    public void EachStepDrawsAnewAndNotTwiceTheSame()
    {
        var layer = new Cornea.Layers.Dropout(0.5, seed: 3);
        Tensor once = Ops.Map(x => layer.Call(x, training: true), Ops.Ones([40, 64]));
        Tensor again = Ops.Map(x => layer.Call(x, training: true), Ops.Ones([40, 64]));
        float[] rows = once.ToArray<float>(), others = again.ToArray<float>();
        Assert.Equal(80, Enumerable.Range(0, 40).SelectMany(row => new[] { Row(rows, row), Row(others, row) }).Distinct().Count());
        var same = new Cornea.Layers.Dropout(0.5, seed: 3);
        Assert.Equal(rows, Ops.Map(x => same.Call(x, training: true), Ops.Ones([40, 64])).ToArray<float>());
        double kept = rows.Concat(others).Average(value => value / 2);
        Assert.InRange(kept, 0.5 - (4 * 0.5 / Math.Sqrt(5120)), 0.5 + (4 * 0.5 / Math.Sqrt(5120)));

        static string Row(float[] values, int row) => string.Concat(values.Skip(row * 64).Take(64).Select(value => value == 0 ? '0' : '1'));
    }

    [Fact]
    public void AVariableThatAStepAssignsGoesOnFromStepToStep()
    {
        var count = new Variable(Tensor.From(new[] { 1f }), name: "count");
        Tensor outputs = Ops.Map(
            x =>
            {
                count.Assign(count * x);
                return count.Value;
            },
            Tensor.From(new[] { 2f, 3f, 4f }));
        Check.Values(outputs.Reshape([3]), [3], 2, 6, 24);
        Check.Values(count.Value, [1], 24);
    }

    [Fact]
    public void ALoopFindsItsPlanAgainAndKeepsNobodysValuesAlive()
    {
        WeakReference Once(double factor)
        {
            Tensor weights = Tensor.From(new float[1000]) + factor;
            weights.ToArray<float>();
            Ops.Scan((sum, x) => (sum + (x * weights), sum), Ops.Zeros([1000]), Ops.Ones([3, 1000])).Carry.ToArray<float>();
            return new WeakReference(weights);
        }

        WeakReference first = Once(1);
        Once(2);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(first.IsAlive);
    }

    [Fact]
    public void IndicesOutOfRangeAreFoundBeforeAVariableChanges()
    {
        var state = new Variable(Tensor.From(new[] { 1f }), name: "state");
        CompiledFunction function = Function.Compile((table, indices) =>
        {
            state.Assign(state + 1);
            return Ops.Map(index => Ops.Take(table, index, 0), indices);
        });
        Check.Values(function.Run(Tensor.From(new[] { 5f, 6f }), Tensor.From(new[] { 1, 0 })), [2], 6, 5);
        Check.Error<ArgumentException>(() => function.Run(Tensor.From(new[] { 5f, 6f }), Tensor.From(new[] { 1, 2 })), "index", "2");
        Check.Values(state.Value, [1], 2);
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        Check.Error<ShapeException>(() => Ops.Scan((sum, x) => (Ops.Stack([sum, x], 0), x), 0.0, Tensor.From(new[] { 1f, 2f })), "carry 0", "()", "(2,)");
        Check.Error<ShapeException>(() => Ops.Scan((sum, x) => (sum.Cast(DType.Int32), x), 0.0, Tensor.From(new[] { 1f, 2f })), "carry 0", "float32", "int32");
        Check.Error<ShapeException>(() => Ops.Scan((carries, x) => (carries, x), [], [Ops.Ones([2]), Ops.Ones([3])]), "2 steps", "(3,)");
        Check.Error<ShapeException>(() => Ops.Scan((carries, x) => (carries, x), [], [Ops.Ones([2])], length: 3), "3 steps", "(2,)");
        Check.Error<ShapeException>(() => Ops.Scan((sum, x) => (sum, x), 0.0, 1.0), "first axis");
        Check.Error<ArgumentException>(() => Ops.Scan((carries, x) => (carries, x), []), "xs or a length");
        Check.Error<ArgumentException>(() => Ops.Scan((sum, x) => (sum, x), 0.0, Ops.Ones([2]), unroll: 0), "unroll", "0");
        Check.Error<InvalidOperationException>(() => Ops.Map(MakesAVariable, Ops.Ones([2])), "create variables outside");
        Check.Error<ArgumentException>(() => Ops.Scan((carries, x) => ([], x), [0.0], [Ops.Ones([2])]), "1 carries", "returns 0");
    }

    private static Tensor MakesAVariable(Tensor x)
    {
        var variable = new Variable(Ops.Zeros([]), name: "new");
        variable.Assign(x);
        return variable.Value;
    }

    private static Tensor Floats(Shape shape, uint stream) => new Draw(stream).Tensor(shape, -1, 1).Cast(DType.Float32);

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        float[] values = actual.ToArray<float>(), wanted = expected.ToArray<float>();
        for (int index = 0; index < wanted.Length; index++) Assert.Equal(wanted[index], values[index], 1e-5f * (1 + Math.Abs(wanted[index])));
    }

    private static (Tensor Carry, Tensor Outputs) Recurrence(Tensor[] inputs, bool reverse) =>
        Ops.Scan((state, x) => Step(state, x, inputs[2], inputs[3]), inputs[0], inputs[1], reverse: reverse);

    private static (Tensor State, Tensor Output) Step(Tensor state, Tensor x, Tensor weights, Tensor bias)
    {
        Tensor next = Ops.Tanh(Ops.MatMul(state, weights) + (x * x) + bias);
        return (next, (next * x) + Ops.Sigmoid(state));
    }

    private static Tensor[] Gradient(Tensor[] inputs, Func<Tensor[], (Tensor, Tensor)> function)
    {
        Tensor[] watched = [.. inputs.Select(Ops.Watch)];
        (Tensor carry, Tensor outputs) = function(watched);
        Tensor loss = Ops.Sum(carry * carry) + Ops.Sum(outputs * Ops.Cos(outputs));
        return [.. watched.Select(input => Gradients.Of(loss, input))];
    }
}
