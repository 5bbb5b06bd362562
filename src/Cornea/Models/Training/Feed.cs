namespace Cornea;

/// <summary>Hands a step its inputs, batch after batch.</summary>
internal abstract class Feed : IDisposable
{
    /// <summary>How many batches there are; null if that isn't known.</summary>
    public abstract int? StepCount { get; }

    /// <summary>The memory that the step's graph is given.</summary>
    public Storage[] Inputs { get; protected set; } = [];

    /// <summary>What the step must have been compiled for.</summary>
    public StepShape Shape { get; protected set; } = null!;

    /// <summary>The number of samples in the batch.</summary>
    public int Size { get; protected set; }

    /// <summary>Back to the beginning, in another order if the data are shuffled.</summary>
    public abstract void Begin();

    /// <summary>On to the next batch; false when there is none.</summary>
    public abstract bool Advance();

    public virtual void Dispose()
    {
    }
}
