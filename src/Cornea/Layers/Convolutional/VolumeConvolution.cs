using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>Convolutions over volumes by those over images: the window's pictures become channels of one picture.</summary>
internal static class VolumeConvolution
{
    /// <summary>x [batch, depth, height, width, channels], w [depth, height, width, channels / groups, filters].</summary>
    public static Tensor Forward(Tensor x, Tensor w, int[] strides, int[] dilations, bool same, int groups, string who)
    {
        int count = w.Shape[0], depth = x.Shape[1];
        if (depth == Shape.Unknown) throw new ShapeException($"{who}: the depth must be known, got {x.Shape}.") { NamesLayer = true };
        int reach = ((count - 1) * dilations[0]) + 1;
        int outDepth = same ? (depth + strides[0] - 1) / strides[0] : ((depth - reach) / strides[0]) + 1;
        if (depth < reach && !same)
            throw new ShapeException($"{who}: the window's depth of {reach} doesn't fit into a depth of {depth}; use padding \"same\" or larger volumes.") { NamesLayer = true };
        if (same) x = PadDepth(x, Before(depth, outDepth, strides[0], reach), Math.Max(0, ((outDepth - 1) * strides[0]) + reach - depth));
        Tensor pictures = Join([.. Enumerable.Range(0, count).Select(tap => Every(x, tap * dilations[0], outDepth, strides[0]))], groups);
        Tensor y = Node.Emit(new Convolution(Window(w, strides, dilations, same), groups), pictures, Flat(w))[0];
        return y.Reshape([x.Shape[0], outDepth, y.Shape[1], y.Shape[2], y.Shape[3]]);
    }

    /// <summary>x [batch, depth, height, width, channels], w [depth, height, width, filters, channels], to the given sizes.</summary>
    public static Tensor Transposed(Tensor x, Tensor w, int[] strides, int[] dilations, bool same, int[] sizes)
    {
        int count = w.Shape[0], depth = x.Shape[1], filters = w.Shape[3], reach = ((count - 1) * dilations[0]) + 1;
        Tensor flat = x.Reshape([-1, .. x.Shape[2..]]);
        var back = new ConvolutionBackwardData(Window(w, strides, dilations, same), 1, sizes[1], sizes[2]);
        Tensor pictures = Node.Emit(back, flat, Flat(w))[0].Reshape([x.Shape[0], depth, sizes[1], sizes[2], count * filters]);
        int full = Math.Max(((depth - 1) * strides[0]) + reach, sizes[0]), before = same ? Before(sizes[0], (sizes[0] + strides[0] - 1) / strides[0], strides[0], reach) : 0;
        full = Math.Max(full, before + sizes[0]);
        Tensor? sum = null;
        for (int tap = 0; tap < count; tap++)
        {
            Tensor part = Spread(Ops.Slice(pictures, -1, tap * filters, filters), tap * dilations[0], strides[0], full);
            sum = sum is null ? part : sum + part;
        }

        return Ops.Slice(sum!, 1, before, sizes[0]);
    }

    private static Window2D Window(Tensor w, int[] strides, int[] dilations, bool same) =>
        new(w.Shape[1], w.Shape[2], strides[1], strides[2], dilations[1], dilations[2], same);

    // [depth, height, width, a, b] → [height, width, depth · a, b].
    private static Tensor Flat(Tensor w) =>
        w.Transpose(1, 2, 0, 3, 4).Reshape([w.Shape[1], w.Shape[2], w.Shape[0] * w.Shape[3], w.Shape[4]]);

    private static Tensor PadDepth(Tensor x, int before, int total) => Ops.Pad(x, [(0, 0), (before, total - before), (0, 0), (0, 0), (0, 0)]);

    private static int Before(int size, int windows, int stride, int reach) => Math.Max(0, ((windows - 1) * stride) + reach - size) / 2;

    private static Tensor Every(Tensor x, int start, int count, int step) =>
        Node.Emit(new Slice([0, start, 0, 0, 0], x.Shape.With(1, count), new SliceSteps(1, step, 1, 1, 1)), x)[0];

    // Each group's channels stay together: its pictures one after the other.
    private static Tensor Join(Tensor[] taps, int groups)
    {
        Shape shape = taps[0].Shape;
        int channels = shape[4] / groups;
        Tensor[] parts = [.. taps.Select(tap => tap.Reshape([-1, shape[2], shape[3], groups, channels]))];
        return Ops.Concatenate(parts, -1).Reshape([-1, shape[2], shape[3], groups * channels * taps.Length]);
    }

    // Depth [d] → positions start, start + step, … of a depth of so many, zeros between: by rows of a depth of d · step.
    private static Tensor Spread(Tensor x, int start, int step, int full)
    {
        int depth = x.Shape[1], spaced = ((depth - 1) * step) + 1;
        if (step > 1)
        {
            Tensor wide = Ops.Pad(x.ExpandDims(2), [(0, 0), (0, 0), (0, step - 1), (0, 0), (0, 0), (0, 0)]);
            x = Ops.Slice(wide.Reshape(x.Shape.With(1, depth * step)), 1, 0, spaced);
        }

        return Ops.Pad(x, [(0, 0), (start, full - start - spaced), (0, 0), (0, 0), (0, 0)]);
    }
}
