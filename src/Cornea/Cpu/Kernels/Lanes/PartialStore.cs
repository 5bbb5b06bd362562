using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>Stores of fewer floats than a vector has, in parts of 8, 4, 2 and 1.</summary>
/// <remarks>
/// Not masked stores: a load that overlaps the masked part of one waits until it has left the store buffer, which makes short rows in
/// place slow (cross-entropy over 10 classes on Zen 5: 33 ns a row, not 19), and AVX2's are microcoded on AMD.
/// </remarks>
internal static unsafe class PartialStore
{
    /// <summary>The first <paramref name="count"/> of 8, count below 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(Vector256<float> value, float* destination, nint count)
    {
        Vector128<float> quarter = value.GetLower();
        if ((count & 4) != 0)
        {
            quarter.Store(destination);
            destination += 4;
            quarter = value.GetUpper();
        }
        Run(quarter, destination, count & 3);
    }

    /// <summary>The first <paramref name="count"/> of 4, count below 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(Vector128<float> value, float* destination, nint count)
    {
        if ((count & 2) != 0)
        {
            *(double*)destination = value.AsDouble().ToScalar();
            destination += 2;
            value = Vector128.Shuffle(value, Vector128.Create(2, 3, 2, 3));
        }
        if ((count & 1) != 0)
        {
            *destination = value.ToScalar();
        }
    }
}
