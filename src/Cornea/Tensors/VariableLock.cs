namespace Cornea;

/// <summary>Guards the values of a group of variables: many readers, or one writer. Locks are taken in the order of their numbers.</summary>
internal sealed class VariableLock
{
    private static long _count;
    private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.SupportsRecursion);

    public long Number { get; } = Interlocked.Increment(ref _count);

    public void EnterRead() => _lock.EnterReadLock();

    public void ExitRead() => _lock.ExitReadLock();

    public void EnterWrite() => _lock.EnterWriteLock();

    public void ExitWrite() => _lock.ExitWriteLock();

    /// <summary>Takes the locks of some variables for writing.</summary>
    /// <remarks>A variable moves to another lock only while its present one is held for writing. So whoever holds a lock and finds the variable still in its care is safe.</remarks>
    public static VariableLock[] EnterWrite(IReadOnlyList<Variable> variables)
    {
        while (true)
        {
            VariableLock[] seen = [.. variables.Select(variable => variable.Lock)];
            VariableLock[] locks = [.. seen.Distinct().OrderBy(guard => guard.Number)];
            foreach (VariableLock guard in locks) guard.EnterWrite();
            bool isCurrent = true;
            for (int index = 0; index < seen.Length; index++) isCurrent &= ReferenceEquals(seen[index], variables[index].Lock);
            if (isCurrent) return locks;
            ExitWrite(locks);
        }
    }

    public static void ExitWrite(VariableLock[] locks)
    {
        for (int index = locks.Length - 1; index >= 0; index--) locks[index].ExitWrite();
    }
}
