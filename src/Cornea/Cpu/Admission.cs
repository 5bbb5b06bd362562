namespace Cornea.Cpu;

/// <summary>Lets so many long runs go on at a time; the others wait their turn, first come, first served.</summary>
/// <remarks>
/// More runs at once than processors get nothing done sooner: they drive each other's values out of the caches, each takes an arena, and the
/// system lets some of them wait several times as long as others. A run that is admitted waits for none that isn't: locks of variables are
/// taken before.
/// </remarks>
/// <param name="most">How many at a time.</param>
internal sealed class Admission(int most)
{
    [ThreadStatic]
    private static SemaphoreSlim? _turnOfThread;

    private readonly Lock _lock = new();
    private readonly Queue<SemaphoreSlim> _waiting = new();
    private int _running;

    /// <summary>The one of the process: a run for each processor.</summary>
    public static Admission Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>Returns when it's the caller's turn.</summary>
    public void Enter()
    {
        SemaphoreSlim turn;
        lock (_lock)
        {
            if (_running < most)
            {
                _running++;
                return;
            }

            turn = _turnOfThread ??= new SemaphoreSlim(0);
            _waiting.Enqueue(turn);
        }

        if (!OperatingSystem.IsBrowser()) turn.Wait(); // There one thread runs at a time: it never gets here.
    }

    /// <summary>Lets the next one go on.</summary>
    public void Exit()
    {
        SemaphoreSlim? next;
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out next)) _running--;
        }

        next?.Release();
    }
}
