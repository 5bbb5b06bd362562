using Cornea.Graphs.Operations;

namespace Cornea;

/// <summary>A window over one, two or three axes of [batch, …, channels], brought to the engine's window over two.</summary>
/// <param name="sizes">Of the window.</param>
/// <param name="strides">From window to window.</param>
/// <param name="dilations">Within the window.</param>
/// <param name="padding">At the edges.</param>
internal sealed class WindowN(Shape sizes, int[] strides, int[] dilations, Padding padding)
{
    public int Axes => sizes.Rank;

    /// <summary>The window over the last two axes; of height 1 where there is only one.</summary>
    public Window2D Plane => Axes == 1
        ? new Window2D(1, sizes[0], 1, strides[0], 1, dilations[0], IsSame)
        : new Window2D(sizes[^2], sizes[^1], strides[^2], strides[^1], dilations[^2], dilations[^1], IsSame);

    private bool IsSame => padding == Padding.Same;

    /// <summary>A sequence as images of height 1; images stay.</summary>
    public Tensor AsImage(Tensor x) => Axes == 1 ? x.ExpandDims(1) : x;

    /// <summary>Puts on what the window over two axes doesn't do itself: causal padding, and a volume's planes before and after.</summary>
    public Tensor Pad(Tensor x, double value)
    {
        if (padding == Padding.Causal && Axes == 1) return Ops.Pad(x, [(0, 0), ((sizes[0] - 1) * dilations[0], 0), (0, 0)], constantValues: value);
        if (padding == Padding.Causal) throw new ArgumentException("Conv: causal padding is for sequences only; use valid or same.");
        if (Axes < 3 || !IsSame) return x;
        (int before, int after) = SamePadding(x.Shape[1]);
        return Ops.Pad(x, [(0, 0), (before, after), (0, 0), (0, 0), (0, 0)], constantValues: value);
    }

    /// <summary>Planes before and after a volume of so many.</summary>
    public (int Before, int After) SamePadding(int size)
    {
        int total = Math.Max(0, ((((size + strides[0] - 1) / strides[0]) - 1) * strides[0]) + ((sizes[0] - 1) * dilations[0]) + 1 - size);
        return (total / 2, total - (total / 2));
    }

    /// <summary>Of a padded volume the planes that one tap of the window meets.</summary>
    public Tensor Planes(Tensor x, int tap)
    {
        int count = ((x.Shape[1] - ((sizes[0] - 1) * dilations[0]) - 1) / strides[0]) + 1;
        if (count < 1) throw new ShapeException($"Conv: a window of {sizes[0]} planes doesn't fit into {x.Shape}.");
        Shape starts = new Shape(new int[x.Rank]).With(1, tap * dilations[0]);
        int[] steps = [1, strides[0], .. Enumerable.Repeat(1, x.Rank - 2)];
        return Graphs.Node.Emit(new Slice(starts, x.Shape.With(1, count), new SliceSteps(steps)), x)[0];
    }
}
