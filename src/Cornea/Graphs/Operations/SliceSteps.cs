namespace Cornea.Graphs.Operations;

/// <summary>Signed integers, one for each axis, that compare by value.</summary>
internal readonly struct SliceSteps(params int[] values) : IEquatable<SliceSteps>
{
    private readonly int[] _values = values;

    public int Count => _values.Length;

    public int this[int axis] => _values[axis];

    public static SliceSteps Ones(int count) => new([.. Enumerable.Repeat(1, count)]);

    public bool AreOnes => Array.TrueForAll(_values, value => value == 1);

    public bool Equals(SliceSteps other) => _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => obj is SliceSteps other && Equals(other);

    public override int GetHashCode() => _values.Aggregate(17, HashCode.Combine);

    public override string ToString() => $"({string.Join(", ", _values)})";
}
