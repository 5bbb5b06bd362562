namespace Cornea.Vision;

/// <summary>A network whose weights follow another's slowly: steadier than what the last few steps left, and better.</summary>
/// <remarks>The part that stays at step t is momentum · (1 − e^(−t / rampSteps)): at first it follows closely. Batch norms' statistics follow too.</remarks>
internal sealed class MovingAverage
{
    private readonly (Variable Average, Variable Weight)[] _pairs;
    private readonly double _momentum;
    private readonly double _rampSteps;

    public MovingAverage(Model network, double momentum, double rampSteps)
    {
        (_momentum, _rampSteps) = (momentum, rampSteps);
        Network = network.Clone();
        _pairs = [.. Network.Weights.Zip(network.Weights)];
        foreach (var (average, weight) in _pairs) average.Assign(weight.Value);
    }

    /// <summary>The network that follows.</summary>
    public Model Network { get; }

    /// <summary>Emits a step, after the weights' update.</summary>
    /// <param name="step">Its number, from 1: a float32 scalar.</param>
    public void Follow(Tensor step)
    {
        Tensor share = 1 - ((1 - Ops.Exp(step * (-1 / _rampSteps))) * _momentum);
        foreach (var (average, weight) in _pairs)
            average.Assign(average.Value + ((weight.Value.Cast(DType.Float32) - average.Value) * share));
    }

    /// <summary>Gives the weights the averages' values.</summary>
    public void Publish()
    {
        foreach (var (average, weight) in _pairs) weight.Assign(average.Value);
    }
}
