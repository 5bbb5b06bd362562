using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>Up to eight numbers, one per axis, the outermost first.</summary>
[InlineArray(Most)]
internal struct Axes : IEquatable<Axes>
{
    public const int Most = 8;

    private nint _first;

    public readonly bool Equals(Axes other) => ((ReadOnlySpan<nint>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is Axes other && Equals(other);

    public override readonly int GetHashCode()
    {
        var hash = new HashCode();
        for (int axis = 0; axis < Most; axis++)
            hash.Add(this[axis]);
        return hash.ToHashCode();
    }
}
