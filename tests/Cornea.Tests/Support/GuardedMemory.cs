using System.Runtime.InteropServices;

namespace Cornea.Tests.Support;

/// <summary>
/// Native memory for floats that ends (or begins) at a page nobody may touch, so that one element too far ends the process.
/// On systems other than Linux the memory is plain.
/// </summary>
/// <remarks>A guard at the end leaves the start aligned to the element only; pass <c>guardStart</c> to put it at the start.</remarks>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private readonly byte* _pages;
    private readonly nuint _bytes;

    /// <param name="count">Number of floats.</param>
    /// <param name="guardStart">False: the forbidden page follows the last float. True: it precedes the first.</param>
    public GuardedMemory(int count, bool guardStart = false)
    {
        Count = count;
        nuint page = (nuint)Environment.SystemPageSize;
        nuint used = ((nuint)count * sizeof(float) + page - 1) / page * page;
        _bytes = used + 2 * page;
        if (OperatingSystem.IsLinux())
        {
            const int ReadWrite = 1 | 2, PrivateAnonymous = 2 | 0x20;
            _pages = (byte*)Map(null, _bytes, ReadWrite, PrivateAnonymous, -1, 0);
            if (_pages == (byte*)-1)
                throw new OutOfMemoryException($"mmap of {_bytes} bytes failed.");
            if (Protect(_pages, page, 0) != 0 || Protect(_pages + page + used, page, 0) != 0)
                throw new InvalidOperationException("mprotect failed.");
        }
        else
        {
            _pages = (byte*)NativeMemory.AllocZeroed(_bytes);
        }

        byte* start = _pages + page;
        Pointer = (float*)(guardStart ? start : start + used - (nuint)count * sizeof(float));
    }

    public int Count { get; }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Count);

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
            _ = Unmap(_pages, _bytes);
        else
            NativeMemory.Free(_pages);
    }

    /// <summary>Memory holding a copy of the values.</summary>
    public static GuardedMemory Of(ReadOnlySpan<float> values, bool guardStart = false)
    {
        var memory = new GuardedMemory(values.Length, guardStart);
        values.CopyTo(memory.Span);
        return memory;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);
}
