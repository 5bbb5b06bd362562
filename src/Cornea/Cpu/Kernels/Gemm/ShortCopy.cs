using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// Copies, adds and clears rows of a few floats to a few dozen, where a call to the runtime's copy costs more than the copy. A length's
/// remainder goes by 8, 4, 2 and 1, each at most once, so nothing outside is touched.
/// </summary>
internal static unsafe class ShortCopy
{
    /// <summary>to[i] = from[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* from, float* to, int count)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 16 <= count; i += 16)
                Vector512.Load(from + i).Store(to + i);
        }

        for (; i + 8 <= count; i += 8)
            Vector256.Load(from + i).Store(to + i);
        if ((count & 4) != 0)
        {
            Vector128.Load(from + i).Store(to + i);
            i += 4;
        }

        if ((count & 2) != 0)
        {
            Vector64.Load(from + i).Store(to + i);
            i += 2;
        }

        if ((count & 1) != 0)
            to[i] = from[i];
    }

    /// <summary>to[i] = from[i] + to[i].</summary>
    public static void Add(float* from, float* to, int count)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 16 <= count; i += 16)
                (Vector512.Load(from + i) + Vector512.Load(to + i)).Store(to + i);
        }

        for (; i + 4 <= count; i += 4)
            (Vector128.Load(from + i) + Vector128.Load(to + i)).Store(to + i);
        for (; i < count; i++)
            to[i] = from[i] + to[i];
    }

    /// <summary>to[i] = 0.</summary>
    public static void Clear(float* to, int count)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 16 <= count; i += 16)
                Vector512<float>.Zero.Store(to + i);
        }

        for (; i + 4 <= count; i += 4)
            Vector128<float>.Zero.Store(to + i);
        for (; i < count; i++)
            to[i] = 0;
    }
}
