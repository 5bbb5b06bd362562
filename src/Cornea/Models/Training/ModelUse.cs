namespace Cornea;

/// <summary>Who trains or evaluates a model: one thread at a time, as metrics and the optimizer are one. Predictions don't ask.</summary>
internal sealed class ModelUse
{
    private readonly Lock _guard = new();
    private int _thread;
    private int _depth;
    private string _what = "";

    /// <summary>Takes the model for the caller, who may have it already: a callback of a training may evaluate.</summary>
    /// <param name="who">The model and the method.</param>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    public Taken Take(string who)
    {
        int thread = Environment.CurrentManagedThreadId;
        lock (_guard)
        {
            if (_depth > 0 && _thread != thread)
                throw new InvalidOperationException(
                    $"{who}: expected the model to be free, got one that is in use by {_what} on another thread. Trainings and evaluations share its metrics and "
                    + "optimizer: call them one after the other, or work on a Clone. Predict may be called at any time.");
            if (_depth++ == 0) (_thread, _what) = (thread, who);
        }

        return new Taken(this);
    }

    /// <summary>Gives the model back at its end.</summary>
    public readonly struct Taken(ModelUse use) : IDisposable
    {
        public void Dispose()
        {
            lock (use._guard) use._depth--;
        }
    }
}
