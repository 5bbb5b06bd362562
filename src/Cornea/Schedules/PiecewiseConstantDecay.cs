using System.Text.Json.Nodes;

namespace Cornea.Optimizers;

/// <summary>One rate up to each boundary, and another after the last.</summary>
/// <param name="boundaries">Steps in rising order; a value holds up to and with its boundary.</param>
/// <param name="values">The rates: one more than boundaries.</param>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, PiecewiseConstantDecay. Golden case: schedules/piecewise.</remarks>
/// <exception cref="ArgumentException">There isn't one value more than boundaries.</exception>
public sealed class PiecewiseConstantDecay(IReadOnlyList<double> boundaries, IReadOnlyList<double> values, string name = "PiecewiseConstant")
    : LearningRateSchedule
{
    private readonly double[] _boundaries = [.. boundaries];
    private readonly double[] _values = values.Count == boundaries.Count + 1
        ? [.. values]
        : throw new ArgumentException($"PiecewiseConstantDecay: expected one value more than boundaries, got {values.Count} and {boundaries.Count}.");

    /// <inheritdoc/>
    public override double At(long step)
    {
        int index = 0;
        while (index < _boundaries.Length && step > _boundaries[index]) index++;
        return _values[index];
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("boundaries", new JsonArray([.. _boundaries.Select(value => (JsonNode)value)]))
        .With("values", new JsonArray([.. _values.Select(value => (JsonNode)value)]))
        .With("name", name);
}
