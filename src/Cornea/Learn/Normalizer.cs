namespace Cornea.Learn;

/// <summary>Divides each row of a table by its length. It learns nothing, so it needs no Fit.</summary>
/// <param name="norm">How the length is measured; <see cref="Norm.L2"/> by default.</param>
/// <remarks>A row of zeros stays as it is. Source: scikit-learn 1.9, Normalizer. Golden case: classic/regression.</remarks>
public sealed class Normalizer(Norm? norm = null) : ITransformer
{
    private readonly Norm _norm = norm ?? Norm.L2;

    /// <summary>Scales a table. Computes.</summary>
    /// <param name="x">A table [rows, columns].</param>
    /// <returns>A table of the same shape; Float64 where <paramref name="x"/> is, else Float32.</returns>
    /// <exception cref="ArgumentException">It isn't a table, or holds NaN or infinity.</exception>
    public Tensor Transform(Tensor x)
    {
        Table table = Table.Read("Normalizer.Transform", nameof(x), x).Checked("Normalizer.Transform", nameof(x));
        for (int row = 0; row < table.RowCount; row++)
        {
            Span<double> values = table.Row(row);
            double length = _norm.Of(values);
            if (length == 0) continue;
            foreach (ref double value in values) value /= length;
        }

        return table.ToTensor(table.Values, x.Shape);
    }

    /// <summary>The same as <see cref="Transform"/>: there is nothing to learn.</summary>
    /// <inheritdoc cref="Transform"/>
    public Tensor FitTransform(Tensor x) => Transform(x);
}
