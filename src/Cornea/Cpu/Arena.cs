using System.Runtime.InteropServices;

namespace Cornea.Cpu;

/// <summary>A block of native memory with an owner that frees it: a run's values and workspaces, constants. Aligned to a page, so that large blocks start alike.</summary>
internal sealed unsafe class Arena
{
    private const int Alignment = 4096;
    private void* _memory;

    public Arena(nint bytes)
    {
        Bytes = Math.Max(bytes, 64);
        _memory = AvailableMemory.Take(Bytes, Alignment);
        NativeMemory.Clear(_memory, (nuint)Bytes);
        GC.AddMemoryPressure(Bytes);
    }

    ~Arena() => Release();

    public nint Bytes { get; }

    public byte* Memory => (byte*)_memory;

    /// <summary>Whether who has it asked for about so much, and not for a small part.</summary>
    public bool IsNeeded { get; set; }

    /// <summary>When so much memory was last in use, in the system's milliseconds.</summary>
    public long LastNeeded { get; set; }

    /// <summary>Gives the memory back at once. Nobody may use it any more.</summary>
    public void Free()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (_memory == null) return;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        GC.RemoveMemoryPressure(Bytes);
    }
}
