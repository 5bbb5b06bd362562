using Cornea.Constraints;
using Cornea.Optimizers;
using Xunit;

namespace Cornea.Tests.Pieces;

public class OptimizerTests
{
    private static readonly Tensor One = Tensor.From([1f], 1);

    [Fact]
    public void A_traced_step_reads_the_learning_rate_anew_at_each_run()
    {
        Variable weight = Weight(1);
        var optimizer = new SGD(0.5);
        CompiledFunction step = Step(optimizer, weight);
        step.Run(One);
        Assert.Equal(0.5f, Value(weight));
        optimizer.LearningRate = 0.25;
        step.Run(One);
        Assert.Equal(0.25f, Value(weight));
        optimizer.LearningRate *= 0.5;
        step.Run(One);
        Assert.Equal(0.125f, Value(weight));
        Assert.Equal(3, optimizer.Iterations.Value.ToScalar<int>());
    }

    [Fact]
    public void A_schedule_is_asked_with_the_step_at_each_run()
    {
        Variable weight = Weight(0);
        var optimizer = new SGD(new PiecewiseConstantDecay([0, 1], [1, 10, 100]));
        CompiledFunction step = Step(optimizer, weight);
        for (int run = 0; run < 3; run++) step.Run(One);
        Assert.Equal(-111f, Value(weight));
        Assert.Equal(100, optimizer.LearningRate.Value);
        Assert.Throws<InvalidOperationException>(() => optimizer.LearningRate = 0.1);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("adamw")]
    [InlineData("rmsprop")]
    [InlineData("adadelta")]
    [InlineData("adagrad")]
    [InlineData("adamax")]
    [InlineData("nadam")]
    [InlineData("ftrl")]
    [InlineData("lion")]
    [InlineData("lamb")]
    [InlineData("adafactor")]
    [InlineData("muon")]
    [InlineData("schedulefreeadamw")]
    public void A_traced_step_does_what_a_step_outside_does_and_the_config_makes_the_same_optimizer(string name)
    {
        Optimizer outside = name;
        Optimizer traced = Optimizer.Deserialize(outside.Serialize().ToJson())!;
        Variable a = Weight(1), b = Weight(1);
        CompiledFunction step = Step(traced, b);
        for (int index = 0; index < 3; index++)
        {
            Tensor gradient = Tensor.From([index - 0.5f], 1);
            outside.Apply([gradient], [a]);
            step.Run(gradient);
        }

        Assert.Equal(Value(a), Value(b));
        Assert.NotEqual(1f, Value(a));
        Assert.Equal(outside.Variables.Select(variable => variable.Path), traced.Variables.Select(variable => variable.Path));
    }

    [Fact]
    public void Constraints_hold_after_the_update()
    {
        Variable weight = Weight(1);
        weight.Constraint = new NonNeg();
        new SGD(5).Apply([One], [weight]);
        Assert.Equal(0f, Value(weight));
    }

    [Fact]
    public void Weights_are_left_out_of_weight_decay_by_name()
    {
        Variable kernel = new(One, name: "kernel"), bias = new(One, name: "bias");
        var optimizer = new SGD(new OptimizerOptions(WeightDecay: 0.1), 1);
        optimizer.ExcludeFromWeightDecay(names: ["bias", "gamma"]);
        Tensor zero = Ops.Zeros(1);
        optimizer.Apply([zero, zero], [kernel, bias]);
        Assert.Equal((0.9f, 1f), (Value(kernel), Value(bias)));
        Assert.Throws<InvalidOperationException>(() => optimizer.ExcludeFromWeightDecay(names: ["x"]));
    }

    [Fact]
    public void The_moving_average_becomes_the_weights_at_the_end()
    {
        Variable weight = Weight(4);
        var optimizer = new SGD(1, useEma: true, emaMomentum: 0.5);
        optimizer.Apply([One], [weight]);
        optimizer.Apply([One], [weight]);
        Assert.Equal(2f, Value(weight));
        optimizer.FinalizeVariableValues();
        Assert.Equal(2.5f, Value(weight));
    }

    [Fact]
    public void Overflowing_gradients_leave_everything_and_halve_the_loss_scale()
    {
        Variable weight = Weight(1);
        var optimizer = new LossScaleOptimizer(new SGD(1), initialScale: 4, dynamicGrowthSteps: 2);
        optimizer.Apply([One * float.PositiveInfinity], [weight]);
        Assert.Equal((1f, 0), (Value(weight), optimizer.Iterations.Value.ToScalar<int>()));
        Assert.Equal(2f, optimizer.ScaleLoss(One).ToArray<float>()[0]);
        optimizer.Apply([One], [weight]);
        optimizer.Apply([One], [weight]);
        Assert.Equal((0f, 2), (Value(weight), optimizer.Iterations.Value.ToScalar<int>()));
        Assert.Equal(4f, optimizer.ScaleLoss(One).ToArray<float>()[0]);
        Assert.Equal(
            optimizer.Serialize().ToJson().ToJsonString(), Optimizer.Deserialize(optimizer.Serialize().ToJson())!.Serialize().ToJson().ToJsonString());
    }

    [Fact]
    public void A_loss_scale_that_grows_changes_no_step()
    {
        Variable plain = Weight(1), scaled = Weight(1);
        var sgd = new SGD(0.25);
        var optimizer = new LossScaleOptimizer(new SGD(0.25), initialScale: 4, dynamicGrowthSteps: 1);
        CompiledFunction step = Function.Compile(factor =>
        {
            Tensor loss = Ops.Sum(Ops.Square(scaled.Value) * factor);
            optimizer.Apply(Gradients.Of(optimizer.ScaleLoss(loss), [scaled]), [scaled]);
            return loss;
        });
        for (int index = 0; index < 3; index++)
        {
            sgd.Apply(Gradients.Of(Ops.Sum(Ops.Square(plain.Value)), [plain]), [plain]);
            step.Run(One);
        }

        Assert.Equal(Value(plain), Value(scaled));
    }

    [Fact]
    public void Mistakes_are_refused_at_the_call_and_change_nothing()
    {
        Variable weight = Weight(1), other = Weight(1);
        var optimizer = new SGD(1);
        Assert.Throws<ArgumentException>(() => optimizer.Apply([One, One], [weight]));
        Assert.Throws<ShapeException>(() => optimizer.Apply([Ops.Zeros(2)], [weight]));
        optimizer.Apply([One], [weight]);
        Assert.Contains("Make a new optimizer", Assert.Throws<ArgumentException>(() => optimizer.Apply([One], [other])).Message, StringComparison.Ordinal);
        Assert.Equal((0f, 1f), (Value(weight), Value(other)));
        Assert.Throws<ArgumentException>(() => new Adam(clipNorm: 1, clipValue: 1));
        Assert.Throws<ArgumentException>(() => new Adam(gradientAccumulationSteps: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(momentum: 2));
        Assert.Contains("rm_sprop", Assert.Throws<ArgumentException>(() => (Optimizer)"adamm").Message, StringComparison.Ordinal);
    }

    private static Variable Weight(float value) => new(Tensor.From([value], 1), name: "weight");

    private static float Value(Variable variable) => variable.Value.ToArray<float>()[0];

    private static CompiledFunction Step(Optimizer optimizer, Variable weight) => Function.Compile((Tensor gradient) =>
    {
        optimizer.Apply([gradient], [weight]);
        return gradient;
    });
}
