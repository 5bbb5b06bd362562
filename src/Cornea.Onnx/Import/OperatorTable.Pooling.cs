using Cornea.Layers;

namespace Cornea.Onnx;

internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Pooling() =>
    [
        Many("MaxPool", MaxPool),
        One("AveragePool", AveragePool),
        One("LpPool", LpPool),
        One("GlobalAveragePool", call => Global(call, keep => new GlobalAveragePooling1D(keepDims: keep, name: call.Name), keep => new GlobalAveragePooling2D(keepDims: keep, name: call.Name), keep => new GlobalAveragePooling3D(keepDims: keep, name: call.Name), (x, axes) => Ops.Mean(x, axes, keepDims: true))),
        One("GlobalMaxPool", call => Global(call, keep => new GlobalMaxPooling1D(keepDims: keep, name: call.Name), keep => new GlobalMaxPooling2D(keepDims: keep, name: call.Name), keep => new GlobalMaxPooling3D(keepDims: keep, name: call.Name), (x, axes) => Ops.Max(x, axes, keepDims: true))),
        One("GlobalLpPool", call =>
        {
            double p = call.Float("p", 0) is 0 ? call.Int("p", 2) : call.Float("p", 2);
            Layout layout = Layout.ChannelsLast(call[0].Rank);
            Tensor x = call[0].To(layout);
            return call.Give(Ops.Power(Ops.Sum(Ops.Power(Ops.Abs(x), p), (Axes)(int[])[.. Enumerable.Range(1, x.Rank - 2)], keepDims: true), 1 / p), layout);
        }),
        One("MaxUnpool", MaxUnpool),
    ];

    private static Value Global(OperatorCall call, Func<bool, Layer> sequence, Func<bool, Layer> image, Func<bool, Layer> volume, Func<Tensor, Axes, Tensor> reduce)
    {
        Value x = call[0];
        Layout layout = Layout.ChannelsLast(x.Rank);
        if (x.Rank < 3) throw new ShapeException($"expected at least three axes, got {x.Rank}");
        Tensor y = x.To(layout);
        if (!IsOfLayer(x) || x.Rank > 5) return call.Give(reduce(y, (Axes)(int[])[.. Enumerable.Range(1, x.Rank - 2)]), layout);
        Func<bool, Layer> layer = x.Rank switch
        {
            3 => sequence,
            4 => image,
            _ => volume,
        };
        return call.Give(layer(true).Call(y), layout);
    }

    private static Value[] MaxPool(OperatorCall call)
    {
        Value x = call[0];
        int[] sizes = x.Sizes;
        var window = new WindowAttributes(call, sizes[2..]);
        Layout layout = Layout.ChannelsLast(x.Rank);
        Tensor image = x.To(layout);
        if (call.Wants(1)) return MaxPoolWithPlaces(call, window);
        bool isCeil = call.Flag("ceil_mode"), isPlain = window.Dilations.All(step => step == 1);
        bool isSame = isPlain && !isCeil && (call.Text("auto_pad", "") == "SAME_UPPER" || (window.IsPadded && window.IsSame(sizes[2..])));
        if (!image.DType.IsFloating)
        {
            image = image.Cast(DType.Float64); // Whole numbers of 53 bits come through.
        }

        if (!isSame) image = PaddedForPool(image, window, sizes[2..], isCeil, double.NegativeInfinity);
        Tensor y;
        if (!isPlain) y = DilatedMax(image, window);
        else if (!IsOfLayer(x)) y = Ops.MaxPool(image, window.Kernel, window.Strides, isSame ? "same" : "valid");
        else y = PoolLayer(call, window, isSame, isMax: true).Call(image);
        return [call.Give(x.DType.IsFloating ? y : y.Cast(x.DType), layout)];
    }

    private static Layer PoolLayer(OperatorCall call, WindowAttributes window, bool isSame, bool isMax)
    {
        (int[] size, int[] step, Padding padding) = (window.Kernel, window.Strides, isSame ? "same" : "valid");
        return (size.Length, isMax) switch
        {
            (1, true) => new MaxPooling1D(size[0], step[0], padding, name: call.Name),
            (2, true) => new MaxPooling2D(Pair(size), Pair(step), padding, name: call.Name),
            (_, true) => new MaxPooling3D(Triple(size), Triple(step), padding, name: call.Name),
            (1, false) => new AveragePooling1D(size[0], step[0], padding, name: call.Name),
            (2, false) => new AveragePooling2D(Pair(size), Pair(step), padding, name: call.Name),
            (_, false) => new AveragePooling3D(Triple(size), Triple(step), padding, name: call.Name),
        };
    }

    // What windows may read around an image; where a last one reaches beyond, that too.
    private static Tensor PaddedForPool(Tensor image, WindowAttributes window, int[] spatial, bool isCeil, double value)
    {
        (int, int)[] widths = [(0, 0), .. spatial.Select((size, axis) =>
        {
            int after = window.After[axis];
            if (isCeil && size == Shape.Unknown) throw OperatorCall.Unsupported("ceil_mode on an image whose size isn't known");
            if (isCeil) after = Math.Max(after, checked(((window.Outputs(size, axis, ceil: true) - 1) * window.Strides[axis]) + window.Reach[axis] - size - window.Before[axis]));
            return (window.Before[axis], after);
        }), (0, 0)];
        if (widths.All(width => width == (0, 0))) return image;
        return Ops.Pad(image, widths, constantValues: value);
    }

    // The largest of as many pictures as the window has places, each moved by one.
    private static Tensor DilatedMax(Tensor image, WindowAttributes window)
    {
        if (window.Kernel.Sum(size => (long)size) > 4096) throw OperatorCall.Unsupported($"a dilated window of {string.Join("×", window.Kernel)}");
        int axes = window.Kernel.Length;
        for (int axis = 0; axis < axes; axis++)
        {
            int place = axis + 1;
            int count = ((image.Shape[place] - window.Reach[axis]) / window.Strides[axis]) + 1;
            Tensor? largest = null;
            for (int tap = 0; tap < window.Kernel[axis]; tap++)
            {
                int start = tap * window.Dilations[axis];
                TensorIndex[] key = [.. Enumerable.Range(0, image.Rank).Select(other => other == place ? TensorIndex.Slice(start, start + ((count - 1) * window.Strides[axis]) + 1, window.Strides[axis]) : TensorIndex.Slice())];
                Tensor part = Ops.GetItem(image, key);
                largest = largest is null ? part : Ops.Maximum(largest, part);
            }

            image = largest!;
        }

        return image;
    }

    // With the place of each largest value among all of its picture: windows side by side, then the first of the largest.
    private static Value[] MaxPoolWithPlaces(OperatorCall call, WindowAttributes window)
    {
        Value x = call[0];
        int[] sizes = x.Sizes, spatial = sizes[2..];
        if (sizes[1..].Contains(Shape.Unknown)) throw OperatorCall.Unsupported("giving the places of the largest values of an image whose size isn't known");
        int axes = spatial.Length;
        bool isCeil = call.Flag("ceil_mode");
        int[] outputs = [.. spatial.Select((size, axis) => window.Outputs(size, axis, isCeil))];
        long taps = Product(window.Kernel), count = Product(outputs);
        call.Import.Take(8.0 * taps * count, "a table of windows");
        int pixels = checked((int)Product(spatial));
        var places = new int[checked((int)(taps * count))];
        for (int index = 0; index < places.Length; index++)
        {
            (long output, long tap) = (index / taps, index % taps);
            long place = 0, stride = 1;
            for (int axis = axes - 1; axis >= 0; axis--)
            {
                long at = (output % outputs[axis] * window.Strides[axis]) - window.Before[axis] + (tap % window.Kernel[axis] * window.Dilations[axis]);
                (output, tap) = (output / outputs[axis], tap / window.Kernel[axis]);
                place = place < 0 || at < 0 || at >= spatial[axis] ? -1 : place + (at * stride);
                stride *= spatial[axis];
            }

            places[index] = place < 0 ? pixels : (int)place;
        }

        // One pixel more than the image has stands for what lies around.
        Tensor flat = Ops.Pad(x.Plain.Cast(DType.Float32).Reshape([-1, sizes[1], pixels]), [(0, 0), (0, 0), (0, 1)], constantValues: double.NegativeInfinity);
        Tensor windows = Ops.Take(flat, places, 2).Reshape([-1, sizes[1], (int)count, (int)taps]);
        Tensor best = Ops.ArgMax(windows, 3);
        Tensor table = Tensor.From(places, [1, 1, (int)count, (int)taps]);
        Tensor chosen = Ops.Sum(Ops.Where(Ops.OneHot(best, (int)taps, dtype: DType.Bool), table, 0), 3).Cast(DType.Int64);
        if (call.Int("storage_order", 0) == 1 && axes == 2)
        {
            Tensor height = Number(spatial[0], DType.Int64), width = Number(spatial[1], DType.Int64);
            chosen = (Ops.Mod(chosen, width) * height) + Ops.FloorDivide(chosen, width);
        }

        Tensor planes = Ops.Arange(sizes[1], dtype: DType.Int64).Reshape([1, sizes[1], 1]) * Number(pixels, DType.Int64);
        if (sizes[0] == Shape.Unknown) throw OperatorCall.Unsupported("giving the places of the largest values of an unknown number of samples");
        planes += Ops.Arange(sizes[0], dtype: DType.Int64).Reshape([sizes[0], 1, 1]) * Number((double)pixels * sizes[1], DType.Int64);
        Shape shape = [sizes[0], sizes[1], .. outputs];
        return [call.Give(Ops.Max(windows, 3).Cast(x.DType).Reshape(shape)), call.Give((chosen + planes).Reshape(shape))];
    }

    private static Value AveragePool(OperatorCall call)
    {
        Value x = call[0];
        int[] sizes = x.Sizes, spatial = sizes[2..];
        var window = new WindowAttributes(call, spatial);
        Layout layout = Layout.ChannelsLast(x.Rank);
        Tensor image = x.To(layout);
        bool isCeil = call.Flag("ceil_mode"), countsPads = call.Flag("count_include_pad"), isPlain = window.Dilations.All(step => step == 1);
        bool isSame = isPlain && !isCeil && !countsPads && (call.Text("auto_pad", "") == "SAME_UPPER" || (window.IsPadded && window.IsSame(spatial)));
        if (isPlain && (isSame || (!isCeil && (!window.IsPadded || countsPads))))
        {
            if (!isSame && window.IsPadded) image = IsOfLayer(x) ? ZerosAround(call, image, window) : PaddedForPool(image, window, spatial, false, 0);
            return call.Give(IsOfLayer(x) ? PoolLayer(call, window, isSame, isMax: false).Call(image) : Ops.AveragePool(image, window.Kernel, window.Strides, isSame ? "same" : "valid"), layout);
        }

        // Sums, divided by how many places of each window count: a window may reach beyond the image and even beyond the padding.
        Tensor padded = PaddedForPool(image, window, spatial, isCeil, 0);
        Tensor sums = WindowSums(padded, window);
        for (int axis = 0; axis < spatial.Length; axis++)
        {
            if (spatial[axis] == Shape.Unknown) throw OperatorCall.Unsupported("this padding of an image whose size isn't known");
            int outputs = window.Outputs(spatial[axis], axis, isCeil);
            call.Import.Take((double)outputs * window.Kernel[axis], "a table of shares");
            (int from, int to) = countsPads ? (-window.Before[axis], spatial[axis] + window.After[axis]) : (0, spatial[axis]);
            var shares = new float[outputs];
            for (int index = 0; index < outputs; index++)
            {
                int start = (index * window.Strides[axis]) - window.Before[axis];
                int counted = Enumerable.Range(0, window.Kernel[axis]).Count(tap => start + (tap * window.Dilations[axis]) is var at && at >= from && at < to);
                shares[index] = 1f / counted;
            }

            sums *= Tensor.From(shares, [.. Enumerable.Range(0, x.Rank).Select(place => place == axis + 1 ? outputs : 1)]);
        }

        return call.Give(sums, layout);
    }

    private static Tensor WindowSums(Tensor image, WindowAttributes window)
    {
        int channels = image.Shape[^1] is >= 0 and var known ? known : throw OperatorCall.Unsupported("pooling an image whose number of channels isn't known"), axes = window.Kernel.Length;
        if (axes <= 2) return Ops.DepthwiseConv(image, Ops.Ones([.. window.Kernel, channels, 1]), window.Strides, dilationRate: window.Dilations);
        Tensor planes = image.Transpose([0, axes + 1, .. Enumerable.Range(1, axes)]);
        Tensor flat = planes.Reshape([-1, .. planes.Shape[2..], 1]);
        Tensor sums = Ops.Conv(flat, Ops.Ones([.. window.Kernel, 1, 1]), window.Strides, dilationRate: window.Dilations);
        return sums.Reshape([-1, channels, .. sums.Shape[1..^1]]).Transpose([0, .. Enumerable.Range(2, axes), 1]);
    }

    private static Value LpPool(OperatorCall call)
    {
        Value x = call[0];
        int[] spatial = x.Sizes[2..];
        var window = new WindowAttributes(call, spatial);
        Layout layout = Layout.ChannelsLast(x.Rank);
        double p = call.Int("p", 2);
        Tensor powers = PaddedForPool(Ops.Power(Ops.Abs(x.To(layout)), p), window, spatial, call.Flag("ceil_mode"), 0);
        return call.Give(Ops.Power(WindowSums(powers, window), 1 / p), layout);
    }

    private static Value MaxUnpool(OperatorCall call)
    {
        Value x = call[0];
        int[] sizes = x.Sizes;
        if (sizes.Contains(Shape.Unknown)) throw OperatorCall.Unsupported("an unknown size");
        var window = new WindowAttributes(call, sizes[2..]);
        int[] small = [.. sizes[..2], .. sizes[2..].Select((size, axis) => checked(((size - 1) * window.Strides[axis]) - window.Before[axis] - window.After[axis] + window.Reach[axis]))];
        int[] shape = call.At(2) is { } given ? [.. given.Numbers("output_shape").Select(size => checked((int)size))] : small;
        if (shape.Length != sizes.Length) throw new ShapeException($"expected {sizes.Length} sizes as output_shape, got {shape.Length}");
        Tensor places = call[1].Plain.Reshape([-1]);

        // The places count in the image that was pooled; they go over to the one that is wanted.
        Tensor rest = places.Cast(DType.Int64), target = Ops.ZerosLike(rest);
        long stride = 1;
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            Tensor size = Number(small[axis], DType.Int64);
            target += Ops.Mod(rest, size) * Number(stride, DType.Int64);
            rest = Ops.FloorDivide(rest, size);
            stride *= shape[axis];
        }

        Tensor zeros = Ops.Zeros([checked((int)stride)], x.DType);
        return call.Give(Ops.ScatterUpdate(zeros, target.ExpandDims(1), x.Plain.Reshape([-1])).Reshape(shape));
    }
}
