using Cornea.Graphs;

namespace Cornea.Cpu.Prepared;

/// <summary>A value made from stable ones, such as packed weights, with the versions of what it was made from. Plans share it, and keep it alive.</summary>
/// <remarks>
/// It's made anew where it lies when a variable has changed. Nobody reads it then: a run holds the locks of its variables, and who changes one
/// of them has waited for all runs that read it.
/// </remarks>
/// <param name="key">What it is; null where only one plan can know it.</param>
/// <param name="bytes">Its size.</param>
internal sealed class PreparedValue(PreparedKey? key, nint bytes) : IPlan
{
    private static long _count;
    private readonly Storage _memory = Storage.Allocate(bytes);
    private long[]? _versions;

    public PreparedKey? Key => key;

    /// <summary>By which locks are taken in order.</summary>
    public long Number { get; } = Interlocked.Increment(ref _count);

    /// <summary>Held by whoever makes it.</summary>
    public Lock Making { get; } = new();

    public long HeldBytes => _memory.Bytes;

    public nint Bytes => _memory.Bytes;

    public nint Address => _memory.Address;

    /// <summary>Whether it was made from these versions.</summary>
    public bool IsOf(ReadOnlySpan<Storage> parameters, int[] leaves)
    {
        if (Volatile.Read(ref _versions) is not { } versions) return false;
        for (int index = 0; index < leaves.Length; index++)
            if (versions[index] != parameters[leaves[index]].Version) return false;
        return true;
    }

    /// <summary>Says from which versions it has been made.</summary>
    public void MadeOf(ReadOnlySpan<Storage> parameters, int[] leaves)
    {
        var versions = new long[leaves.Length];
        for (int index = 0; index < leaves.Length; index++) versions[index] = parameters[leaves[index]].Version;
        Volatile.Write(ref _versions, versions);
    }
}

/// <summary>A prepared value as a plan uses it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Leaves">Which parameters of the plan it is made from.</param>
internal sealed record KeptValue(PreparedValue Value, int[] Leaves);
