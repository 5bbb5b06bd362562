namespace Cornea;

// Operators, indexing, and the operations that read well behind a dot.
public sealed partial class Tensor
{
    /// <summary>a + b.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Ops.Add(a, b);

    /// <summary>a − b.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Ops.Subtract(a, b);

    /// <summary>a · b, element by element.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Ops.Multiply(a, b);

    /// <summary>a / b.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Ops.Divide(a, b);

    /// <summary>The remainder with the sign of b.</summary>
    public static Tensor operator %(Tensor a, Tensor b) => Ops.Mod(a, b);

    /// <summary>−x.</summary>
    public static Tensor operator -(Tensor x) => Ops.Negative(x);

    /// <summary>a &gt; b, as bool.</summary>
    public static Tensor operator >(Tensor a, Tensor b) => Ops.Greater(a, b);

    /// <summary>a &lt; b, as bool.</summary>
    public static Tensor operator <(Tensor a, Tensor b) => Ops.Less(a, b);

    /// <summary>a ≥ b, as bool.</summary>
    public static Tensor operator >=(Tensor a, Tensor b) => Ops.GreaterEqual(a, b);

    /// <summary>a ≤ b, as bool.</summary>
    public static Tensor operator <=(Tensor a, Tensor b) => Ops.LessEqual(a, b);

    /// <summary>One element of the first axis, which goes away; negative counts from the end. The axis' size may be unknown yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The axis has no such place.</exception>
    public Tensor this[int index]
    {
        get
        {
            int size = Shape.Rank > 0 ? Shape[0] : throw new ShapeException("Tensor: a scalar has no axis to index.");
            if (size == Shape.Unknown) return Ops.GetItem(this, index);
            if (index < -size || index >= size) throw new ArgumentOutOfRangeException(nameof(index), $"Tensor: expected an index between {-size} and {size - 1}, got {index}.");
            return Ops.Slice(this, 0, index < 0 ? index + size : index, 1).Reshape(Shape[1..]);
        }
    }

    /// <summary>One element of the first axis, <c>x[^1]</c>, which goes away.</summary>
    public Tensor this[Index index] => this[index.IsFromEnd ? -index.Value : index.Value];

    /// <summary>A part of the first axis, <c>x[..16]</c>; as in NumPy less where there are fewer.</summary>
    public Tensor this[System.Range range] => Ops.GetItem(this, range);

    /// <summary>The first axis by a new axis, a slice with a step, or indices: <c>x[TensorIndex.Slice(step: 2)]</c>, <c>x[rows]</c>.</summary>
    public Tensor this[TensorIndex index] => Ops.GetItem(this, index);

    /// <summary>A part by an index for each axis, <c>x[0, .., ^1]</c>; axes that none is given for stay whole.</summary>
    public Tensor this[TensorIndex first, TensorIndex second, params ReadOnlySpan<TensorIndex> others] => Ops.GetItem(this, [first, second, .. others]);

    /// <summary>The same values in another dtype.</summary>
    public Tensor Cast(DType dtype) => Ops.Cast(this, dtype);

    /// <summary>The same values in another shape; one size may be −1.</summary>
    public Tensor Reshape(Shape shape) => Ops.Reshape(this, shape);

    /// <summary>The same values in another shape; one size may be −1.</summary>
    public Tensor Reshape(int first, int second, params ReadOnlySpan<int> others) => Ops.Reshape(this, [first, second, .. others]);

    /// <summary>The axes in another order; without one, reversed.</summary>
    public Tensor Transpose(params ReadOnlySpan<int> axes) => Ops.Transpose(this, axes);

    /// <summary>A new axis of size 1.</summary>
    public Tensor ExpandDims(int axis) => Ops.ExpandDims(this, axis);

    /// <summary>Without the axes of size 1, or without the one named.</summary>
    public Tensor Squeeze(Axes? axis = null) => Ops.Squeeze(this, axis);

    /// <summary>The values repeated along axes of size 1 and new leading axes.</summary>
    public Tensor BroadcastTo(Shape shape) => Ops.BroadcastTo(this, shape);

    /// <summary>max(x, 0).</summary>
    public Tensor Relu() => Ops.Relu(this);

    /// <summary>√x.</summary>
    public Tensor Sqrt() => Ops.Sqrt(this);

    /// <summary>eˣ.</summary>
    public Tensor Exp() => Ops.Exp(this);

    /// <summary>The natural logarithm.</summary>
    public Tensor Log() => Ops.Log(this);

    /// <summary>The sum over axes; over all without any.</summary>
    public Tensor Sum(Axes? axis = null, bool keepDims = false) => Ops.Sum(this, axis, keepDims);

    /// <summary>The mean over axes; over all without any.</summary>
    public Tensor Mean(Axes? axis = null, bool keepDims = false) => Ops.Mean(this, axis, keepDims);

    /// <summary>The largest value over axes.</summary>
    public Tensor Max(Axes? axis = null, bool keepDims = false) => Ops.Max(this, axis, keepDims);

    /// <summary>The smallest value over axes.</summary>
    public Tensor Min(Axes? axis = null, bool keepDims = false) => Ops.Min(this, axis, keepDims);

    /// <summary>The int32 index of the largest value along an axis.</summary>
    public Tensor ArgMax(int? axis = null, bool keepDims = false) => Ops.ArgMax(this, axis, keepDims);

    /// <summary>The int32 index of the smallest value along an axis.</summary>
    public Tensor ArgMin(int? axis = null, bool keepDims = false) => Ops.ArgMin(this, axis, keepDims);
}
