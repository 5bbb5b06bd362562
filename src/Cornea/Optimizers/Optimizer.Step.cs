using Cornea.Constraints;
using Cornea.Graphs;

namespace Cornea.Optimizers;

// What one step emits.
public abstract partial class Optimizer
{
    /// <summary>Emits one step, its arguments being checked.</summary>
    private protected virtual void Emit(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables)
    {
        Tensor[] scaled = [.. gradients.Select((gradient, index) => Unscaled(gradient.Cast(variables[index].DType)))];
        Tensor iterations = _iterations.Value;
        if (Options.GradientAccumulationSteps is { } steps) Accumulate(scaled, variables, iterations, steps);
        else Update(scaled, variables, iterations);
        if (_averages is not null) Average(_averages, UpdatesBefore(iterations));
        foreach (Variable variable in variables)
            if (variable.Constraint is Constraint constraint) variable.Assign(constraint.Call(variable.Value));
        CountStep();
    }

    /// <summary>Emits what all weights share, once a step, and gives the rule that updates one of them.</summary>
    /// <param name="learningRate">The rate: a float32 scalar.</param>
    /// <param name="step">The number of this step, counted from 1: a float32 scalar.</param>
    protected abstract UpdateRule BeginStep(Tensor learningRate, Tensor step);

    private void Update(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables, Tensor iterations)
    {
        Tensor rate = RateOf(iterations);
        IReadOnlyList<Tensor> clipped = Clipped(gradients);
        var factors = new Dictionary<double, Tensor>();
        foreach (Variable variable in variables)
        {
            if (WeightDecayOf(variable) is not { } decay || _undecayed?.Covers(variable) == true) continue;
            if (!factors.TryGetValue(decay, out Tensor? factor)) factors[decay] = factor = rate * decay;
            variable.Assign(variable.Value - (variable.Value * factor));
        }

        UpdateRule rule = BeginStep(rate, UpdatesBefore(iterations) + 1);
        for (int index = 0; index < variables.Count; index++) rule(variables[index], clipped[index]);
    }

    // Each step computes the update; only the last of a group keeps it.
    private void Accumulate(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables, Tensor iterations, int steps)
    {
        Tensor isUpdate = Ops.Equal(Ops.Mod(iterations + 1, steps), 0);
        Tensor[] sums = [.. variables.Select((variable, index) => gradients[index] + _accumulators![variable].Value)];
        Variable[] touched = [.. variables, .. _slots.Now.Except(variables.Select(variable => _accumulators![variable]))];
        AssignWhere(isUpdate, touched, () => Update([.. sums.Select(sum => sum / steps)], variables, iterations));
        for (int index = 0; index < variables.Count; index++)
            _accumulators![variables[index]].Assign(Ops.Where(isUpdate, 0, sums[index]));
    }

    private void Average(Slots averages, Tensor updates)
    {
        Tensor momentum = Ops.Where(Ops.Equal(updates, 0), 0, Options.EmaMomentum);
        Tensor rest = 1 - momentum;
        Tensor? overwrites = Options.EmaOverwriteFrequency is { } frequency ? Ops.Equal(Ops.Mod(updates + 1, frequency), 0) : null;
        foreach (Variable weight in Weights)
        {
            Tensor average = (averages[weight].Value * momentum) + (weight.Value * rest);
            averages[weight].Assign(average);
            if (overwrites is not null) weight.Assign(Ops.Where(overwrites, average, weight.Value));
        }
    }

    private IReadOnlyList<Tensor> Clipped(IReadOnlyList<Tensor> gradients)
    {
        if (Options.ClipNorm is > 0 and { } norm)
            return [.. gradients.Select(gradient => gradient * norm / Ops.Maximum(Ops.Sqrt(Ops.Sum(Ops.Square(gradient))), norm))];
        if (Options.ClipValue is > 0 and { } value) return [.. gradients.Select(gradient => Ops.Clip(gradient, -value, value))];
        if (Options.GlobalClipNorm is not (> 0 and { } globalNorm)) return gradients;
        Tensor total = Ops.Sqrt(gradients.Select(gradient => Ops.Sum(Ops.Square(gradient))).Aggregate((sum, square) => sum + square));

        // An infinite norm makes every gradient NaN, so that it is noticed.
        Tensor scale = (Ops.Minimum(Ops.Reciprocal(total), 1 / globalNorm) * globalNorm) + (total - total);
        return [.. gradients.Select(gradient => gradient * scale)];
    }

    /// <summary>A gradient of the loss itself.</summary>
    private protected Tensor Unscaled(Tensor gradient) => Options.LossScaleFactor is { } factor ? gradient / factor : gradient;

    private protected void CountStep() => _iterations.Assign(_iterations.Value + 1);

    /// <summary>How many updates there were before this step: fewer than steps where gradients are accumulated.</summary>
    private Tensor UpdatesBefore(Tensor iterations) => Options.GradientAccumulationSteps is { } steps
        ? Ops.Floor(iterations.Cast(DType.Float32) / steps)
        : iterations.Cast(DType.Float32);

    /// <summary>Assigns decaying state, which would otherwise end in slow subnormal numbers, and gives its new value.</summary>
    protected static Tensor Decay(Variable slot, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(slot);
        Tensor flushed = Ops.FlushSubnormal(value);
        slot.Assign(flushed);
        return flushed;
    }

    /// <summary>Emits assignments that hold only where a condition, one truth value, does; elsewhere the variables stay as they are.</summary>
    private protected static void AssignWhere(Tensor condition, IReadOnlyList<Variable> touched, Action body)
    {
        Tensor[] before = [.. touched.Select(variable => variable.Value)];
        body();
        for (int index = 0; index < before.Length; index++)
        {
            Tensor after = touched[index].Value;
            if (!ReferenceEquals(after, before[index])) touched[index].Assign(Ops.Where(condition, after, before[index]));
        }
    }

    /// <summary>The weight decay of one weight: what <see cref="OptimizerOptions.WeightDecay"/> says, or null.</summary>
    private protected virtual double? WeightDecayOf(Variable weight) => Options.WeightDecay;

    // Part of the graph, so that each of several steps in one traced function has the rate of its own number.
    private Tensor RateOf(Tensor iterations)
    {
        Tensor rate = _rate.Value;
        return Trace.Current is { IsEager: true }
            ? Tensor.From([RateAt(iterations.ToScalar<long>(), rate.ToScalar<float>())], Shape.Scalar)
            : Node.Emit(new Graphs.Operations.HostNumber("learning_rate", RateAt), iterations, rate)[0];
    }

    private float RateAt(long step, float rate) => _schedule is { } schedule ? (float)schedule.At(step) : rate;
}
