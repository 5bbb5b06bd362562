using System.Runtime.InteropServices;

namespace Cornea;

/// <summary>
/// Blocks that storages of some hundred kilobytes gave back, kept for the next ones: programs make and drop tensors of the same few sizes, and the
/// system takes longer to give and take back such a block, page by page, than a kernel to fill it.
/// </summary>
internal static unsafe class SpareBlocks
{
    private const nint Smallest = 1 << 16, Largest = 1 << 22; // Smaller ones the allocator keeps by itself, larger ones have large pages.
    private const nint MostBytes = 32 << 20;
    private const int Steps = 8; // Sizes from one power of two to the next.

    private static readonly Lock Guard = new();
    private static readonly Dictionary<nint, Stack<nint>> BySize = [];
    private static nint _held;

    /// <summary>The size of the block for so many bytes: an eighth more at most.</summary>
    public static nint SizeFor(nint bytes)
    {
        if (!IsKept(bytes)) return bytes;
        nint step = (1 << (int)nint.Log2(bytes)) / Steps;
        return (bytes + step - 1) / step * step;
    }

    /// <summary>A block of a size that <see cref="SizeFor"/> gave, holding whatever was written to it before; null if there is none.</summary>
    public static void* Take(nint size)
    {
        if (!IsKept(size)) return null;
        lock (Guard)
        {
            if (!BySize.TryGetValue(size, out Stack<nint>? blocks) || !blocks.TryPop(out nint block)) return null;
            _held -= size;
            return (void*)block;
        }
    }

    /// <summary>Gives a block back.</summary>
    public static void Give(void* block, nint size)
    {
        if (!IsKept(size))
        {
            NativeMemory.AlignedFree(block);
            return;
        }

        lock (Guard)
        {
            if (_held + size > MostBytes) Clear(); // Rather than sizes that nobody asks for any more.
            if (!BySize.TryGetValue(size, out Stack<nint>? blocks)) BySize[size] = blocks = [];
            blocks.Push((nint)block);
            _held += size;
        }
    }

    private static bool IsKept(nint bytes) => bytes is >= Smallest and <= Largest;

    private static void Clear()
    {
        foreach (Stack<nint> blocks in BySize.Values)
            while (blocks.TryPop(out nint block)) NativeMemory.AlignedFree((void*)block);
        _held = 0;
    }
}
