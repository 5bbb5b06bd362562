using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Loops and choices over functions: values, what is traced, gradients, and what is refused.</summary>
public class LoopTests
{
    [Fact]
    public void MapsPartByPart()
    {
        Tensor x = Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } });
        Check.Values(Ops.Map(row => Ops.Sum(row) * row, x), [2, 2], 3, 6, 21, 28);
        Check.Values(Ops.VectorizedMap(row => Ops.Max(row), x), [2], 2, 4);
        TensorList both = Ops.Map((TensorList parts) => [parts[0] + parts[1], parts[0] - parts[1]], [x, x * 2]);
        Check.Values(both[0], [2, 2], 3, 6, 9, 12);
        Check.Values(both[1], [2, 2], -1, -2, -3, -4);
        GradientCheck.Second(inputs => Ops.Map(row => Ops.Exp(row) * Ops.Sum(row * inputs[1]), inputs[0]), new Draw(1).Tensor([3, 2]), new Draw(2).Tensor([2]));
    }

    [Fact]
    public void CountsFromLowerToUpper()
    {
        Check.Values(Ops.ForiLoop(2, 6, (number, sum) => sum + number, Tensor.From(new[] { 0 }, [])), [], 14);
        Check.Values(Ops.ForiLoop(3, 3, (number, sum) => sum + 1, 7.0), [], 7);
        TensorList pair = Ops.ForiLoop(0, 5, (_, values) => [values[1], values[0] + values[1]], [Ops.Zeros([]), Ops.Ones([])]);
        Check.Values(pair[0], [], 5);
        GradientCheck.First(inputs => Ops.ForiLoop(0, 3, (number, x) => x * x * 0.5, inputs[0]), new Draw(3).Tensor([2]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    [InlineData(50)]
    public void GoesOnWhileTheConditionHolds(int? most)
    {
        Func<Tensor, Tensor> collatz = x => Ops.Where(Ops.Equal(x % 2, 0), x / 2, (x * 3) + 1);
        double expected = most == 3 ? 16 : 1; // 3, 10, 5, 16, 8, 4, 2, 1.
        Tensor start = Tensor.From(new[] { 3f }, []);
        Tensor result = Ops.WhileLoop(x => x > 1.0, collatz, start, most);
        Check.Values(result, [], expected);
        if (most is null) return;
        CompiledFunction traced = Function.Compile(x => Ops.WhileLoop(value => value > 1.0, collatz, x, most));
        Check.Values(traced.Run(start), [], expected);
    }

    [Fact]
    public void ATracedWhileNeedsALimit() => Check.Error<InvalidOperationException>(
        () => Function.Compile(x => Ops.WhileLoop(value => value < 9.0, value => value + 1, x)).Run(Tensor.From(new[] { 1f }, [])), "maximumIterations");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(13)]
    public void AssociativeScansAreRunningSums(int count)
    {
        Tensor x = new Draw((uint)count).Tensor([2, count, 3]).Cast(DType.Float32);
        float[] expected = Ops.CumSum(x, 1).ToArray<float>(), got = Ops.AssociativeScan((a, b) => a + b, x, axis: 1).ToArray<float>();
        for (int index = 0; index < expected.Length; index++) Assert.Equal(expected[index], got[index], 1e-5f);
        Tensor backwards = Ops.AssociativeScan((a, b) => a + b, x, reverse: true, axis: -2);
        float[] flipped = Ops.Flip(Ops.CumSum(Ops.Flip(x, 1), 1), 1).ToArray<float>(), back = backwards.ToArray<float>();
        for (int index = 0; index < expected.Length; index++) Assert.Equal(flipped[index], back[index], 1e-5f);
    }

    [Fact]
    public void AssociativeScansTakePairs()
    {
        // Linear recurrences y = a · y + b, joined: (a, b) then (c, d) is (a · c, b · c + d).
        Tensor a = Tensor.From(new[] { 0.5f, 2, 3 }), b = Tensor.From(new[] { 1f, 1, -4 });
        TensorList results = Ops.AssociativeScan((x, y) => [x[0] * y[0], (x[1] * y[0]) + y[1]], [a, b]);
        Check.Values(results[1], [3], 1, 3, 5);
        Check.Error<ShapeException>(() => Ops.AssociativeScan((x, y) => x, [a, Ops.Ones([2])]), "one length", "(2,)");
    }

    [Fact]
    public void AKnownConditionCallsOneFunctionOnly()
    {
        int calls = 0;
        Tensor x = Tensor.From(new[] { 3f });
        Check.Values(Ops.Cond(Ops.Sum(x) > 2, () => x * 2, () => { calls++; return x; }), [1], 6);
        Assert.Equal(0, calls);
        Check.Values(Ops.Switch(Tensor.From(new[] { 9 }, []), [list => list[0] + 1, list => list[0] + 2], x), [1], 5);
        Check.Values(Ops.Switch(Tensor.From(new[] { -1 }, []), [list => list[0] + 1, list => list[0] + 2], x), [1], 4);
    }

    [Fact]
    public void ATracedConditionTakesOneResultAndOneAssignment()
    {
        var count = new Variable(Tensor.From(new[] { 1f }), name: "count");
        CompiledFunction function = Function.Compile(x => Ops.Cond(
            Ops.Sum(x) > 0,
            () =>
            {
                count.Assign(count + 10);
                return x * 2;
            },
            () => x - 1));
        Check.Values(function.Run(Tensor.From(new[] { 1f, 2 })), [2], 2, 4);
        Check.Values(function.Run(Tensor.From(new[] { -1f, -2 })), [2], -2, -3);
        Check.Values(count.Value, [1], 11);
        CompiledFunction choice = Function.Compile((index, x) => Ops.Switch(index, [list => list[0], list => list[0] * 10, list => -list[0]], x));
        Check.Values(choice.Run(Tensor.From(new[] { 1 }, []), Tensor.From(new[] { 4f })), [1], 40);
        Check.Values(choice.Run(Tensor.From(new[] { 5 }, []), Tensor.From(new[] { 4f })), [1], -4);
        GradientCheck.Second(inputs => Ops.Cond(Ops.Sum(inputs[0]) > 0, () => inputs[0] * inputs[0], () => Ops.Exp(inputs[0])), new Draw(1).Tensor([3]));
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        Tensor x = Tensor.From(new[] { 1f, 2 });
        Check.Error<ShapeException>(() => Function.Compile(y => Ops.Cond(Ops.Sum(y) > 0, () => y, () => Ops.Sum(y))).Run(x), "Cond", "(2,)", "()");
        Check.Error<ShapeException>(() => Ops.Cond(x > 0, () => x, () => x), "one truth value", "(2,)");
        Check.Error<ArgumentException>(() => Ops.Switch(0.0, Array.Empty<Func<TensorList, Tensor>>(), x), "Switch", "at least one");
        Check.Error<ArgumentException>(() => Ops.Map((TensorList parts) => parts, []), "Map", "at least one");
        Check.Error<ShapeException>(() => Ops.WhileLoop(value => Ops.Sum(value) < 10, value => Ops.Stack([value, value]), x), "value 0", "(2,)", "(2, 2)");
        Check.Error<ArgumentException>(() => Ops.WhileLoop(value => value < 1, value => value, 0.0, -1), "maximumIterations", "-1");
    }

    [Fact]
    public void LoopsArePartsOfModels()
    {
        Tensor input = new Cornea.Layers.Input(4, 3);
        (TensorList carry, TensorList outputs) = Ops.Scan((sums, x) => ([sums[0] + x[0]], [sums[0]]), [input[.., 0] * 0], (TensorList)input.Transpose(1, 0, 2));
        var model = new Model(input, [carry[0], outputs[0].Transpose(1, 0, 2)]);
        TensorList result = model.Call([Ops.Ones([2, 4, 3])]);
        Check.Values(result[0], [2, 3], 4, 4, 4, 4, 4, 4);
        Assert.Equal(new Shape(2, 4, 3), result[1].Shape);
        Assert.Equal(new Shape(5, 3), model.Call([Ops.Ones([5, 4, 3])])[0].Shape);
    }
}
