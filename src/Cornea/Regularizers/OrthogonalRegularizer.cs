namespace Cornea.Regularizers;

/// <summary>A penalty on rows (or columns) of a matrix that aren't at right angles: factor · the mean |cosine| over all pairs.</summary>
/// <param name="factor">The factor, at least 0.</param>
/// <param name="mode"><c>"rows"</c> or <c>"columns"</c>.</param>
/// <remarks>Source: Keras 3, OrthogonalRegularizer. Golden case: regularizers/orthogonal.</remarks>
public sealed class OrthogonalRegularizer(double factor = 0.01, string mode = "rows") : Regularizer
{
    private readonly double _factor = Factor(factor, nameof(OrthogonalRegularizer), nameof(factor));
    private readonly string _mode = Choice.Of("OrthogonalRegularizer: mode", mode, ["rows", "columns"]);

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The weight isn't a matrix.</exception>
    public override Tensor Call(Tensor weight)
    {
        if (weight.Rank != 2) throw new ShapeException($"OrthogonalRegularizer: expected a matrix, got shape {weight.Shape}.");
        bool byRows = _mode == "rows";
        Tensor unit = Ops.Normalize(weight, axis: byRows ? 1 : 0);
        Tensor cosines = byRows ? Ops.MatMul(unit, unit.Transpose()) : Ops.MatMul(unit.Transpose(), unit);
        int size = weight.Shape[byRows ? 0 : 1];
        double pairs = size * (size - 1.0) / 2;
        return Ops.Sum(Ops.Abs(cosines * (1 - Ops.Eye(size)))) * (_factor * 0.5 / pairs);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig().With("factor", _factor).With("mode", _mode);
}
