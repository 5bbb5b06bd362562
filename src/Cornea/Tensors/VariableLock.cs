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
}
