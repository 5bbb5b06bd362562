namespace Cornea.Initializers;

/// <summary>A matrix with a number on its diagonal and zeros elsewhere.</summary>
/// <param name="gain">The number.</param>
public sealed class Identity(double gain = 1) : Initializer
{
    /// <inheritdoc/>
    /// <exception cref="ShapeException">The weight isn't a matrix.</exception>
    public override Tensor Call(Shape shape, DType? dtype = null) => shape.Rank == 2
        ? Ops.Eye(shape[0], shape[1], dtype: dtype) * gain
        : throw new ShapeException($"Identity: expected the shape of a matrix, got {shape}.");

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => gain == 1 ? new ObjectConfig() : new ObjectConfig().With("gain", gain); // Keras 3.15 leaves it out.
}
