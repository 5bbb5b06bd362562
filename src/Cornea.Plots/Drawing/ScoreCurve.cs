namespace Cornea.Plots.Drawing;

/// <summary>A curve of one class over all thresholds.</summary>
/// <param name="X">Along the axis to the right, from 0 to 1.</param>
/// <param name="Y">Upwards, from 0 to 1.</param>
/// <param name="Area">What sums it up.</param>
internal sealed record ScoreCurve(IReadOnlyList<double> X, IReadOnlyList<double> Y, double Area)
{
    /// <summary>The class; empty where there is one curve only.</summary>
    public string Name { get; init; } = "";
}
