using Cornea.Optimizers;
using Xunit;

namespace Cornea.Tests.Graphs;

/// <summary>Each of several optimizer steps in one traced function has the learning rate of its own number, as outside of a trace.</summary>
public class TracedRateTests
{
    private static readonly Tensor Ones = Tensor.From([1f, 1], [2]);

    [Fact]
    public void TwoStepsHaveTwoRates()
    {
        var weight = new Variable(Ops.Ones([2]));
        Optimizer optimizer = new SGD(new ExponentialDecay(0.1, 1, 0.5));
        Function.Compile(g => Twice(optimizer, weight, g)).Run(Ones);
        Assert.Equal(1 - 0.1 - 0.05, weight.Value.ToArray<float>()[0], 1e-6);
    }

    [Fact]
    public void EveryKindOfStepDoesWhatItDoesOutsideOfATrace()
    {
        Func<Optimizer>[] kinds =
        [
            () => new SGD(new ExponentialDecay(0.1, 2, 0.5)),
            () => new SGD(new PiecewiseConstantDecay([1, 3], [0.5, 0.1, 0.02]), gradientAccumulationSteps: 2),
            () => new Adam(new CosineDecay(0.1, 7), useEma: true, emaOverwriteFrequency: 3),
            () => new AdamW(new PolynomialDecay(0.1, 5), weightDecay: 0.1),
            () => new LossScaleOptimizer(new Adam(new InverseTimeDecay(0.1, 1, 0.5)), initialScale: 4),
            () => new Nadam(0.01),
        ];
        foreach (Func<Optimizer> make in kinds)
        {
            (float[] eager, float[] compiled) = (Train(make, false), Train(make, true));
            Assert.Equal(eager, compiled);
        }
    }

    [Fact]
    public void AStepInALoopHasTheRateOfItsNumber()
    {
        (Variable inLoop, Variable apart) = (new Variable(Ops.Ones([2])), new Variable(Ops.Ones([2])));
        Optimizer looped = new SGD(new ExponentialDecay(0.1, 1, 0.5)), plain = new SGD(new ExponentialDecay(0.1, 1, 0.5));
        looped.Build([inLoop]);
        CompiledFunction function = Function.Compile(g => Ops.ForiLoop(0, 4, (_, value) =>
        {
            looped.Apply([g], [inLoop]);
            return value;
        }, g));
        function.Run(Ones);
        for (int step = 0; step < 4; step++) plain.Apply([Ones], [apart]);
        Assert.Equal(apart.Value.ToArray<float>(), inLoop.Value.ToArray<float>());
    }

    [Fact]
    public void AnotherRateOrScheduleCountsFromTheNextRunOn()
    {
        var weight = new Variable(Ops.Ones([2]));
        Optimizer optimizer = new SGD(0.5);
        CompiledFunction function = Function.Compile(g => Twice(optimizer, weight, g));
        function.Run(Ones);
        Assert.Equal(0, weight.Value.ToArray<float>()[0], 1e-6);
        optimizer.LearningRate = 0.25;
        function.Run(Ones);
        Assert.Equal(-0.5, weight.Value.ToArray<float>()[0], 1e-6);
        optimizer.LearningRate = new PiecewiseConstantDecay([4], [0.125, 1]); // Steps 4 and 5.
        function.Run(Ones);
        Assert.Equal(-0.5 - 1.125, weight.Value.ToArray<float>()[0], 1e-6);
    }

    private static float[] Train(Func<Optimizer> make, bool compile)
    {
        (Variable a, Variable b) = (new Variable(Tensor.From([1f, -2], [2])), new Variable(Tensor.From([0.5f, 3], [2])));
        Optimizer first = make(), second = make();
        Func<Tensor, Tensor> step = g =>
        {
            first.Apply([g * a, g - b], [a, b]);
            second.Apply([a * b], [a]);
            first.Apply([a + b, g], [a, b]);
            return a + b;
        };
        CompiledFunction function = Function.Compile(step);
        for (int run = 0; run < 3; run++) _ = (compile ? function.Run(Ones * (run + 1)) : step(Ones * (run + 1))).ToArray<float>();
        return [.. new[] { a, b }.Concat(first.Variables).Concat(second.Variables).SelectMany(variable => variable.Value.Cast(DType.Float32).ToArray<float>())];
    }

    private static Tensor Twice(Optimizer optimizer, Variable weight, Tensor gradient)
    {
        optimizer.Apply([gradient], [weight]);
        optimizer.Apply([gradient], [weight]);
        return weight.Value;
    }
}
