namespace Cornea.Cpu;

/// <summary>
/// The memory that runs work in, for the whole process: it goes from run to run and from plan to plan, so what is held is what the runs of one
/// moment need, however many plans there are. What hasn't been needed for some seconds is given back.
/// </summary>
internal sealed unsafe class ArenaPool
{
    private const nint Grain = 1 << 16;
    private const long MostIdleMilliseconds = 5000;
    private const long MillisecondsBetweenLooks = 1000;
    private readonly Lock _lock = new();
    private readonly List<Arena> _idle = []; // The one that was used last, and may still be in a cache, stands at the end.
    private long _lastLook;

    /// <summary>The one of the process.</summary>
    public static ArenaPool Shared { get; } = new();

    /// <summary>Set by the tests: what is handed out is full of NaN, so that whoever reads what nobody wrote is found out.</summary>
    public static bool Scribbles { get; set; }

    /// <summary>What lies here unused.</summary>
    public long IdleBytes
    {
        get
        {
            lock (_lock) return _idle.Sum(arena => (long)arena.Bytes);
        }
    }

    /// <summary>Memory of at least so many bytes, with whatever stands in it.</summary>
    public Arena Rent(nint bytes)
    {
        Arena arena = Find(bytes) ?? new Arena((bytes + Grain - 1) / Grain * Grain);
        arena.IsNeeded = bytes > arena.Bytes / 2;
        if (Scribbles) System.Runtime.InteropServices.NativeMemory.Fill(arena.Memory, (nuint)bytes, 0xFF);
        return arena;
    }

    public void Return(Arena arena) => Return(arena, Environment.TickCount64);

    /// <summary>Takes memory back.</summary>
    /// <param name="arena">The memory.</param>
    /// <param name="now">The system's milliseconds.</param>
    public void Return(Arena arena, long now)
    {
        // Until now, not when the run began: a run may take longer than what is idle is kept for, and the next one wants the same memory.
        if (arena.IsNeeded) arena.LastNeeded = now;
        lock (_lock)
        {
            _idle.Add(arena);
            if (now - _lastLook >= MillisecondsBetweenLooks) FreeUnneeded(now);
        }
    }

    /// <summary>Gives back what hasn't been needed for a while.</summary>
    /// <param name="now">The system's milliseconds.</param>
    public void FreeUnneeded(long now)
    {
        lock (_lock)
        {
            _lastLook = now;
            for (int index = _idle.Count - 1; index >= 0; index--)
            {
                if (now - _idle[index].LastNeeded <= MostIdleMilliseconds) continue;
                _idle[index].Free();
                _idle.RemoveAt(index);
            }
        }
    }

    private Arena? Find(nint bytes)
    {
        lock (_lock)
        {
            for (int index = _idle.Count - 1; index >= 0; index--)
            {
                Arena arena = _idle[index];
                if (arena.Bytes < bytes) continue;
                _idle.RemoveAt(index);
                return arena;
            }

            // All are too small. One of them is replaced by a larger one, which then serves small runs too.
            if (_idle.Count == 0) return null;
            _idle[^1].Free();
            _idle.RemoveAt(_idle.Count - 1);
            return null;
        }
    }
}
