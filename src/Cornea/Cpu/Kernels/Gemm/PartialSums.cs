using System.Numerics;

namespace Cornea.Cpu.Kernels;

/// <summary>The reduction of partial sums that lie one after the other: always in order, from the first to the last.</summary>
internal static unsafe class PartialSums
{
    /// <summary>The distance between partial results of a number of elements, in floats: rounded up to 64 bytes.</summary>
    public static nint Stride(long elements) => (nint)((elements + 15) / 16 * 16);

    /// <summary>target[i] = ((partial[i] + partial[stride + i]) + partial[2 · stride + i]) + …</summary>
    public static void Add(float* partial, nint stride, int parts, float* target, int count)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
        {
            float* from = partial + i;
            Vector<float> sum = Vector.Load(from);
            for (int part = 1; part < parts; part++)
                sum += Vector.Load(from + part * stride);
            sum.Store(target + i);
        }

        for (; i < count; i++)
        {
            float sum = partial[i];
            for (int part = 1; part < parts; part++)
                sum += partial[part * stride + i];
            target[i] = sum;
        }
    }
}
