namespace Cornea;

// Complex numbers, as pairs of tensors.
public static partial class Ops
{
    /// <summary>The real parts.</summary>
    public static Tensor Real(ComplexTensor x) => x.Real;

    /// <summary>The imaginary parts.</summary>
    public static Tensor Imag(ComplexTensor x) => x.Imaginary;

    /// <summary>The numbers with the sign of their imaginary parts turned.</summary>
    public static ComplexTensor Conj(ComplexTensor x) => new(x.Real, -x.Imaginary);

    /// <summary>The angle of each number in the plane, from −π to π; of a real one 0 or π.</summary>
    public static Tensor Angle(ComplexTensor x) => Arctan2(x.Imaginary, x.Real);

    /// <summary>True where there is no imaginary part.</summary>
    public static Tensor IsReal(ComplexTensor x) => Equal(x.Imaginary, 0);

    /// <summary>The numbers of a length and an angle.</summary>
    public static ComplexTensor Polar(Tensor abs, Tensor angle)
    {
        (abs, angle) = Meet(Floating(abs), Floating(angle));
        return new ComplexTensor(abs * Cos(angle), abs * Sin(angle));
    }

    /// <summary>Pairs along the last axis as complex numbers: […, 2] → […].</summary>
    /// <exception cref="ShapeException">The last axis isn't of size 2.</exception>
    public static ComplexTensor ViewAsComplex(Tensor x) => x.Rank > 0 && x.Shape[^1] == 2
        ? new ComplexTensor(Slice(x, -1, 0, 1).Squeeze(-1), Slice(x, -1, 1, 1).Squeeze(-1))
        : throw new ShapeException($"ViewAsComplex: expected a last axis of size 2, got {x.Shape}.");

    /// <summary>Complex numbers as pairs along a new last axis: […] → […, 2].</summary>
    public static Tensor ViewAsReal(ComplexTensor x) => Stack([x.Real, x.Imaginary], -1);
}
