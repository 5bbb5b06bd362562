namespace Cornea.Onnx;

/// <summary>Images read between their pixels, at places that are values themselves.</summary>
internal static class ImageSampling
{
    /// <summary>GridSample: one value for each place of a grid, in coordinates from −1 to 1; of an image or a volume.</summary>
    public static Value Grid(OperatorCall call)
    {
        Value x = call[0];
        int axes = x.Rank - 2;
        if (axes is < 2 or > 3) throw OperatorCall.Unsupported($"an image of {x.Rank} axes");
        Layout layout = Layout.ChannelsLast(x.Rank);
        Tensor image = x.To(layout), grid = call[1].Plain;
        int[] sizes = image.Shape.ToArray()[1..^1];
        bool isAligned = call.Flag("align_corners");
        string mode = call.Text("mode", "bilinear"), padding = call.Text("padding_mode", "zeros");
        bool isCubic = mode is "bicubic" or "cubic"; // Its pixels are moved to the edge one by one, not the place between them.
        Tensor[] places = [.. sizes.Select((size, axis) => Pixels(grid[TensorIndex.Ellipsis, axes - 1 - axis], size))]; // Across comes first in a grid.
        Tensor y = mode switch
        {
            "nearest" => At([.. places.Select(place => Ops.Round(place))]),
            "bilinear" or "linear" => Blend(places, 1, distance => 1 - Ops.Abs(distance), At),
            _ when isCubic => Blend(places, 2, Cubic, At),
            _ => throw OperatorCall.Unsupported($"the mode '{mode}'"),
        };
        return call.Give(y, layout);

        Tensor Pixels(Tensor place, int size)
        {
            Tensor at = isAligned ? (place + 1) / 2 * (size - 1) : (((place + 1) * size) - 1) / 2;
            return isCubic ? at : padding == "border" ? Ops.Clip(at, 0, size - 1) : padding == "reflection" ? Reflected(at, size) : at;
        }

        // Mirrored at the edges (at the pixels' centres where corners are aligned) until it lies inside.
        Tensor Reflected(Tensor at, int size)
        {
            double low = isAligned ? 0 : -0.5, span = isAligned ? size - 1 : size;
            if (span == 0) return at * 0;
            Tensor distance = Ops.Abs(at - low), rest = Ops.Mod(distance, 2 * span);
            return Ops.Clip(Ops.Where(rest > span, (2 * span) - rest, rest) + low, 0, size - 1);
        }

        Tensor At(Tensor[] pixel) => Pixel(image, padding == "reflection" ? [.. pixel.Zip(sizes, Reflected)] : pixel, isZeroOutside: padding == "zeros");
    }

    /// <summary>AffineGrid: the places of a grid, in coordinates from −1 to 1, turned and moved by a matrix for each sample.</summary>
    public static Value AffineGrid(OperatorCall call)
    {
        Tensor theta = call[0].Plain;
        int[] size = call[1].Numbers("size").Select(number => checked((int)number)).ToArray();
        int axes = size.Length - 2;
        if (axes is < 2 or > 3 || theta.Rank != 3 || theta.Shape[1] != axes || theta.Shape[2] != axes + 1) throw new ShapeException($"matrices of {theta.Shape} don't fit a grid of {axes} axes");
        if (size.Any(count => count < 1)) throw new ShapeException($"expected sizes of at least 1, got {string.Join(", ", size)}");
        int[] spatial = size[2..];
        double points = spatial.Aggregate(1.0, (product, count) => product * count);
        call.Import.Take(8 * points * (axes + 1), "a grid");
        bool isAligned = call.Flag("align_corners");
        var table = new float[checked((int)points * (axes + 1))];
        for (int point = 0, at = 0; point < (int)points; point++)
        {
            for (int axis = axes - 1, rest = point; axis >= 0; axis--) // Across comes first, and changes fastest.
            {
                (rest, int index) = Math.DivRem(rest, spatial[axis]);
                table[at++] = (float)(isAligned ? spatial[axis] == 1 ? 0 : (2.0 * index / (spatial[axis] - 1)) - 1 : (((2.0 * index) + 1) / spatial[axis]) - 1);
            }

            table[at++] = 1;
        }

        Tensor grid = Ops.MatMul(Tensor.From(table, [(int)points, axes + 1]).Cast(theta.DType), theta.Transpose([0, 2, 1]));
        return call.Give(grid.Reshape([theta.Shape[0], .. spatial, axes]));
    }

    /// <summary>DeformConv: a convolution each of whose pixels is read beside its place, by an offset of its own, and weighed by a mask.</summary>
    /// <remarks>Source: Dai et al. 2017, Deformable Convolutional Networks; Zhu et al. 2019, Deformable ConvNets v2.</remarks>
    public static Value Deformed(OperatorCall call)
    {
        Value x = call[0], weights = call[1];
        if (x.Rank != 4 || weights.Rank != 4 || call[2].Rank != 4) throw OperatorCall.Unsupported($"an image of {x.Rank} axes");
        Layout layout = Layout.ChannelsLast(4);
        Tensor image = x.To(layout), offset = call[2].To(layout);
        Tensor? mask = call.At(4)?.To(layout);
        int[] of = weights.Sizes;
        int channels = image.Shape[3], groups = checked((int)call.Int("group", 1)), parts = checked((int)call.Int("offset_group", 1)), taps = checked(of[2] * of[3]);
        if (groups < 1 || parts < 1 || channels % parts != 0 || of[0] % groups != 0 || channels != (long)of[1] * groups) throw new ShapeException($"{channels} channels don't fit weights ({string.Join(", ", of)}) in {groups} groups, with {parts} groups of offsets");
        if (offset.Shape[3] != 2L * parts * taps || (mask is not null && mask.Shape[3] != (long)parts * taps)) throw new ShapeException($"its offsets have {offset.Shape[3]} channels; expected {2L * parts * taps}, and half as many of its mask");
        var window = new WindowAttributes(call, [image.Shape[1], image.Shape[2]], of[2..]);
        (int rows, int columns) = (window.Outputs(image.Shape[1], 0), window.Outputs(image.Shape[2], 1));
        if (offset.Shape[1] != rows || offset.Shape[2] != columns) throw new ShapeException($"its offsets are for {offset.Shape[1]}×{offset.Shape[2]} pixels, its windows are {rows}×{columns}");

        var samples = new Tensor[taps];
        for (int tap = 0; tap < taps; tap++)
        {
            (int down, int across) = Math.DivRem(tap, of[3]);
            Tensor top = Start(0, rows, down).ExpandDims(1), left = Start(1, columns, across);
            samples[tap] = Ops.Concatenate([.. Enumerable.Range(0, parts).Select(part => Sample(part, (part * taps) + tap, top, left))], -1);
        }

        // [batch, rows, columns, taps, channels] times [taps · channels of a group, filters of a group].
        Tensor windows = Ops.Stack(samples, 3), kernel = weights.Plain.Transpose([2, 3, 1, 0]);
        Tensor y = Ops.Concatenate([.. Enumerable.Range(0, groups).Select(group => Ops.MatMul(
            Ops.Slice(windows, 4, group * of[1], of[1]).Reshape([windows.Shape[0], rows, columns, taps * of[1]]),
            Ops.Slice(kernel, 3, group * (of[0] / groups), of[0] / groups).Reshape([taps * of[1], of[0] / groups])))], -1);
        return call.Give(call.At(3) is { } bias ? y + bias.Plain : y, layout);

        Tensor Start(int axis, int count, int tap) => Tensor.From([.. Enumerable.Range(0, count).Select(index => (float)((index * window.Strides[axis]) - window.Before[axis] + (tap * window.Dilations[axis])))], [count]);

        Tensor Sample(int part, int place, Tensor top, Tensor left)
        {
            Tensor own = Ops.Slice(image, 3, part * (channels / parts), channels / parts);
            Tensor value = Blend([offset[TensorIndex.Ellipsis, 2 * place] + top, offset[TensorIndex.Ellipsis, (2 * place) + 1] + left], 1, distance => 1 - Ops.Abs(distance), pixel => Pixel(own, pixel, isZeroOutside: true));
            return mask is null ? value : value * Ops.Slice(mask, 3, place, 1);
        }
    }

    /// <summary>RoiAlign: the mean or the largest of samples in each cell of regions of an image.</summary>
    public static Value RegionsOfInterest(OperatorCall call)
    {
        Layout layout = Layout.ChannelsLast(4);
        Tensor image = call[0].To(layout), regions = call[1].Plain, owners = call[2].Plain;
        (int height, int width, int channels) = (image.Shape[1], image.Shape[2], image.Shape[3]);
        int rows = checked((int)call.Int("output_height", 1)), columns = checked((int)call.Int("output_width", 1)), ratio = checked((int)call.Int("sampling_ratio", 0));
        if (ratio <= 0) throw OperatorCall.Unsupported("a number of samples that depends on the region's size (sampling_ratio 0)");
        double scale = call.Float("spatial_scale", 1), offset = call.Text("coordinate_transformation_mode", call.Opset >= 16 ? "half_pixel" : "output_half_pixel") == "half_pixel" ? 0.5 : 0;
        Tensor left = (regions[.., 0] * scale) - offset, top = (regions[.., 1] * scale) - offset;
        Tensor across = (regions[.., 2] * scale) - offset - left, down = (regions[.., 3] * scale) - offset - top;
        if (offset == 0) (across, down) = (Ops.Maximum(across, 1), Ops.Maximum(down, 1));
        call.Import.Take(64.0 * rows * columns * ratio * ratio, "a table of samples");

        // [regions, samples] of places down and across.
        Tensor ys = Places(top, down, rows), xs = Places(left, across, columns);
        Tensor planes = Ops.Take(image, owners.Cast(DType.Int32), 0).Reshape([-1, checked(height * width), channels]);
        Tensor[] samples = new Tensor[4];
        Tensor y0 = Ops.Clip(Ops.Floor(Ops.Clip(ys, 0, height - 1)), 0, height - 1), x0 = Ops.Clip(Ops.Floor(Ops.Clip(xs, 0, width - 1)), 0, width - 1);
        Tensor dy = Ops.Clip(ys, 0, height - 1) - y0, dx = Ops.Clip(xs, 0, width - 1) - x0;
        Tensor outside = Ops.LogicalOr(Grid2(Ops.LogicalOr(ys < -1, ys > height), true), Grid2(Ops.LogicalOr(xs < -1, xs > width), false));
        for (int corner = 0; corner < 4; corner++)
        {
            (int below, int right) = (corner / 2, corner % 2);
            Tensor row = Ops.Minimum(y0 + below, height - 1), column = Ops.Minimum(x0 + right, width - 1);
            Tensor place = (Grid2(row, true) * width) + Grid2(column, false);
            Tensor weight = Grid2(below == 1 ? dy : 1 - dy, true) * Grid2(right == 1 ? dx : 1 - dx, false);
            samples[corner] = Pick(planes, place.Cast(DType.Int32)) * Ops.Where(outside, 0, weight).ExpandDims(-1);
        }

        bool isMean = call.Text("mode", "avg") == "avg";
        Tensor joined = isMean ? samples.Aggregate((a, b) => a + b) : samples.Aggregate(Ops.Maximum);
        Tensor cells = joined.Reshape([-1, rows, ratio, columns, ratio, channels]);
        return call.Give(isMean ? Ops.Mean(cells, (2, 4)) : Ops.Max(cells, (2, 4)), layout);

        Tensor Places(Tensor start, Tensor extent, int cells)
        {
            Tensor steps = Tensor.From([.. Enumerable.Range(0, cells * ratio).Select(index => (float)(((index / ratio) + (((index % ratio) + 0.5) / ratio)) / cells))], [1, cells * ratio]);
            return start.ExpandDims(1) + (extent.ExpandDims(1) * steps);
        }

        static Tensor Grid2(Tensor values, bool isDown) => values.ExpandDims(isDown ? 2 : 1);
    }

    // The pixels around a place, each by a filter of its distance along every axis.
    private static Tensor Blend(Tensor[] places, int reach, Func<Tensor, Tensor> filter, Func<Tensor[], Tensor> at)
    {
        Tensor[] floors = [.. places.Select(Ops.Floor)];
        Tensor? sum = null;
        int width = 2 * reach;
        for (int tap = 0; tap < Math.Pow(width, places.Length); tap++)
        {
            var pixel = new Tensor[places.Length];
            Tensor? weight = null;
            for (int axis = places.Length - 1, rest = tap; axis >= 0; axis--, rest /= width)
            {
                pixel[axis] = floors[axis] + ((rest % width) + 1 - reach);
                Tensor own = filter(places[axis] - pixel[axis]);
                weight = weight is null ? own : weight * own;
            }

            Tensor part = at(pixel) * weight!.ExpandDims(-1);
            sum = sum is null ? part : sum + part;
        }

        return sum!;
    }

    // The pixels of an image or a volume, channels last, at whole numbers [batch, …]; what lies outside is 0, or as the edge.
    private static Tensor Pixel(Tensor image, Tensor[] pixel, bool isZeroOutside)
    {
        int[] sizes = image.Shape.ToArray()[1..^1];
        Tensor? inside = null, place = null;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            Tensor isWithin = Ops.LogicalAnd(pixel[axis] >= 0, pixel[axis] <= sizes[axis] - 1), clipped = Ops.Clip(pixel[axis], 0, sizes[axis] - 1).Cast(DType.Int32);
            inside = inside is null ? isWithin : Ops.LogicalAnd(inside, isWithin);
            place = place is null ? clipped : (place * sizes[axis]) + clipped;
        }

        Tensor picked = Pick(image.Reshape([-1, sizes.Aggregate((a, b) => checked(a * b)), image.Shape[^1]]), place!);
        return isZeroOutside ? Ops.Where(inside!.ExpandDims(-1), picked, 0) : picked;
    }

    // values [batch, places, channels] at indices [batch, …].
    private static Tensor Pick(Tensor values, Tensor indices)
    {
        Shape shape = indices.Shape;
        Tensor flat = indices.Reshape([shape[0], -1, 1]);
        int count = flat.Shape[1];
        Tensor picked = Ops.TakeAlongAxis(values, flat.BroadcastTo([flat.Shape[0], count, values.Shape[2]]), 1);
        return picked.Reshape([shape[0], .. shape[1..], values.Shape[2]]);
    }

    private static Tensor Cubic(Tensor distance)
    {
        const double A = -0.75;
        Tensor x = Ops.Abs(distance);
        Tensor near = ((((A + 2) * x) - (A + 3)) * x * x) + 1, far = ((((A * x) - (5 * A)) * x) + (8 * A)) * x - (4 * A);
        return Ops.Where(x <= 1, near, Ops.Where(x < 2, far, 0));
    }
}
