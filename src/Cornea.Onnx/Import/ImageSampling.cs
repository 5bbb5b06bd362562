namespace Cornea.Onnx;

/// <summary>Images read between their pixels, at places that are values themselves.</summary>
internal static class ImageSampling
{
    /// <summary>GridSample: one value for each place of a grid, in coordinates from −1 to 1.</summary>
    public static Value Grid(OperatorCall call)
    {
        Value x = call[0];
        if (x.Rank != 4) throw OperatorCall.Unsupported($"an image of {x.Rank} axes");
        Layout layout = Layout.ChannelsLast(4);
        Tensor image = x.To(layout), grid = call[1].Plain;
        (int height, int width) = (image.Shape[1], image.Shape[2]);
        bool isAligned = call.Flag("align_corners");
        string mode = call.Text("mode", "bilinear"), padding = call.Text("padding_mode", "zeros");
        Tensor across = Pixels(grid[.., .., .., 0], width), down = Pixels(grid[.., .., .., 1], height);
        Tensor y = mode switch
        {
            "nearest" => At(Ops.Round(down), Ops.Round(across)),
            "bilinear" or "linear" => Blend(1, distance => 1 - Ops.Abs(distance)),
            "bicubic" or "cubic" => Blend(2, Cubic),
            _ => throw OperatorCall.Unsupported($"the mode '{mode}'"),
        };
        return call.Give(y, layout);

        Tensor Pixels(Tensor place, int size)
        {
            Tensor at = isAligned ? (place + 1) / 2 * (size - 1) : (((place + 1) * size) - 1) / 2;
            return padding == "border" && mode is not ("bicubic" or "cubic") ? Ops.Clip(at, 0, size - 1) : padding == "reflection" && mode is not ("bicubic" or "cubic") ? Reflected(at, size) : at;
        }

        // Mirrored at the edges (at the pixels' centres where corners are aligned) until it lies inside.
        Tensor Reflected(Tensor at, int size)
        {
            double low = isAligned ? 0 : -0.5, span = isAligned ? size - 1 : size;
            if (span == 0) return at * 0;
            Tensor distance = Ops.Abs(at - low), rest = Ops.Mod(distance, 2 * span);
            return Ops.Clip(Ops.Where(rest > span, (2 * span) - rest, rest) + low, 0, size - 1);
        }

        Tensor Blend(int reach, Func<Tensor, Tensor> filter)
        {
            Tensor top = Ops.Floor(down), left = Ops.Floor(across);
            Tensor? sum = null;
            for (int row = 1 - reach; row <= reach; row++)
            {
                for (int column = 1 - reach; column <= reach; column++)
                {
                    Tensor weight = filter(down - (top + row)) * filter(across - (left + column));
                    Tensor part = At(top + row, left + column) * weight.ExpandDims(-1);
                    sum = sum is null ? part : sum + part;
                }
            }

            return sum!;
        }

        Tensor At(Tensor row, Tensor column)
        {
            if (padding == "reflection") (row, column) = (Reflected(row, height), Reflected(column, width));
            Tensor inside = Ops.LogicalAnd(Ops.LogicalAnd(row >= 0, row <= height - 1), Ops.LogicalAnd(column >= 0, column <= width - 1));
            Tensor place = ((Ops.Clip(row, 0, height - 1) * width) + Ops.Clip(column, 0, width - 1)).Cast(DType.Int32);
            Tensor flat = image.Reshape([-1, height * width, image.Shape[3]]), picked = Pick(flat, place);
            return padding == "zeros" ? Ops.Where(inside.ExpandDims(-1), picked, 0) : picked;
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
