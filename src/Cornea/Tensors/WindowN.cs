using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

/// <summary>
/// A window over one, two or three axes of [batch, …, channels], brought to the engine's window over two: a sequence is an image of height
/// 1, and a volume's planes are images. Here all convolutions meet, those of <see cref="Ops"/> and those of layers.
/// </summary>
internal sealed class WindowN
{
    private readonly WindowAxis[] _axes;
    private readonly string _who;

    /// <param name="sizes">Of the window, one for each axis.</param>
    /// <param name="strides">From window to window.</param>
    /// <param name="dilations">Within the window.</param>
    /// <param name="padding">At the edges; causal over one axis only.</param>
    /// <param name="who">Speaks in errors.</param>
    public WindowN(IReadOnlyList<int> sizes, IReadOnlyList<int> strides, IReadOnlyList<int> dilations, Padding padding, string who)
    {
        _who = who;
        AxisSize.Positive([.. sizes], who, "a window");
        AxisSize.Positive([.. strides], who, "strides");
        AxisSize.Positive([.. dilations], who, "dilations");
        if (padding == Padding.Causal && sizes.Count > 1) throw new ArgumentException($"{who}: causal padding is for sequences only; use valid or same.");
        _axes = [.. sizes.Select((size, axis) => new WindowAxis(size, strides[axis], dilations[axis], padding == Padding.Same))];
        if (padding == Padding.Causal) _axes[0] = _axes[0] with { PadBefore = _axes[0].Reach - 1 };
    }

    private WindowN(WindowAxis[] axes, string who) => (_axes, _who) = (axes, who);

    /// <summary>How many axes the window has.</summary>
    public int Axes => _axes.Length;

    /// <summary>The window over the last two axes; of height 1 where there is only one.</summary>
    public Window2D Plane => Window2D.Of(Axes == 1 ? new WindowAxis(1, Same: _axes[0].Same) : _axes[^2], _axes[^1]);

    /// <summary>How many windows there are along an axis.</summary>
    public int Outputs(int size, int axis) => _axes[axis].Outputs(size, _who, "size");

    /// <summary>y [batch, …, filters] from x [batch, …, channels] and weights [window…, channels / groups, filters].</summary>
    public Tensor Convolve(Tensor x, Tensor weights, int groups)
    {
        if (groups < 1) throw new ShapeException($"{_who}: expected at least as many channels as the weights {weights.Shape} take, got {x.Shape}.");
        if (Axes < 3) return OfImages(Node.Emit(new Convolution(Plane, groups), AsImages(x), AsPlane(weights))[0]);
        int depth = KnownDepth(x), outDepth = _axes[0].Outputs(depth, _who, "depth");
        (Tensor padded, MetAxis met) = Deep(x, depth, outDepth);
        int count = met.Window.Size;
        Tensor[] taps = [.. Enumerable.Range(0, count).Select(tap => Every(padded, tap * met.Window.Dilation, outDepth, met.Window.Stride))];
        Tensor y = Node.Emit(new Convolution(Plane, groups), Join(taps, groups), Flat(Ops.Slice(weights, 0, met.First, count)))[0];
        return y.Reshape([x.Shape[0], outDepth, .. y.Shape[1..]]);
    }

    /// <summary>Each channel by itself, over one or two axes: weights [window…, channels, multiplier].</summary>
    public Tensor ConvolveDepthwise(Tensor x, Tensor weights) =>
        OfImages(Node.Emit(new DepthwiseConvolution(Plane), AsImages(x), AsPlane(weights))[0]);

    /// <summary>
    /// The transpose of a convolution, from y [batch, …, channels] and weights [window…, filters, channels]: a convolution is linear in its
    /// input, so it is the gradient to that, whatever it is.
    /// </summary>
    /// <param name="y">[batch, …, channels].</param>
    /// <param name="weights">[window…, filters, channels].</param>
    /// <param name="outputPadding">Sets what of the output goes beyond, at its end; null for Keras' usual size.</param>
    public Tensor ConvolveBack(Tensor y, Tensor weights, IReadOnlyList<int>? outputPadding)
    {
        var sizes = new int[Axes];
        var covered = new int[Axes]; // What lies beyond no window reaches, so it is 0.
        var axes = new WindowAxis[Axes];
        for (int axis = 0; axis < Axes; axis++)
        {
            (long size, long before) = Transposed(y.Shape[axis + 1], _axes[axis], outputPadding?[axis]);
            sizes[axis] = AxisSize.Of(size, _who);
            long after = ((y.Shape[axis + 1] - 1L) * _axes[axis].Stride) + _axes[axis].Reach - size - before;
            covered[axis] = (int)(size + Math.Min(0, after));
            axes[axis] = _axes[axis] with { Same = false, PadBefore = before, PadAfter = Math.Max(0, after) };
        }

        Tensor x = new WindowN(axes, _who).ToInput(y, weights, covered);
        if (sizes.SequenceEqual(covered)) return x;
        return Ops.Pad(x, [(0, 0), .. sizes.Select((size, axis) => (0, size - covered[axis])), (0, 0)]);
    }

    // The gradient of Convolve to an input of known sizes.
    private Tensor ToInput(Tensor y, Tensor weights, int[] sizes)
    {
        if (Axes < 3)
            return OfImages(Node.Emit(new ConvolutionBackwardData(Plane, 1, Axes == 1 ? 1 : sizes[0], sizes[^1]), AsImages(y), AsPlane(weights))[0]);
        int depth = y.Shape[1], filters = weights.Shape[3];
        MetAxis? whole = _axes[0].On(sizes[0], depth);
        MetAxis met = whole ?? new MetAxis(new WindowAxis(1), 0, 0, 0);
        int count = met.Window.Size;
        var back = new ConvolutionBackwardData(Plane, 1, sizes[1], sizes[2]);
        Tensor pictures = Node.Emit(back, y.Reshape([-1, .. y.Shape[2..]]), Flat(Ops.Slice(weights, 0, met.First, count)))[0]
            .Reshape([y.Shape[0], depth, sizes[1], sizes[2], AxisSize.Product(_who, count, filters)]);
        if (whole is null) return Ops.Pad(Ops.Slice(Ops.Slice(pictures, 1, 0, 0), -1, 0, filters), [(0, 0), (sizes[0], 0), (0, 0), (0, 0), (0, 0)]);
        int before = AxisSize.Of(met.Window.PadBefore, _who), full = AxisSize.Of(met.Read + met.Window.PadBefore + met.Window.PadAfter, _who);
        Tensor? sum = null;
        for (int tap = 0; tap < count; tap++)
        {
            Tensor part = Spread(Ops.Slice(pictures, -1, tap * filters, filters), tap * met.Window.Dilation, met.Window.Stride, full);
            sum = sum is null ? part : sum + part;
        }

        Tensor met0 = Ops.Slice(sum!, 1, before, met.Read);
        return met.Read == sizes[0] ? met0 : Ops.Pad(met0, [(0, 0), (met.Skipped, sizes[0] - met.Skipped - met.Read), (0, 0), (0, 0), (0, 0)]);
    }

    // Keras' size of a transposed convolution's output, and where its first pixel lies before the windows' first places.
    private (long Size, long Before) Transposed(int size, WindowAxis window, int? outputPadding)
    {
        if (size == Shape.Unknown) throw new ShapeException($"{_who}: the sizes of all axes but the batch's must be known.");
        long full = ((size - 1L) * window.Stride) + window.Reach;
        if (outputPadding is not { } extra)
        {
            long usual = ((long)size * window.Stride) + (window.Same ? 0 : Math.Max(0, window.Reach - window.Stride));
            return (usual, window.Same ? Math.Max(0, full - usual) / 2 : 0);
        }

        if (extra < 0) throw new ShapeException($"{_who}: expected an output padding of at least 0, got {extra}.");
        long length = full + extra - (window.Same ? 2 * (window.Reach / 2) : 0);
        return (length, window.Same ? Math.Max(0, full - length) / 2 : 0);
    }

    // The planes that the window meets, with those of padding around them.
    private (Tensor Planes, MetAxis Met) Deep(Tensor x, int depth, int outDepth)
    {
        if (_axes[0].On(depth, outDepth) is not { } met)
        {
            // No plane at all: as many of zeros as there are results.
            Tensor none = Ops.Pad(Ops.Slice(x, 1, 0, 0), [(0, 0), (outDepth, 0), (0, 0), (0, 0), (0, 0)]);
            return (none, new MetAxis(new WindowAxis(1), 0, 0, outDepth));
        }

        int before = AxisSize.Of(met.Window.Before(met.Read), _who), after = AxisSize.Of(met.Window.After(met.Read), _who);
        x = Ops.Slice(x, 1, met.Skipped, met.Read);
        return (before == 0 && after == 0 ? x : Ops.Pad(x, [(0, 0), (before, after), (0, 0), (0, 0), (0, 0)]), met);
    }

    private int KnownDepth(Tensor x) => x.Shape[1] != Shape.Unknown ? x.Shape[1]
        : throw new ShapeException($"{_who}: the depth must be known, got {x.Shape}.");

    private Tensor AsImages(Tensor x) => Axes == 1 ? x.ExpandDims(1) : x;

    private Tensor AsPlane(Tensor weights) => Axes == 1 ? weights.ExpandDims(0) : weights;

    private Tensor OfImages(Tensor y) => Axes == 1 ? y.Squeeze(1) : y;

    // [depth, height, width, a, b] → [height, width, depth · a, b].
    private static Tensor Flat(Tensor w) => w.Transpose(1, 2, 0, 3, 4)
        .Reshape([w.Shape[1], w.Shape[2], AxisSize.Product("Convolution", w.Shape[0], w.Shape[3]), w.Shape[4]]);

    private static Tensor Every(Tensor x, int start, int count, int step) =>
        Node.Emit(new Slice([0, start, 0, 0, 0], x.Shape.With(1, count), new SliceSteps(1, step, 1, 1, 1)), x)[0];

    // Each group's channels stay together: its pictures one after the other.
    private static Tensor Join(Tensor[] taps, int groups)
    {
        Shape shape = taps[0].Shape;
        int channels = shape[4] / groups;
        Tensor[] parts = [.. taps.Select(tap => tap.Reshape([-1, shape[2], shape[3], groups, channels]))];
        return Ops.Concatenate(parts, -1).Reshape([-1, shape[2], shape[3], AxisSize.Product("Convolution", groups, channels, taps.Length)]);
    }

    // Depth [d] → positions start, start + step, … of a depth of so many, zeros between: by rows of a depth of d · step.
    private static Tensor Spread(Tensor x, int start, int step, int full)
    {
        int depth = x.Shape[1], spaced = AxisSize.Of(((depth - 1L) * step) + 1, "ConvTranspose");
        if (step > 1)
        {
            Tensor wide = Ops.Pad(x.ExpandDims(2), [(0, 0), (0, 0), (0, step - 1), (0, 0), (0, 0), (0, 0)]);
            x = Ops.Slice(wide.Reshape(x.Shape.With(1, AxisSize.Product("ConvTranspose", depth, step))), 1, 0, spaced);
        }

        return Ops.Pad(x, [(0, 0), (start, full - start - spaced), (0, 0), (0, 0), (0, 0)]);
    }
}
