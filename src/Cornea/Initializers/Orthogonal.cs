namespace Cornea.Initializers;

/// <summary>A random orthogonal matrix (or with orthonormal rows or columns, where it isn't square) times a gain (Saxe et al. 2014).</summary>
/// <param name="gain">The factor.</param>
/// <param name="seed">The seed; null draws one.</param>
/// <remarks>A weight of more than two axes is taken as a matrix [the product of the others, last].</remarks>
public sealed class Orthogonal(double gain = 1, int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        if (shape.Rank < 2) throw new ShapeException($"Orthogonal: expected a shape of at least two axes, got {shape}.");
        int rows = checked((int)shape.Product(0, shape.Rank - 1)), columns = shape[^1];
        int longSide = Math.Max(rows, columns), shortSide = Math.Min(rows, columns);
        double[][] vectors = Orthonormal(longSide, shortSide);
        var values = new float[rows * columns];
        for (int vector = 0; vector < shortSide; vector++)
            for (int index = 0; index < longSide; index++)
                values[rows >= columns ? (index * columns) + vector : (vector * columns) + index] = (float)(gain * vectors[vector][index]);
        return Tensor.From(values, shape).Cast(dtype ?? DType.Float32);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("gain", gain);

    // Gram–Schmidt on Gaussian vectors, each projected twice ("twice is enough": Giraud et al. 2005). It equals a QR decomposition whose R
    // has a positive diagonal, which is what makes the matrix uniform among the orthogonal ones.
    private double[][] Orthonormal(int length, int count)
    {
        double[] draws = Normal([count, length], null, 0, 1).ToArray<double>();
        var vectors = new double[count][];
        for (int vector = 0; vector < count; vector++)
        {
            double[] current = vectors[vector] = new double[length];
            for (int index = 0; index < length; index++) current[index] = draws[(vector * length) + index];
            for (int pass = 0; pass < 2; pass++)
                for (int earlier = 0; earlier < vector; earlier++) Subtract(current, vectors[earlier]);
            double norm = Math.Sqrt(Dot(current, current));
            for (int index = 0; index < length; index++) current[index] /= norm;
        }

        return vectors;
    }

    private static void Subtract(double[] vector, double[] unit)
    {
        double projection = Dot(vector, unit);
        for (int index = 0; index < vector.Length; index++) vector[index] -= projection * unit[index];
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int index = 0; index < a.Length; index++) sum += a[index] * b[index];
        return sum;
    }
}
