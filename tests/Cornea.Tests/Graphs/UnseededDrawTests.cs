using Cornea.Data;
using Cornea.Layers;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Graphs;

/// <summary>Random numbers that were given no seed are others at each call, in traced functions too; those of a seed are always the same.</summary>
[Collection(nameof(Alone))] // RandomSeed is the process's: other tests would draw from it in between.
public class UnseededDrawTests
{
    private static readonly Tensor Zeros = Ops.Zeros([6]);

    public static TheoryData<string> Kinds => [.. Makers.Keys];

    private static readonly Dictionary<string, Func<Seed?, Tensor>> Makers = new()
    {
        ["normal"] = seed => RandomOps.Normal([6], seed: seed),
        ["truncated normal"] = seed => RandomOps.TruncatedNormal([6], seed: seed),
        ["uniform"] = seed => RandomOps.Uniform([6], seed: seed),
        ["integers"] = seed => RandomOps.RandInt([6], 0, 1 << 20, seed: seed).Cast(DType.Float32),
        ["binomial"] = seed => RandomOps.Binomial([6], Tensor.From([1000f], [1]), Tensor.From([0.4f], [1]), seed: seed),
        ["gamma"] = seed => RandomOps.Gamma([6], Tensor.From([0.7f], [1]), seed: seed),
        ["beta"] = seed => RandomOps.Beta([6], Tensor.From([0.7f], [1]), Tensor.From([2f], [1]), seed: seed),
        ["categories"] = seed => RandomOps.Categorical(Ops.Zeros([1, 1000]), 6, seed: seed).Reshape([6]).Cast(DType.Float32),
        ["shuffle"] = seed => Ops.Slice(RandomOps.Shuffle(Ops.Arange(1000, dtype: DType.Float32), seed: seed), 0, 0, 6),
        ["dropout"] = seed => Ops.Sum(RandomOps.Dropout(Ops.Ones([6, 1000]), 0.5, seed: seed), axis: 1),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ACompiledFunctionDrawsWhatAPlainOneDraws(string kind)
    {
        Func<Tensor, Tensor> body = x => Ops.Stack([Makers[kind](null) + x, Makers[kind](null)]);
        RandomSeed.Set(3);
        float[][] plain = [.. Enumerable.Range(0, 3).Select(_ => body(Zeros).ToArray<float>())];
        RandomSeed.Set(3);
        CompiledFunction function = Function.Compile(body);
        float[][] compiled = [.. Enumerable.Range(0, 3).Select(_ => function.Run(Zeros).ToArray<float>())];
        Assert.Equal(plain, compiled);
        Assert.Equal(6, plain.SelectMany(pair => new[] { pair[..6], pair[6..] }).Select(draw => string.Join(' ', draw)).Distinct().Count());
        RandomSeed.Set(3); // Also for what was compiled before.
        Assert.Equal(plain[0], function.Run(Zeros).ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ASeedGivesTheSameNumbersForEver(string kind)
    {
        float[] plain = Makers[kind](5).ToArray<float>();
        CompiledFunction function = Function.Compile(x => Makers[kind](5) + x);
        Assert.Equal(plain, function.Run(Zeros).ToArray<float>());
        Assert.Equal(plain, function.Run(Zeros).ToArray<float>());
    }

    [Fact]
    public void EachStepOfALoopDrawsAnew()
    {
        Func<Tensor, Tensor> body = x =>
        {
            Tensor before = RandomOps.Uniform([6]);
            Tensor steps = Ops.Scan((sums, _) =>
            {
                Tensor inner = Ops.ForiLoop(0, 2, (_, sum) => sum + RandomOps.Uniform([6]), RandomOps.Uniform([6]));
                return (sums, (TensorList)inner);
            }, (TensorList)x, length: 3).Outputs[0];
            return Ops.Concatenate([before.ExpandDims(0), steps, RandomOps.Uniform([1, 6])], 0);
        };
        RandomSeed.Set(4);
        float[][] plain = [body(Zeros).ToArray<float>(), body(Zeros).ToArray<float>()];
        RandomSeed.Set(4);
        CompiledFunction function = Function.Compile(body);
        Assert.Equal(plain, [function.Run(Zeros).ToArray<float>(), function.Run(Zeros).ToArray<float>()]);
        Assert.Equal(plain.Sum(values => values.Length), plain.SelectMany(values => values).Distinct().Count());
    }

    [Fact]
    public void ALayerOfOnesOwnDrawsForEachBatch()
    {
        RandomSeed.Set(5);
        var model = new Sequential { new Input(1), new Noise() };
        float[] rows = model.Predict(Ops.Zeros([6, 1]), batchSize: 1).ToArray<float>();
        float[] again = model.Predict(Ops.Zeros([6, 1]), batchSize: 1).ToArray<float>();
        Assert.Equal(12, rows.Concat(again).Distinct().Count());
    }

    [Fact]
    public void TrainingWithSuchALayerIsTheSameForTheSameSeed()
    {
        float[] Train()
        {
            RandomSeed.Set(6);
            var model = new Sequential { new Input(2), new Noise(), new Dense(3, activation: "tanh"), new Dense(1) };
            model.Compile("sgd", "mse");
            model.Fit(RandomOps.Uniform([10, 2], seed: 1), RandomOps.Uniform([10, 1], seed: 2), epochs: 3, batchSize: 4, verbose: 0);
            return [.. model.Variables.SelectMany(variable => variable.Value.Cast(DType.Float32).ToArray<float>())];
        }

        Assert.Equal(Train(), Train());
    }

    [Fact]
    public void APipelineDrawsForEachElement()
    {
        float[][] Rounds(int? threads)
        {
            RandomSeed.Set(7);
            Dataset data = Dataset.From(Ops.Zeros([20, 1])).Map(x => x + RandomOps.Uniform([1]), numParallelCalls: threads).Batch(4).Prefetch(2);
            return [.. Enumerable.Range(0, 2).Select(_ => data.SelectMany(batch => batch.Inputs[0].ToArray<float>()).ToArray())];
        }

        float[][] alone = Rounds(1), together = Rounds(4);
        Assert.Equal(40, alone.SelectMany(round => round).Distinct().Count());
        Assert.Equal(alone, together);
    }

    [Fact]
    public void WhatIsDrawnCantBeLookedAtWhileTracing()
    {
        CompiledFunction function = Function.Compile(x => x + RandomOps.Uniform([]).ToScalar<float>());
        Assert.Contains("seed", Assert.Throws<InvalidOperationException>(() => function.Run(Zeros)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AVariableMadeWhileTracingBeginsWithADraw()
    {
        Variable? weight = null;
        CompiledFunction function = Function.Compile(x => x + (weight ??= new Variable(RandomOps.Uniform([6]))));
        Assert.Equal(function.Run(Zeros).ToArray<float>(), function.Run(Zeros).ToArray<float>());
        Assert.Equal(6, weight!.Value.ToArray<float>().Distinct().Count());
    }

    private sealed class Noise : Layer
    {
        protected override Tensor Forward(Tensor x, bool training) => x + RandomOps.Normal([1, 1]);
    }
}
