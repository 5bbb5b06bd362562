namespace Cornea.Cpu.Kernels;

/// <summary>Steps through two arrays that are broadcast together, in row-major order of the result.</summary>
internal sealed class BroadcastWalk
{
    private readonly int[] _sizes;
    private readonly nint[] _left;
    private readonly nint[] _right;

    public BroadcastWalk(IReadOnlyList<int> result, IReadOnlyList<int> left, IReadOnlyList<int> right)
    {
        _sizes = [.. result];
        _left = Strides(left);
        _right = Strides(right);
        Count = _sizes.Aggregate((nint)1, (count, size) => count * size);
    }

    public nint Count { get; }

    public int Rank => _sizes.Length;

    /// <summary>Goes to the next element: counts the position up and moves the two offsets with it.</summary>
    public void Next(Span<int> position, ref nint left, ref nint right)
    {
        for (int axis = _sizes.Length - 1; axis >= 0; axis--)
        {
            left += _left[axis];
            right += _right[axis];
            if (++position[axis] < _sizes[axis]) return;
            position[axis] = 0;
            left -= _left[axis] * _sizes[axis];
            right -= _right[axis] * _sizes[axis];
        }
    }

    private nint[] Strides(IReadOnlyList<int> shape)
    {
        var strides = new nint[_sizes.Length];
        nint stride = 1;
        for (int axis = 1; axis <= shape.Count; axis++)
        {
            strides[^axis] = shape[^axis] == 1 ? 0 : stride;
            stride *= shape[^axis];
        }

        return strides;
    }
}
