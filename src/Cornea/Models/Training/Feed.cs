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

    /// <summary>What the orders of samples are drawn from; null where they aren't shuffled here.</summary>
    public int? Seed { get; protected set; }

    /// <summary>How many times it went back to the beginning.</summary>
    public int Begun { get; protected set; }

    /// <summary>Goes where another feed of the same data stood.</summary>
    /// <param name="seed">That feed's seed.</param>
    /// <param name="begun">How many times it had gone back to the beginning.</param>
    /// <param name="step">How many batches it had given since; at 0, it was at the end.</param>
    public virtual void Resume(int? seed, int begun, int step)
    {
        for (int epoch = 0; epoch < begun; epoch++)
        {
            Begin();
            for (int done = 0; (epoch < begun - 1 || step == 0 || done < step) && Advance(); done++)
            {
                // Only a pipeline that is gone through knows where it would stand.
            }
        }
    }

    /// <summary>Back to the beginning, in another order if the data are shuffled.</summary>
    public abstract void Begin();

    /// <summary>On to the next batch; false when there is none.</summary>
    public abstract bool Advance();

    public virtual void Dispose()
    {
    }
}
