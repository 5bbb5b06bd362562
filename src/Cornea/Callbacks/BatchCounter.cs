namespace Cornea.Callbacks;

/// <summary>Says after which batches a callback saves; it counts on from epoch to epoch, as Keras does.</summary>
internal sealed class BatchCounter(SaveFrequency frequency)
{
    private int _seen;

    public bool IsByEpoch => frequency.Batches is null;

    /// <summary>Whether it's time, after one more batch.</summary>
    public bool IsDue()
    {
        if (frequency.Batches is not { } batches || ++_seen < batches) return false;
        _seen = 0;
        return true;
    }

    public void Save(CallbackState state) => state.With("batches_seen", _seen);

    public void Restore(CallbackState state) => _seen = (int)state.GetNumber("batches_seen");
}
