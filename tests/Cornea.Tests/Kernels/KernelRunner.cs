using System.Runtime.InteropServices;

namespace Cornea.Tests.Kernels;

/// <summary>Runs the pieces of a phase, in any order, and provides aligned buffers.</summary>
internal static unsafe class KernelRunner
{
    /// <summary>Buffers start with NaN, so that whatever is read before it is written shows.</summary>
    public static float* Allocate(nint bytes)
    {
        nint rounded = (Math.Max(bytes, 1) + 63) / 64 * 64;
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)rounded, 64);
        new Span<float>(memory, (int)(rounded / sizeof(float))).Fill(float.NaN);
        return memory;
    }

    public static void Free(float* memory) => NativeMemory.AlignedFree(memory);

    /// <summary>The order of pieces must not matter: backwards finds what forwards would hide.</summary>
    public static IEnumerable<int> Backwards(int pieces) => Enumerable.Range(0, pieces).Reverse();

    public static float[] Random(Random random, long count)
    {
        var values = new float[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextSingle() * 2 - 1;
        return values;
    }
}
