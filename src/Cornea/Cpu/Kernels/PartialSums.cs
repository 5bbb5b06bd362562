using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>The last phase of a sum cut into pieces.</summary>
internal static unsafe class PartialSums
{
    /// <summary>total[i] = parts[0][i] + parts[1][i] + …, in that order; 0 where there are no parts.</summary>
    /// <param name="parts">The first part.</param>
    /// <param name="count">How many parts there are.</param>
    /// <param name="pitch">Elements from part to part.</param>
    /// <param name="total">Where the sums go.</param>
    /// <param name="length">Elements to sum.</param>
    public static void Add(float* parts, int count, nint pitch, float* total, nint length)
    {
        nint element = 0;
        if (Vector512.IsHardwareAccelerated)
            element = Vectors<Lanes512, Vector512<float>, Vector512<int>>(parts, count, pitch, total, length);
        else if (Vector256.IsHardwareAccelerated)
            element = Vectors<Lanes256, Vector256<float>, Vector256<int>>(parts, count, pitch, total, length);
        for (; element < length; element++)
        {
            float sum = 0f;
            for (int part = 0; part < count; part++)
                sum += parts[part * pitch + element];
            total[element] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Vectors<TLanes, TFloats, TInts>(float* parts, int count, nint pitch, float* total, nint length)
        where TLanes : struct, ILanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        nint element = 0;
        for (; element <= length - TLanes.Count; element += TLanes.Count)
        {
            TFloats sum = TLanes.Broadcast(0f);
            for (int part = 0; part < count; part++)
                sum = TLanes.Add(sum, TLanes.Load(parts + part * pitch + element, default, false));
            TLanes.Store(total + element, sum, default, false);
        }

        return element;
    }
}
