using System.Runtime.Intrinsics.X86;

namespace Cornea.Cpu.Kernels;

/// <summary>Asks for memory before it is read, where the order of reading isn't one that processors guess by themselves.</summary>
internal static unsafe class Cache
{
    private const int Line = 64 / sizeof(float);

    /// <summary>Fetches floats into the second cache, without waiting for them; what isn't there (the end of an array) does no harm. Does nothing where .NET has no such instruction.</summary>
    public static void Prefetch(float* from, nint count)
    {
        if (!Sse.IsSupported) return;
        for (nint index = 0; index < count; index += Line) Sse.Prefetch1(from + index);
    }
}
