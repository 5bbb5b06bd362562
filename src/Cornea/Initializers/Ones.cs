namespace Cornea.Initializers;

/// <summary>Ones everywhere.</summary>
public sealed class Ones : Initializer
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Ops.Full(shape, 1, dtype);
}
