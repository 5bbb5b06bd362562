using System.Runtime.InteropServices;

namespace Cornea.Cpu;

/// <summary>A block of native memory with an owner that frees it: a frame's values and workspace. Aligned to a page, so that large blocks start alike.</summary>
internal sealed unsafe class Arena
{
    private const int Alignment = 4096;
    private readonly void* _memory;

    public Arena(nint bytes)
    {
        Bytes = Math.Max(bytes, 64);
        _memory = AvailableMemory.Take(Bytes, Alignment);
        NativeMemory.Clear(_memory, (nuint)Bytes);
        GC.AddMemoryPressure(Bytes);
    }

    ~Arena()
    {
        NativeMemory.AlignedFree(_memory);
        GC.RemoveMemoryPressure(Bytes);
    }

    public nint Bytes { get; }

    public byte* Memory => (byte*)_memory;
}
