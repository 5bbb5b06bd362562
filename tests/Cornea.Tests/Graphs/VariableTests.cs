using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Graphs;

public class VariableTests
{
    [Fact]
    public void ValuesPreparedBeforeAFailedRunAreNotUsedForNewOnes()
    {
        var weight = new Variable(Tensor.From([2f], [1]));
        CompiledFunction predict = Function.Compile(x => x * Ops.Exp(weight)); // The exponential is prepared once for each value.
        CompiledFunction fail = Function.Compile(index =>
        {
            weight.Assign(weight + 1);
            return Ops.Take(Tensor.From([1f, 2f], [2]), index);
        });
        Tensor one = Tensor.From([1f], [1]), outside = Tensor.From([7], [1]);
        var snapshots = new List<Tensor>();
        foreach (float value in new[] { 1f, 3f, 5f })
        {
            weight.Assign(Tensor.From([value], [1]));
            snapshots.Add(weight.Value); // Whoever holds the value makes the next run write elsewhere.
            Assert.Throws<ArgumentException>(() => fail.Run(outside));
            Assert.Equal(Math.Exp(value), predict.Run(one).ToArray<float>()[0], 1e-3);
        }

        Assert.Equal([1f, 3f, 5f], snapshots.Select(snapshot => snapshot.ToArray<float>()[0]));
    }

    [Fact]
    public void NoTwoValuesHaveOneVersion()
    {
        Storage first = Storage.Of([1f]), copy = first.Clone();
        long[] versions = [first.Version, copy.Version, Storage.Allocate(4).Version, Storage.Zeroed(4).Version, copy.Clone().Version];
        copy.Touch();
        Assert.Equal(versions.Length + 1, versions.Append(copy.Version).Distinct().Count());
    }

    [Fact]
    public void ATensorKeepsTheValueOfItsMoment()
    {
        var variable = new Variable(Tensor.From([1f, 2], [2]));
        Tensor before = variable.Value, sum = variable.Value + 10;
        variable.Assign(Tensor.From([5f, 6], [2]));
        Tensor after = variable.Value;
        variable.Assign(variable.Value * 2);
        Check.Values(before, [2], 1, 2);
        Check.Values(sum, [2], 11, 12);
        Check.Values(after, [2], 5, 6);
        Check.Values(variable, [2], 10, 12);
    }

    [Fact]
    public void IsACopyOfItsInitialValue()
    {
        Tensor initial = Tensor.From([1f], [1]);
        var variable = new Variable(initial);
        variable.Assign(Tensor.From([2f], [1]));
        Check.Values(initial, [1], 1);
    }

    [Fact]
    public void TakesANumberForAllElements()
    {
        var variable = new Variable(Ops.Zeros([2, 2]));
        variable.Assign(3);
        Check.Values(variable, [2, 2], 3, 3, 3, 3);
        variable.Assign(variable.Value);
        Check.Values(variable, [2, 2], 3, 3, 3, 3);
    }

    [Fact]
    public void RefusesAnotherShapeOrDType()
    {
        var variable = new Variable(Ops.Zeros([2]), name: "kernel");
        Check.Error<ShapeException>(() => Assigned(Ops.Zeros([3])), "'kernel'", "(2,)", "(3,)");
        Check.Error<ArgumentException>(() => Assigned(Ops.Zeros([2], "float64")), "'kernel'", "float32", "float64", "Cast");

        object? Assigned(Tensor value)
        {
            variable.Assign(value);
            return null;
        }
    }

    [Fact]
    public void ReadAfterAssignInATraceGivesTheNewValue()
    {
        var variable = new Variable(Tensor.From([1f], [1]));
        CompiledFunction step = Function.Compile(x =>
        {
            Tensor first = variable;
            variable.Assign(first + x);
            Tensor second = variable;
            variable.Assign(second * 10);
            return Ops.Concatenate([first, second, variable]);
        });
        Check.Values(step.Run(Tensor.From([2f], [1])), [3], 1, 3, 30);
        Check.Values(variable, [1], 30);
        Check.Values(step.Run(Tensor.From([1f], [1])), [3], 30, 31, 310);
        Check.Values(variable, [1], 310);
    }

    [Fact]
    public void ASnapshotOutlivesARunThatAssigns()
    {
        var variable = new Variable(Tensor.From([1f], [1]));
        Tensor before = variable.Value;
        CompiledFunction step = Function.Compile(x =>
        {
            variable.Assign(variable + x);
            return x;
        });
        step.Run(Tensor.From([1f], [1]));
        Tensor between = variable.Value;
        step.Run(Tensor.From([1f], [1]));
        step.Run(Tensor.From([1f], [1]));
        Check.Values(before, [1], 1);
        Check.Values(between, [1], 2);
        Check.Values(variable, [1], 4);
    }

    [Fact]
    public void VariablesExchangedInOneRunAreExchanged()
    {
        Variable a = new(Tensor.From([1f], [1])), b = new(Tensor.From([2f], [1]));
        CompiledFunction exchange = Function.Compile(x =>
        {
            Tensor old = a;
            a.Assign(b);
            b.Assign(old);
            return x;
        });
        exchange.Run(Ops.Zeros([1]));
        Check.Values(a, [1], 2);
        Check.Values(b, [1], 1);
    }

    [Fact]
    public void NothingIsAssignedWhenACheckFails()
    {
        Variable count = new(Tensor.From([0f], [1])), total = new(Tensor.From([0f], [1]));
        CompiledFunction step = Function.Compile(indices =>
        {
            count.Assign(count.Value + 1);
            total.Assign(total + Ops.Sum(Ops.Take(Tensor.From([1f, 2, 3], [3]), indices)));
            return total;
        });
        step.Run(Tensor.From([0, 2], [2]));
        Check.Error<ArgumentException>(() => step.Run(Tensor.From([0, 3], [2])), "Gather", "got 3", "position 1");
        Check.Values(count, [1], 1);
        Check.Values(total, [1], 4);
        step.Run(Tensor.From([1, 1], [2])); // The failed run has left no lock behind.
        Check.Values(count, [1], 2);
        Check.Values(total, [1], 8);
    }

    [Fact]
    public void AVariableThatIsOnlyWrittenNeedsNoReading()
    {
        var variable = new Variable(Ops.Zeros([2]));
        CompiledFunction store = Function.Compile(x =>
        {
            variable.Assign(x);
            return x;
        });
        store.Run(Tensor.From([3f, 4], [2]));
        Check.Values(variable, [2], 3, 4);
    }

    [Fact]
    public void AnAssignmentOfTheOwnValueChangesNothing()
    {
        var variable = new Variable(Tensor.From([3f], [1]));
        CompiledFunction same = Function.Compile(x =>
        {
            variable.Assign(variable);
            return x;
        });
        same.Run(Ops.Zeros([1]));
        Check.Values(variable, [1], 3);
    }

    [Fact]
    public void GradientsGoToEveryReadingOfAVariable()
    {
        Variable a = new(Tensor.From([3.0], [1])), b = new(Tensor.From([5.0], [1])), unused = new(Ops.Zeros([2], "float64"));
        Tensor loss = Ops.Sum(a.Value * b * a.Value);
        IReadOnlyList<Tensor> gradients = Gradients.Of(loss, [a, b, unused]);
        Check.Values(gradients[0], [1], 30);
        Check.Values(gradients[1], [1], 9);
        Check.Values(gradients[2], [2], 0, 0);
        Assert.Equal(DType.Float64, gradients[2].DType);
    }

    [Fact]
    public void GradientsCanBeAskedOfAComputedLoss()
    {
        var variable = new Variable(Tensor.From([3.0], [1]));
        Tensor loss = Ops.Sum(Ops.Square(variable));
        Assert.Equal(9, loss.ToScalar<double>());
        variable.Assign(100);
        Check.Values(Gradients.Of(loss, [variable])[0], [1], 6); // Of the moment when the loss was made.
    }

    [Fact]
    public void AFrozenVariableRecordsNoGradient()
    {
        var variable = new Variable(Tensor.From([3.0], [1]), trainable: false);
        Assert.False((variable.Value * 2).RequiresGradient);
        Check.Values(Gradients.Of(Ops.Sum(variable.Value * 2), [variable])[0], [1], 0);
    }

    [Fact]
    public void TrainingAStepAtATimeConverges()
    {
        var draw = new Draw(40);
        Tensor x = draw.Tensor([20, 3]), truth = Tensor.From([1.0, -2, 0.5], [3, 1]);
        Tensor target = Ops.MatMul(x, truth);
        var weights = new Variable(Ops.Zeros([3, 1], "float64"));
        CompiledFunction step = Function.Compile((inputs, targets) =>
        {
            Tensor loss = Ops.Mean(Ops.Square(Ops.MatMul(inputs, weights) - targets));
            weights.Assign(weights - (Gradients.Of(loss, [weights])[0] * 0.3));
            return loss;
        });
        double last = 0;
        for (int epoch = 0; epoch < 100; epoch++) last = step.Run(x, target).ToScalar<double>();
        Assert.InRange(last, 0, 1e-10);
        Check.Values(weights, [3, 1], 1, -2, 0.5);
    }

    [Fact]
    public void WhatIsAddedBroadcastsAndMayNotChangeTheShape()
    {
        var variable = new Variable(Tensor.From([1f, 2], [2]));
        variable.AssignAdd(0.5);
        variable.AssignSub(Tensor.From([1f], [1]));
        Check.Values(variable, [2], 0.5, 1.5);
        Assert.Throws<ShapeException>(() => variable.AssignAdd(Ops.Ones([3, 2])));
    }
}
