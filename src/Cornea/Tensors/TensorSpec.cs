namespace Cornea;

/// <summary>What is known of a tensor before its values are: shape and element type.</summary>
/// <param name="Shape">The sizes of the axes; some may be unknown while a model is built.</param>
/// <param name="DType">The type of the elements.</param>
public readonly record struct TensorSpec(Shape Shape, DType DType)
{
    /// <summary>Bytes of the values, stored densely; the shape must be known.</summary>
    internal nint Bytes
    {
        get
        {
            AxisSize.CheckBytes(this, "Tensor");
            return (nint)(Shape.ElementCount * DType.Size);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{DType} {Shape}";
}
