namespace Cornea.Graphs;

/// <summary>A compiled plan as <see cref="PlanCache"/> sees it.</summary>
internal abstract class CachedPlan
{
    private long _lastUse;

    /// <summary>The number of its last use.</summary>
    public long LastUse
    {
        get => Volatile.Read(ref _lastUse);
        protected set => Volatile.Write(ref _lastUse, value);
    }

    /// <summary>Memory that it holds, beside what was counted for others.</summary>
    /// <param name="counted">What was counted; filled up.</param>
    public abstract long BytesBeside(HashSet<IPlan> counted);

    /// <summary>True once its table doesn't have it any more.</summary>
    public abstract bool IsDropped { get; }

    /// <summary>Takes it out of its table. Who is running it may go on.</summary>
    public abstract void Drop();
}
