using Cornea.Graphs;
using Cornea.Layers;
using Cornea.Optimizers;
using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Graphs;

/// <summary>An assigned value is a value: what is read after it is the variable, and nothing flows back through the assignment.</summary>
public class AssignmentGradientTests
{
    private static readonly Tensor Ones = Tensor.From([1f, 1, 1, 1], [4]);

    [Fact]
    public void AnAssignedValueIsTheVariable()
    {
        Both((w, t) =>
        {
            w.Assign(w * 2);
            return Gradients.Of(Ops.Sum(w * t), [w])[0];
        }, 1);
        Both((w, t) =>
        {
            w.Assign(t);
            return Gradients.Of(Ops.Sum(w * t), [w])[0];
        }, 1);
    }

    [Fact]
    public void NothingFlowsBackThroughAnAssignment()
    {
        Both((w, t) =>
        {
            Tensor x = Ops.Watch(t * 3);
            w.Assign(x * x);
            return Gradients.Of(Ops.Sum((w * 5) + x), x);
        }, 1);
        Both((w, t) =>
        {
            var kept = new Variable(Ops.Zeros([4]), trainable: false);
            kept.Assign(w * 7);
            return Gradients.Of(Ops.Sum(kept * t) + Ops.Sum(w * 2), [w])[0];
        }, 2);
    }

    [Fact]
    public void ReadingsBeforeAndAfterAddUp() => Both((w, t) =>
    {
        Tensor before = w * 2;
        w.Assign(w * 10);
        Tensor between = w * 3;
        w.Assign(w + t);
        return Gradients.Of(Ops.Sum(before + between + (w * t)), [w])[0];
    }, 2 + 3 + 1);

    [Fact]
    public void EachStepOfALoopReadsTheVariable()
    {
        // With w = 3: steps read 3, 4 and 5, and each adds 2 · reading · t to the loss: 2 · (3 + 4 + 5) if squares are summed.
        Both((w, t) =>
        {
            Tensor sum = Ops.Scan(
                (sums, _) =>
                {
                    Tensor next = sums[0] + Ops.Sum(Ops.Square(w.Value) * t);
                    w.Assign(w + t);
                    return (next, TensorList.Create([]));
                },
                (TensorList)Ops.Zeros([]), length: 3).Carry[0];
            return Gradients.Of(sum, [w])[0];
        }, 2 * (3 + 4 + 5), initial: 3);
    }

    [Fact]
    public void BranchesReadWhatTheyAssigned() => Both((w, t) =>
    {
        Tensor y = Ops.Cond(
            Ops.Sum(t) > 0,
            () =>
            {
                w.Assign(w * 4);
                return w * t;
            },
            () => t);
        return Gradients.Of(Ops.Sum(y) + Ops.Sum(w * 2), [w])[0];
    }, 3);

    [Fact]
    public void GradientsGoToSeveralTensors()
    {
        Tensor x = Ops.Watch(Ones), y = Ops.Watch(Ones * 3);
        IReadOnlyList<Tensor> gradients = Gradients.Of(Ops.Sum((x * y) + x), [x, y]);
        Check.Values(gradients[0], [4], 4, 4, 4, 4);
        Check.Values(gradients[1], [4], 1, 1, 1, 1);
        Assert.Throws<ArgumentException>(() => Gradients.Of(Ops.Sum(x), [x, Ones]));
    }

    [Fact]
    public void SeveralUpdatesInOneStepAreThoseOutsideOfATrace()
    {
        foreach (string optimizer in new[] { "sgd", "adam", "rmsprop", "adamw" })
        {
            (float[] eager, float[] compiled) = (Adversaries(optimizer, compile: false), Adversaries(optimizer, compile: true));
            Assert.Equal(eager, compiled);
            Assert.All(eager, value => Assert.True(float.IsFinite(value)));
        }
    }

    // A generator and a critic with a gradient penalty, three critic updates for each of the generator's: all weights after two steps.
    private static float[] Adversaries(string optimizer, bool compile)
    {
        var generator = new Sequential { new Input(3), new Dense(5, activation: "tanh", kernelInitializer: Uniform(1)), new Dense(4, kernelInitializer: Uniform(2)) };
        var critic = new Sequential { new Input(4), new Dense(6, activation: "tanh", kernelInitializer: Uniform(3)), new Dense(1, kernelInitializer: Uniform(4)) };
        Optimizer forGenerator = Optimizer(), forCritic = Optimizer();
        for (int step = 0; step < 2; step++)
        {
            if (step == 0 && compile) Compiled = Function.Compile(Step);
            Tensor real = RandomOps.Uniform([8, 4], seed: 10 + step), noise = RandomOps.Uniform([8, 3], seed: 20 + step);
            _ = (compile ? Compiled!.Run(real, noise) : Step(real, noise)).ToArray<float>();
        }

        return [.. generator.TrainableVariables.Concat(critic.TrainableVariables).SelectMany(variable => variable.Value.ToArray<float>())];

        Tensor Step(Tensor real, Tensor noise)
        {
            Tensor loss = Ops.Zeros([]);
            for (int update = 0; update < 3; update++)
            {
                Tensor fake = generator.Call(noise), mixed = Ops.Watch((real * 0.3) + (fake * 0.7));
                Tensor slope = Gradients.Of(Ops.Sum(critic.Call(mixed)), mixed);
                Tensor penalty = Ops.Mean(Ops.Square(Ops.Sqrt(Ops.Sum(Ops.Square(slope), axis: -1) + 1e-6) - 1));
                loss = Ops.Mean(critic.Call(fake)) - Ops.Mean(critic.Call(real)) + (penalty * 10);
                forCritic.Apply(Gradients.Of(loss, critic.TrainableVariables), critic.TrainableVariables);
            }

            Tensor own = -Ops.Mean(critic.Call(generator.Call(noise)));
            forGenerator.Apply(Gradients.Of(own, generator.TrainableVariables), generator.TrainableVariables);
            return loss + own;
        }

        Optimizer Optimizer() => optimizer;

        static Initializers.RandomUniform Uniform(int seed) => new(-0.5, 0.5, seed: seed);
    }

    private static CompiledFunction? Compiled { get; set; }

    private static void Both(Func<Variable, Tensor, Tensor> body, float expected, float initial = 2)
    {
        var w = new Variable(Ops.Full([4], initial));
        Check.Values(body(w, Ones), [4], [.. Enumerable.Repeat((double)expected, 4)]);
        float[] after = w.Value.ToArray<float>();
        w.Assign(Ops.Full([4], initial));
        Check.Values(Function.Compile(t => body(w, t)).Run(Ones), [4], [.. Enumerable.Repeat((double)expected, 4)]);
        Assert.Equal(after, w.Value.ToArray<float>());
    }
}
