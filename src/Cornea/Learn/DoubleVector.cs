using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cornea.Learn;

/// <summary>Sums over vectors of doubles, in four lanes whatever the machine's width is, so that the bits are the same everywhere.</summary>
internal static class DoubleVector
{
    /// <summary>The sum of the products.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector256<double>> wideA = MemoryMarshal.Cast<double, Vector256<double>>(a), wideB = MemoryMarshal.Cast<double, Vector256<double>>(b[..a.Length]);
        Vector256<double> sums = Vector256<double>.Zero;
        for (int i = 0; i < wideA.Length; i++) sums += wideA[i] * wideB[i];
        double sum = Vector256.Sum(sums);
        for (int i = wideA.Length * Vector256<double>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Adds a multiple of a vector to another.</summary>
    public static void Add(Span<double> to, double factor, ReadOnlySpan<double> x)
    {
        Span<Vector256<double>> wideTo = MemoryMarshal.Cast<double, Vector256<double>>(to);
        ReadOnlySpan<Vector256<double>> wideX = MemoryMarshal.Cast<double, Vector256<double>>(x[..to.Length]);
        Vector256<double> factors = Vector256.Create(factor);
        for (int i = 0; i < wideTo.Length; i++) wideTo[i] += factors * wideX[i];
        for (int i = wideTo.Length * Vector256<double>.Count; i < to.Length; i++) to[i] += factor * x[i];
    }
}
