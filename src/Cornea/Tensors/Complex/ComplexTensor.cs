namespace Cornea;

/// <summary>Complex numbers: two tensors of one shape and dtype, the real and the imaginary parts.</summary>
/// <remarks>
/// What Keras returns as complex64, and what its Fourier transforms take as a pair. Arithmetic goes by the parts. A tensor converts to
/// complex numbers without an imaginary part; a pair <c>(real, imaginary)</c> converts as well.
/// </remarks>
public readonly record struct ComplexTensor
{
    /// <summary>Complex numbers of given parts.</summary>
    /// <param name="real">The real parts; integers become float32.</param>
    /// <param name="imaginary">The imaginary parts, in the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public ComplexTensor(Tensor real, Tensor imaginary)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(imaginary);
        if (real.Shape != imaginary.Shape) throw new ShapeException($"ComplexTensor: expected two parts of one shape, got {real.Shape} and {imaginary.Shape}.");
        (Real, Imaginary) = Ops.Meet(Ops.Floating(real), Ops.Floating(imaginary));
    }

    /// <summary>The real parts.</summary>
    public Tensor Real { get; }

    /// <summary>The imaginary parts.</summary>
    public Tensor Imaginary { get; }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape => Real.Shape;

    /// <summary>Real numbers.</summary>
    public static implicit operator ComplexTensor(Tensor real) => new(real, Ops.ZerosLike(real));

    /// <summary>The two parts.</summary>
    public static implicit operator ComplexTensor((Tensor Real, Tensor Imaginary) parts) => new(parts.Real, parts.Imaginary);

    /// <summary>The two parts, for <c>var (real, imaginary) = …</c>.</summary>
    public void Deconstruct(out Tensor real, out Tensor imaginary) => (real, imaginary) = (Real, Imaginary);
}
