namespace Cornea;

/// <summary>What a step, an epoch or an evaluation reports under a name: a number, and where it is the mean of several, those.</summary>
internal readonly record struct StepValue(string Name, double Value)
{
    /// <summary>Several numbers; the value is their mean.</summary>
    public StepValue(string name, double[] vector)
        : this(name, vector.Length == 0 ? double.NaN : vector.Average()) => Vector = vector;

    /// <summary>The numbers; null where there is one.</summary>
    public double[]? Vector { get; }
}
