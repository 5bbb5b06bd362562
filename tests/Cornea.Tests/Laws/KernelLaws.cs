using Cornea.Layers;
using Cornea.Tests.Layers;
using Xunit;

namespace Cornea.Tests.Laws;

/// <summary>No layer and no reduction falls back on the reference's plain loops in a compiled program, forward or backward, unless it's listed with the reason.</summary>
public class KernelLaws
{
    public static TheoryData<string, bool> Names =>
        [.. from name in LayerCases.All.Keys from training in new[] { false, true } select new TheoryDataRow<string, bool>(name, training)];

    [Theory]
    [MemberData(nameof(Names))]
    public void LayersHaveKernels(string name, bool training)
    {
        (Func<Layer> make, Shape[] shapes) = LayerCases.All[name];
        RandomSeed.Set(5);
        Layer layer = make();
        Tensor[] inputs = [.. shapes.Select(shape => Ops.Ones([2, .. shape]) / 3)];
        layer.Call(TensorList.Create(inputs));
        CompiledFunction function = Function.Compile(given =>
        {
            Tensor[] watched = [.. given.Select(Ops.Watch)];
            TensorList outputs = layer.Call(TensorList.Create(watched), training);
            Tensor loss = outputs.Select(output => Ops.Sum(Ops.Square(output.Cast(DType.Float32)))).Aggregate((a, b) => a + b);
            return TensorList.Create([.. outputs, .. Gradients.Of(loss, [.. watched, .. layer.Weights.Where(weight => weight.Trainable).Select(weight => weight.Value)])]);
        }, inputs.Length);
        AssertKernels(function.Describe(inputs));
    }

    [Theory]
    [InlineData("float32")]
    [InlineData("int32")]
    [InlineData("int64")]
    [InlineData("bool")]
    public void ReductionsOverAnyAxesHaveKernels(string dtype)
    {
        Tensor x = Tensor.From([.. Enumerable.Range(0, 2 * 3 * 4 * 5 * 2).Select(value => (float)(value % 7) - 2)], [2, 3, 4, 5, 2]).Cast((DType)dtype);
        for (int mask = 1; mask < 32; mask++)
        {
            int[] axes = [.. Enumerable.Range(0, 5).Where(axis => (mask & (1 << axis)) != 0)];
            List<Func<Tensor, Tensor>> reductions = [y => Ops.Sum(y, axes), y => Ops.Mean(y, axes)];
            if (dtype != "bool") reductions.AddRange([y => Ops.Max(y, axes), y => Ops.Min(y, axes)]);
            foreach (Func<Tensor, Tensor> reduction in reductions)
            {
                CompiledFunction function = Function.Compile(reduction);
                AssertKernels(function.Describe(x));
                double[] expected = Operations.Check.ByReference(reduction(x)).ToArray<double>(), actual = function.Run(x).ToArray<double>();
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            }
        }
    }

    [Fact]
    public void WhatHasNoKernelIsSeen()
    {
        Tensor x = Ops.Ones([3, 4]).Cast(DType.Float64);
        Assert.Throws<Xunit.Sdk.TrueException>(() => AssertKernels(Function.Compile(y => y * y).Describe(x)));
    }

    private static void AssertKernels(string description)
    {
        string plan = description[description.LastIndexOf("plan:", StringComparison.Ordinal)..];
        string[] loops = [.. plan.Split('\n').Where(line => line.Contains(" reference ", StringComparison.Ordinal))];
        Assert.True(loops.Length == 0, string.Join("\n", loops));
    }
}
