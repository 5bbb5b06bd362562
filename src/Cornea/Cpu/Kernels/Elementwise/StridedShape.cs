using System.Diagnostics;

namespace Cornea.Cpu.Kernels;

/// <summary>Dimensions and strides (in elements; 0 repeats), outermost first; those of 1 left out, neighbours merged.</summary>
internal sealed class StridedShape
{
    private readonly nint[] _dimensions;
    private readonly nint[] _strides;

    public StridedShape(ReadOnlySpan<nint> dimensions, ReadOnlySpan<nint> strides)
    {
        Debug.Assert(dimensions.Length == strides.Length && dimensions.Length <= 6);
        List<nint> sizes = [];
        List<nint> steps = [];
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            if (dimensions[axis] == 1)
            {
                continue;
            }
            if (sizes.Count > 0 && steps[^1] == strides[axis] * dimensions[axis])
            {
                sizes[^1] *= dimensions[axis];
                steps[^1] = strides[axis];
            }
            else
            {
                sizes.Add(dimensions[axis]);
                steps.Add(strides[axis]);
            }
        }
        _dimensions = [.. sizes];
        _strides = [.. steps];
    }

    public int Rank => _dimensions.Length;

    public ReadOnlySpan<nint> Dimensions => _dimensions;

    public ReadOnlySpan<nint> Strides => _strides;

    /// <summary>The simplest access that reads the same elements over an index space of this many columns.</summary>
    public ElementwiseAccess Simplify(nint columns) => this switch
    {
        { Rank: 0 } or { Rank: 1, _strides: [0] } => ElementwiseAccess.Scalar,
        { Rank: 1, _strides: [1] } => ElementwiseAccess.Contiguous,
        { Rank: 2, _strides: [0, 1] } when _dimensions[1] == columns => ElementwiseAccess.Row,
        { Rank: 2, _strides: [1, 0] } when _dimensions[1] == columns => ElementwiseAccess.Column,
        _ => ElementwiseAccess.Strided,
    };
}
