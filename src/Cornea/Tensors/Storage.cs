using System.Runtime.InteropServices;

namespace Cornea;

/// <summary>The memory of one tensor's values: device, bytes, and the way in. Freed when nobody holds it any more.</summary>
/// <remarks>
/// Native memory, so that large arrays neither move nor fragment the managed heap; the garbage collector is told of its weight and a
/// finalizer returns it. Aligned to 64 bytes, one cache line and one AVX-512 register. Whoever works on <see cref="Address"/> keeps the
/// object alive to the end of the work.
/// </remarks>
internal sealed unsafe class Storage
{
    private const int Alignment = 64;
    private const nint PressureThreshold = 1 << 14; // Below it, telling the collector costs more than the memory.
    private static long _allocatedBytes;
    private static long _clock;
    private readonly void* _memory;
    private readonly void* _block; // Of memory that the system gave as zeros: where it begins, before the alignment.
    private readonly Storage? _whole; // Of a part: whose memory it is.

    private Storage(nint bytes, bool clear)
    {
        Bytes = bytes;
        Version = Interlocked.Increment(ref _clock);
        nuint size = (nuint)Math.Max(bytes, Alignment);
        if (clear)
        {
            // Large blocks are zeros as the system gives them: pages that nobody writes to take no memory.
            nuint alignment = LargePages.AlignmentFor(bytes, Alignment);
            _block = AvailableMemory.TakeZeroed((nint)(size + alignment));
            _memory = (void*)(((nuint)_block + alignment - 1) & ~(alignment - 1));
        }
        else
        {
            nint block = SpareBlocks.SizeFor((nint)size);
            _memory = SpareBlocks.Take(block);
            if (_memory is null) _memory = AvailableMemory.Take(block, Alignment);
        }

        if (bytes >= PressureThreshold) GC.AddMemoryPressure(bytes);
        Interlocked.Add(ref _allocatedBytes, bytes);
    }

    private Storage(Storage whole, nint start, nint bytes)
    {
        if (start < 0 || bytes < 0 || bytes > whole.Bytes - start)
            throw new ArgumentOutOfRangeException(nameof(bytes), $"Storage: {bytes} bytes from {start} aren't part of {whole.Bytes}.");
        _whole = whole;
        _memory = (byte*)whole._memory + start;
        Bytes = bytes;
        Version = Interlocked.Increment(ref _clock);
        GC.SuppressFinalize(this);
    }

    ~Storage()
    {
        if (_block is null) SpareBlocks.Give(_memory, SpareBlocks.SizeFor(Math.Max(Bytes, Alignment)));
        else NativeMemory.Free(_block);
        if (Bytes >= PressureThreshold) GC.RemoveMemoryPressure(Bytes);
    }

    /// <summary>All bytes ever allocated by the process, for tests that prove a training step allocates none.</summary>
    public static long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    public nint Bytes { get; }

    /// <summary>The memory that this keeps alive: of a part, that of the whole.</summary>
    public nint HeldBytes => _whole?.HeldBytes ?? Bytes;

    public nint Address => (nint)_memory;

    /// <summary>True once a tensor outside holds the values: the next assignment of the variable that owns it writes a fresh one.</summary>
    public bool IsShared { get; set; }

    /// <summary>
    /// A number that no other values of the process have or ever had: a new one when memory is allocated, and after each write. What was
    /// prepared from values of another version is stale.
    /// </summary>
    public long Version { get; private set; }

    /// <summary>Part of these values where they lie, such as some rows of a batch; it keeps the whole alive.</summary>
    public Storage Part(nint start, nint bytes) => new(this, start, bytes);

    public static Storage Allocate(nint bytes) => new(bytes, clear: false);

    public static Storage Zeroed(nint bytes) => new(bytes, clear: true);

    public static Storage Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Storage storage = Allocate(checked((nint)values.Length * sizeof(T)));
        values.CopyTo(storage.Span<T>());
        return storage;
    }

    /// <summary>The values as elements of a type. At most 2³¹ − 1 of them; the caller keeps this object alive.</summary>
    public Span<T> Span<T>()
        where T : unmanaged => Bytes / sizeof(T) <= int.MaxValue
            ? new(_memory, (int)(Bytes / sizeof(T)))
            : throw new NotSupportedException($"Tensor: {Bytes / sizeof(T):N0} elements don't fit into an array or span, which have {int.MaxValue:N0} at most; take a part of it.");

    /// <summary>Some of the bytes; the caller keeps this object alive.</summary>
    public Span<byte> Span(nint start, int count) => start >= 0 && count >= 0 && count <= Bytes - start
        ? new((byte*)_memory + start, count)
        : throw new ArgumentOutOfRangeException(nameof(count), $"Storage: {count} bytes from {start} aren't part of {Bytes}.");

    /// <summary>Says that the values have changed.</summary>
    public void Touch() => Version = Interlocked.Increment(ref _clock);

    public void Clear() => NativeMemory.Clear(_memory, (nuint)Bytes);

    public void CopyFrom(Storage source)
    {
        Buffer.MemoryCopy((void*)source.Address, _memory, Bytes, source.Bytes);
        GC.KeepAlive(source);
        GC.KeepAlive(this);
    }

    /// <summary>Copies part of the values, in bytes.</summary>
    public void CopyFrom(Storage source, nint sourceStart, nint start, nint count)
    {
        if (sourceStart < 0 || start < 0 || count < 0 || count > source.Bytes - sourceStart || count > Bytes - start)
            throw new ArgumentOutOfRangeException(nameof(count), $"Storage: {count} bytes from {sourceStart} of {source.Bytes} don't fit at {start} of {Bytes}.");
        Buffer.MemoryCopy((byte*)source._memory + sourceStart, (byte*)_memory + start, Bytes - start, count);
        GC.KeepAlive(source);
        GC.KeepAlive(this);
    }

    public Storage Clone()
    {
        Storage copy = Allocate(Bytes);
        copy.CopyFrom(this);
        return copy;
    }
}
