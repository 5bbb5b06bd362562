namespace Cornea.Initializers;

/// <summary>Zeros everywhere.</summary>
public sealed class Zeros : Initializer
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Ops.Full(shape, 0, dtype);
}
