using System.Diagnostics;
using Cornea.Callbacks;

namespace Cornea.Benchmarks;

/// <summary>Times each epoch of a training after the first, and ends it after enough of them.</summary>
/// <param name="seconds">For how long at least.</param>
/// <param name="epochs">How many at least.</param>
internal sealed class EpochTimer(double seconds, int epochs) : Callback
{
    private long _start;
    private double _total;

    /// <summary>Seconds of the fastest epoch.</summary>
    public double Best { get; private set; } = double.PositiveInfinity;

    /// <summary>How many epochs were timed.</summary>
    public int Count { get; private set; }

    public override void OnEpochBegin(int epoch, Logs logs) => _start = Stopwatch.GetTimestamp();

    public override void OnEpochEnd(int epoch, Logs logs)
    {
        double elapsed = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        if (epoch == 0) return; // Warm-up: plans are compiled, the JIT's second tier comes.
        Best = Math.Min(Best, elapsed);
        Count++;
        _total += elapsed;
        if (Count >= epochs && _total >= seconds) Model.StopTraining = true;
    }
}
