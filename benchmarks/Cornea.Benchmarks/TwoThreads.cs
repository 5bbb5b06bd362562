namespace Cornea.Benchmarks;

/// <summary>Runs pieces on one or two threads that claim them one by one; a stand-in for the executor's pool. The second spins.</summary>
internal sealed class TwoThreads : IDisposable
{
    private Action<int> _work = static _ => { };
    private int _pieces;
    private int _next;
    private int _epoch;
    private int _done;
    private volatile bool _stop;
    private volatile bool _awake;

    public TwoThreads() => new Thread(Loop) { IsBackground = true }.Start();

    /// <summary>Whether the second thread spins for work (else it sleeps, and leaves its core alone).</summary>
    public bool Awake
    {
        get => _awake;
        set => _awake = value;
    }

    /// <summary>Runs the pieces and returns when all have ended.</summary>
    public void Run(int threads, int pieces, Action<int> work)
    {
        if (threads == 1 || pieces <= 1)
        {
            for (int piece = 0; piece < pieces; piece++)
                work(piece);
            return;
        }

        _work = work;
        _pieces = pieces;
        Volatile.Write(ref _next, 0);
        int epoch = Volatile.Read(ref _epoch) + 1;
        Volatile.Write(ref _epoch, epoch);
        Claim();
        while (Volatile.Read(ref _done) != epoch)
            Thread.SpinWait(1);
    }

    public void Dispose() => _stop = true;

    private void Claim()
    {
        int piece;
        while ((piece = Interlocked.Increment(ref _next) - 1) < _pieces)
            _work(piece);
    }

    private void Loop()
    {
        int seen = 0;
        while (!_stop)
        {
            if (Volatile.Read(ref _epoch) == seen)
            {
                if (_awake)
                    Thread.SpinWait(1);
                else
                    Thread.Sleep(1);
                continue;
            }

            seen++;
            Claim();
            Volatile.Write(ref _done, seen);
        }
    }
}
