using System.Runtime.InteropServices;

namespace Cornea.Benchmarks;

/// <summary>One kernel on one problem, with its own memory.</summary>
internal abstract unsafe class KernelCase
{
    private const nint SmallBytes = 64 << 10, LargePagesFrom = 4 << 20;
    private static readonly Random Random = new(1);

    public abstract string Name { get; }

    /// <summary>Multiplications and additions of one run.</summary>
    public abstract double Flops { get; }

    /// <summary>Runs all phases once.</summary>
    public abstract void Run(TwoThreads runner, int threads);

    // In large pages, as the engine's memory: of small ones it is chance how many fall on the same lines of the second cache.
    protected static float* Allocate(long floats)
    {
        nint bytes = Math.Max(64, (nint)(floats * sizeof(float)));
        if (bytes > SmallBytes) bytes = Math.Max(bytes, LargePagesFrom);
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)bytes, LargePages.AlignmentFor(bytes, 64));
        LargePages.Advise(memory, bytes);
        for (long i = 0; i < floats; i++)
            memory[i] = Random.NextSingle() - 0.5f;
        return memory;
    }

    /// <summary>The workspace of one thread.</summary>
    protected static byte* Workspace(nint bytes) => (byte*)Allocate(bytes / sizeof(float) + 16);
}
