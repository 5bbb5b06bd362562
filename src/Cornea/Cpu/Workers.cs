using System.Runtime.Versioning;

namespace Cornea.Cpu;

/// <summary>
/// The threads that help a plan's caller. Caller and workers claim pieces of the present phase from one atomic range; the caller waits only
/// for pieces that somebody has claimed, so a worker that the system has put aside stalls nobody.
/// </summary>
/// <remarks>
/// <para>The range is that of the pieces nobody has claimed yet: a claim takes one off by compare-and-swap. What was published before it (step,
/// frame, phase) is read after the claim only, and stays as it is until the claimed piece is done; so it doesn't matter whether the
/// range that a claim went by was the present phase's or, equal by chance, that of one long past. A caller that finds the pool busy runs alone.</para>
/// <para>Every second thread takes pieces from the range's end: from step to step a thread finds much of what it wrote itself, in its own
/// caches, instead of fetching it from another core.</para>
/// </remarks>
internal sealed unsafe class Workers
{
    private const int SpinsBeforeSleep = 4000; // Some 50 to 100 µs: longer than the gap between two steps, shorter than anybody notices.
    private const int LooksBeforeYield = 1000;

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);
    private PaddedLong _unclaimed;
    private PaddedLong _done;
    private int _sleeping;
    private int _busy;
    private volatile bool _stopped;
    private Step? _step;
    private Frame? _frame;
    private int _phase;
    private Exception? _failure;

    public Workers(int count)
    {
        if (OperatingSystem.IsBrowser()) count = 1;
        Count = count;
        _threads = new Thread[count - 1];
        if (!OperatingSystem.IsBrowser()) Start();
    }

    /// <summary>The pool of the process: <c>CORNEA_THREADS</c> threads, or one for each processor.</summary>
    public static Workers Shared { get; private set; } = new(DefaultCount());

    /// <summary>Threads that run pieces, the caller among them.</summary>
    public int Count { get; }

    /// <summary>Another number of threads for what follows; for tests and benchmarks.</summary>
    public static void Resize(int count)
    {
        Workers old = Shared;
        Shared = new Workers(count);
        old.Stop();
    }

    /// <summary>Takes the pool for a run; false where another run has it.</summary>
    public bool TryEnter() => Count > 1 && Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

    public void Exit() => Volatile.Write(ref _busy, 0);

    /// <summary>Runs all pieces of a phase, with help. Only whoever has entered calls it.</summary>
    public void Run(Step step, Frame frame, int phase, int pieces)
    {
        _step = step;
        _frame = frame;
        _phase = phase;
        Volatile.Write(ref _done.Value, 0);
        Volatile.Write(ref _unclaimed.Value, Range(0, pieces));
        Interlocked.MemoryBarrier(); // The range must be seen before sleepers are counted, or one could fall asleep unseen.
        int sleeping = Volatile.Read(ref _sleeping);
        if (sleeping > 0) _wake.Release(Math.Min(sleeping, pieces - 1));
        Claim(0);

        // All pieces are claimed; those still running belong to workers. After a while of looking, yielding lets a preempted one go on.
        for (int looks = 0; Volatile.Read(ref _done.Value) < pieces; looks++)
        {
            if (looks < LooksBeforeYield) Thread.SpinWait(4);
            else Thread.Yield();
        }

        if (_failure is not { } failure) return;
        _failure = null;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    // WebAssembly has one thread, as it stands.
    private static int DefaultCount() => OperatingSystem.IsBrowser() ? 1
        : int.TryParse(Environment.GetEnvironmentVariable("CORNEA_THREADS"), out int count) && count > 0
            ? Math.Min(count, 256)
            : Math.Clamp(Environment.ProcessorCount, 1, 256);

    /// <summary>Runs pieces until there are none left.</summary>
    private void Claim(int worker)
    {
        bool fromEnd = worker % 2 == 1;
        while (true)
        {
            long unclaimed = Volatile.Read(ref _unclaimed.Value);
            int first = First(unclaimed), end = End(unclaimed);
            if (first >= end) return;
            long rest = fromEnd ? Range(first, end - 1) : Range(first + 1, end);
            if (Interlocked.CompareExchange(ref _unclaimed.Value, rest, unclaimed) != unclaimed) continue;
            try
            {
                _step!.Run(_frame!, _phase, fromEnd ? end - 1 : first, _frame!.Scratch(worker));
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref _failure, failure, null);
            }

            Interlocked.Increment(ref _done.Value);
        }
    }

    private static long Range(int first, int end) => ((long)end << 32) | (uint)first;

    private static int First(long range) => (int)range;

    private static int End(long range) => (int)(range >> 32);

    [UnsupportedOSPlatform("browser")]
    private void Start()
    {
        for (int index = 0; index < _threads.Length; index++)
        {
            int worker = index + 1;
            _threads[index] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"Cornea worker {worker}" };
            _threads[index].Start();
        }
    }

    [UnsupportedOSPlatform("browser")]
    private void Work(int worker)
    {
        while (!_stopped)
        {
            int spins = 0;
            while (spins < SpinsBeforeSleep && !HasWork)
            {
                Thread.SpinWait(4);
                spins++;
            }

            if (!HasWork && !_stopped)
            {
                Interlocked.Increment(ref _sleeping);
                if (!HasWork && !_stopped) _wake.Wait();
                Interlocked.Decrement(ref _sleeping);
            }

            Claim(worker);
        }
    }

    private bool HasWork => Volatile.Read(ref _unclaimed.Value) is var range && First(range) < End(range);

    /// <summary>Ends the threads; for pools that aren't the process' own.</summary>
    public void Stop()
    {
        _stopped = true;
        if (_threads.Length > 0) _wake.Release(_threads.Length);
    }

    /// <summary>A number alone on its cache lines.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 192)]
    private struct PaddedLong
    {
        [System.Runtime.InteropServices.FieldOffset(64)]
        public long Value;
    }
}
