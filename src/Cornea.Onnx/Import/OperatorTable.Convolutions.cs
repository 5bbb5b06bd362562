using Cornea.Layers;

namespace Cornea.Onnx;

internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Convolutions() =>
    [
        One("Conv", call => Conv(call, call[0], call[1], call.At(2))),
        One("ConvTranspose", ConvTranspose),
    ];

    /// <summary>A convolution; with constant weights a layer.</summary>
    private static Value Conv(OperatorCall call, Value x, Value weights, Value? bias)
    {
        (int rank, int axes) = (x.Rank, x.Rank - 2);
        if (weights.Rank != rank || axes is < 1 or > 3) throw new ShapeException($"expected images of three to five axes and weights of as many, got {rank} and {weights.Rank}");
        int[] sizes = x.Sizes, of = weights.Sizes;
        int groups = checked((int)call.Int("group", 1)), channels = sizes[1];
        if (groups < 1 || of[0] % groups != 0) throw new ShapeException($"{of[0]} filters can't be cut into {groups} groups");
        if (channels == Shape.Unknown) throw new ShapeException("the number of its input's channels isn't known");
        if (channels != (long)of[1] * groups) throw new ShapeException($"its weights ({string.Join(", ", of)}) take {(long)of[1] * groups} channels, its input has {channels}");
        var window = new WindowAttributes(call, sizes[2..], of[2..]);
        Layout layout = Layout.ChannelsLast(rank);
        Tensor image = x.To(layout);
        bool isSame = window.IsPadded && window.IsSame(sizes[2..]);
        if (call.Text("auto_pad", "") == "SAME_UPPER") isSame = true;
        bool isLayer = weights.IsConstant && IsOfLayer(x) && bias is not { IsConstant: false };

        // Layers take steps or dilated windows, as Keras' do: with both, all pixels are computed, and those a step apart taken.
        bool isThinned = isLayer && window.Strides.Any(step => step > 1) && window.Dilations.Any(step => step > 1);
        if (isThinned && sizes[2..].Contains(Shape.Unknown)) throw OperatorCall.Unsupported("a convolution with strides and dilations above 1 of an image whose size isn't known");
        int[] strides = isThinned ? [.. window.Strides.Select(_ => 1)] : window.Strides;
        isSame &= !isThinned;
        Padding padding = isSame ? "same" : "valid";
        if (!isSame && window.IsPadded) image = ZerosAround(call, image, window);

        Tensor kernel = weights.Plain.Transpose([.. Enumerable.Range(2, axes), 1, 0]);
        if (!isLayer)
        {
            Tensor y = Ops.Conv(image, kernel, window.Strides, padding, dilationRate: window.Dilations);
            return call.Give(bias is null ? y : y + bias.Plain, layout);
        }

        int filters = of[0];
        Tensor? offset = bias?.Plain ?? call.Import.AbsorbBias(call.Node.Outputs[0], value => value.Rank >= axes + 1 && value.Tensor.Shape.ElementCount == filters && value.Sizes[^(axes + 1)] == filters);
        offset = offset?.Reshape([filters]);
        if (groups == channels && groups > 1 && axes <= 2)
        {
            Tensor depthwise = weights.Plain.Reshape([channels, filters / channels, .. of[2..]]).Transpose([.. Enumerable.Range(2, axes), 0, 1]);
            Layer layer = axes == 1
                ? new DepthwiseConv1D(of[2], strides[0], padding, filters / channels, dilationRate: window.Dilations[0], useBias: offset is not null, depthwiseInitializer: "zeros", name: call.Name)
                : new DepthwiseConv2D((of[2], of[3]), Pair(strides), padding, filters / channels, dilationRate: Pair(window.Dilations), useBias: offset is not null, depthwiseInitializer: "zeros", name: call.Name);
            return Given(call.Call(layer, image, offset is null ? [depthwise] : [depthwise, offset]));
        }

        Layer convolution = axes switch
        {
            1 => new Conv1D(filters, of[2], strides[0], padding, default, window.Dilations[0], groups, useBias: offset is not null, kernelInitializer: "zeros", name: call.Name),
            2 => new Conv2D(filters, (of[2], of[3]), Pair(strides), padding, default, Pair(window.Dilations), groups, useBias: offset is not null, kernelInitializer: "zeros", name: call.Name),
            _ => new Conv3D(filters, (of[2], of[3], of[4]), Triple(strides), padding, default, Triple(window.Dilations), groups, useBias: offset is not null, kernelInitializer: "zeros", name: call.Name),
        };
        return Given(call.Call(convolution, image, offset is null ? [kernel] : [kernel, offset]));

        Value Given(Tensor y) => call.Give(isThinned ? Thinned(y, window.Strides) : y, layout);
    }

    // Every so many pixels of an image with the channels last.
    private static Tensor Thinned(Tensor image, int[] strides) => Ops.GetItem(image, [TensorIndex.Slice(), .. strides.Select(step => TensorIndex.Slice(null, null, step)), TensorIndex.Slice()]);

    private static Size2 Pair(int[] sizes) => (sizes[0], sizes[1]);

    private static Size3 Triple(int[] sizes) => (sizes[0], sizes[1], sizes[2]);

    // Zeros around an image with the channels last: a layer, as Keras' networks have it.
    private static Tensor ZerosAround(OperatorCall call, Tensor image, WindowAttributes window)
    {
        (int[] before, int[] after) = (window.Before, window.After);
        if (before.Concat(after).Any(size => size < 0)) throw OperatorCall.Unsupported("negative padding");
        string name = call.Import.LayerName($"{call.Name}_pad");
        return (before.Length switch
        {
            1 => (Layer)new ZeroPadding1D((before[0], after[0]), name: name),
            2 => new ZeroPadding2D(((before[0], after[0]), (before[1], after[1])), name: name),
            _ => new ZeroPadding3D(new Margins3((before[0], after[0]), (before[1], after[1]), (before[2], after[2])), name: name),
        }).Call(image);
    }

    private static Value ConvTranspose(OperatorCall call)
    {
        Value x = call[0], weights = call[1];
        (int rank, int axes) = (x.Rank, x.Rank - 2);
        if (weights.Rank != rank || axes is < 1 or > 3) throw new ShapeException($"expected images of three to five axes and weights of as many, got {rank} and {weights.Rank}");
        int[] sizes = x.Sizes, of = weights.Sizes, spatial = sizes[2..];
        int groups = checked((int)call.Int("group", 1)), filters = checked(of[1] * groups);
        if (groups < 1 || sizes[1] % groups != 0 || sizes[1] != of[0]) throw new ShapeException($"its weights ({string.Join(", ", of)}) in {groups} groups don't fit {sizes[1]} channels");
        if (spatial.Contains(Shape.Unknown)) throw new ShapeException("the image's sizes must be known");
        var window = new WindowAttributes(call, [.. spatial.Select(_ => 1)], of[2..]);
        (int[] before, int[] after) = TransposedPads(call, window, spatial);
        Layout layout = Layout.ChannelsLast(rank);
        Tensor image = x.To(layout);

        // What no padding takes off: every pixel a window's distance apart, the last one's window whole.
        Tensor y;
        Tensor kernel = weights.Plain.Transpose([.. Enumerable.Range(2, axes), 1, 0]);
        bool isWhole = after.All(size => size >= 0) && window.Kernel.Zip(window.Strides).All(pair => pair.First >= pair.Second) && window.Dilations.All(step => step == 1);
        if (isWhole && groups == 1 && weights.IsConstant && IsOfLayer(x) && call.At(2) is null or { IsConstant: true })
        {
            bool isSame = Enumerable.Range(0, axes).All(axis => window.Kernel[axis] - window.Strides[axis] is var total && before[axis] == total / 2 && after[axis] == total - (total / 2));
            Padding padding = isSame ? "same" : "valid";
            Tensor? bias = call.At(2)?.Plain;
            Layer layer = axes switch
            {
                1 => new Conv1DTranspose(filters, of[2], window.Strides[0], padding, useBias: bias is not null, kernelInitializer: "zeros", name: call.Name),
                2 => new Conv2DTranspose(filters, (of[2], of[3]), Pair(window.Strides), padding, useBias: bias is not null, kernelInitializer: "zeros", name: call.Name),
                _ => new Conv3DTranspose(filters, (of[2], of[3], of[4]), Triple(window.Strides), padding, useBias: bias is not null, kernelInitializer: "zeros", name: call.Name),
            };
            y = call.Call(layer, image, bias is null ? [kernel] : [kernel, bias]);
            return call.Give(isSame ? y : TakenOff(y, before, after), layout);
        }

        Tensor[] parts = [.. Enumerable.Range(0, groups).Select(group => Spread(
            groups == 1 ? image : Ops.Slice(image, rank - 1, group * (sizes[1] / groups), sizes[1] / groups),
            groups == 1 ? kernel : Ops.Slice(kernel, rank - 1, group * (sizes[1] / groups), sizes[1] / groups), window))];
        y = TakenOff(parts.Length == 1 ? parts[0] : Ops.Concatenate(parts, rank - 1), before, after);
        return call.Give(call.At(2) is { } offset ? y + offset.Plain : y, layout);
    }

    // The transposed convolution whole: its window, dilated or smaller than the stride, written out with zeros between.
    private static Tensor Spread(Tensor image, Tensor kernel, WindowAttributes window)
    {
        int axes = window.Kernel.Length;
        for (int axis = 0; axis < axes; axis++)
        {
            int reach = Math.Max(window.Reach[axis], window.Strides[axis]);
            if (reach == window.Kernel[axis]) continue;
            Tensor[] taps = [.. Enumerable.Range(0, window.Kernel[axis]).SelectMany(tap => new[]
            {
                Ops.Slice(kernel, axis, tap, 1),
                Ops.Zeros(kernel.Shape.ToArray().Select((size, place) => place == axis ? (tap < window.Kernel[axis] - 1 ? window.Dilations[axis] - 1 : reach - window.Reach[axis]) : size).ToArray()),
            })];
            kernel = Ops.Concatenate(taps, axis);
        }

        Tensor y = Ops.ConvTranspose(image, kernel, window.Strides, "valid");
        for (int axis = 0; axis < axes; axis++)
        {
            int whole = checked(((image.Shape[axis + 1] - 1) * window.Strides[axis]) + window.Reach[axis]);
            if (y.Shape[axis + 1] > whole) y = Ops.Slice(y, axis + 1, 0, whole);
        }

        return y;
    }

    // How much is taken off before and after; negative: so many zeros more.
    private static (int[] Before, int[] After) TransposedPads(OperatorCall call, WindowAttributes window, int[] spatial)
    {
        int axes = spatial.Length;
        int[] more = call.Ints("output_padding") ?? new int[axes];
        int[]? shape = call.Ints("output_shape") is { Length: > 0 } given ? given[^axes..] : null;
        string mode = call.Text("auto_pad", "NOTSET");
        bool isSame = mode is "SAME_UPPER" or "SAME_LOWER";
        if (more.Length != axes) throw new ShapeException($"expected {axes} numbers as output_padding, got {more.Length}");
        if (shape is null && !isSame) return (window.Before, [.. window.After.Select((size, axis) => size - more[axis])]);
        var before = new int[axes];
        var after = new int[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            int wanted = shape?[axis] ?? checked(spatial[axis] * window.Strides[axis]);
            int total = checked((window.Strides[axis] * (spatial[axis] - 1)) + more[axis] + window.Reach[axis] - wanted);
            int half = total >> 1, rest = total - half;
            (before[axis], int end) = mode == "SAME_UPPER" ? (half, rest) : (rest, half);
            if (total < 0) (before[axis], end) = (0, total);
            after[axis] = end - more[axis];
        }

        return (before, after);
    }

    private static Tensor TakenOff(Tensor y, int[] before, int[] after)
    {
        for (int axis = 0; axis < before.Length; axis++)
        {
            int low = before[axis], high = Math.Max(0, after[axis]);
            if (low < 0) throw OperatorCall.Unsupported("negative padding");
            if (low + high > 0) y = Ops.Slice(y, axis + 1, low, y.Shape[axis + 1] - low - high);
        }

        if (after.All(size => size >= 0)) return y;
        return Ops.Pad(y, [(0, 0), .. after.Select(size => (0, Math.Max(0, -size))), (0, 0)]);
    }
}
