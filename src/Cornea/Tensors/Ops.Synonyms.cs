namespace Cornea;

// Second names that NumPy, and so Keras, has for the same thing; and what is no work here.
public static partial class Ops
{
    /// <inheritdoc cref="Abs"/>
    public static Tensor Absolute(Tensor x) => Abs(x);

    /// <summary>|x| in floating point.</summary>
    public static Tensor Fabs(Tensor x) => Abs(Floating(x));

    /// <summary>The largest value over axes; NaN wins.</summary>
    public static Tensor Amax(Tensor x, Axes? axis = null, bool keepDims = false) => Max(x, axis, keepDims);

    /// <summary>The smallest value over axes; NaN wins.</summary>
    public static Tensor Amin(Tensor x, Axes? axis = null, bool keepDims = false) => Min(x, axis, keepDims);

    /// <inheritdoc cref="Divide"/>
    public static Tensor TrueDivide(Tensor x1, Tensor x2) => Divide(x1, x2);

    /// <inheritdoc cref="BitwiseNot"/>
    public static Tensor BitwiseInvert(Tensor x) => BitwiseNot(x);

    /// <inheritdoc cref="LeftShift"/>
    public static Tensor BitwiseLeftShift(Tensor x, Tensor y) => LeftShift(x, y);

    /// <inheritdoc cref="RightShift"/>
    public static Tensor BitwiseRightShift(Tensor x, Tensor y) => RightShift(x, y);

    /// <inheritdoc cref="Conj"/>
    public static ComplexTensor Conjugate(ComplexTensor x) => Conj(x);

    /// <inheritdoc cref="HardSilu"/>
    public static Tensor HardSwish(Tensor x) => HardSilu(x);

    /// <inheritdoc cref="Silu"/>
    public static Tensor Swish(Tensor x) => Silu(x);

    /// <summary>x itself: values never change, so there is nothing to copy.</summary>
    public static Tensor Copy(Tensor x) => x;

    /// <summary>x, in another dtype if one is given. Numbers and arrays become tensors by <see cref="Tensor.From{T}(ReadOnlySpan{T}, Shape)"/>.</summary>
    public static Tensor ConvertToTensor(Tensor x, DType? dtype = null) => dtype is null ? x : Cast(x, dtype);

    /// <summary>A tensor of zeros: memory is never left as it was.</summary>
    public static Tensor Empty(Shape shape, DType? dtype = null) => Zeros(shape, dtype);

    /// <summary>Zeros in the shape, and unless said otherwise the dtype, of x.</summary>
    public static Tensor EmptyLike(Tensor x, DType? dtype = null) => ZerosLike(x, dtype);
}
