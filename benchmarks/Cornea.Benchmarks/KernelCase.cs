using System.Runtime.InteropServices;

namespace Cornea.Benchmarks;

/// <summary>One kernel on one problem, with its own memory.</summary>
internal abstract unsafe class KernelCase
{
    private static readonly Random Random = new(1);

    public abstract string Name { get; }

    /// <summary>Multiplications and additions of one run.</summary>
    public abstract double Flops { get; }

    /// <summary>Runs all phases once.</summary>
    public abstract void Run(TwoThreads runner, int threads);

    protected static float* Allocate(long floats)
    {
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(64, floats * sizeof(float)), 64);
        for (long i = 0; i < floats; i++)
            memory[i] = Random.NextSingle() - 0.5f;
        return memory;
    }

    /// <summary>The workspace of one thread.</summary>
    protected static byte* Workspace(nint bytes) => (byte*)Allocate(bytes / sizeof(float) + 16);
}
