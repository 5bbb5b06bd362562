namespace Cornea;

// Images read at other places.
public static partial class ImageOps
{
    /// <summary>Images moved, turned, sheared: the output at (x, y) is the input at ((a₀x + a₁y + a₂) / k, (b₀x + b₁y + b₂) / k), k = c₀x + c₁y + 1.</summary>
    /// <param name="images">[height, width, channels] or [batch, height, width, channels].</param>
    /// <param name="transform">[8] or [batch, 8]: a₀, a₁, a₂, b₀, b₁, b₂, c₀, c₁.</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="fillMode">What lies outside: constant, nearest (the edge), wrap, or reflect (mirrored, the edge twice).</param>
    /// <param name="fillValue">For constant.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    /// <remarks>The gradient goes to the images only, and is, as TensorFlow's, the gradient moved back by the inverse transform.</remarks>
    public static Tensor AffineTransform(
        Tensor images, Tensor transform, string interpolation = "bilinear", string fillMode = "constant", double fillValue = 0, DataFormat dataFormat = default)
    {
        CheckInterpolation("AffineTransform", interpolation);
        if (fillMode is not ("constant" or "nearest" or "wrap" or "reflect"))
            throw new ArgumentException($"AffineTransform: expected a fillMode of constant, nearest, wrap, reflect, got '{fillMode}'.");
        return OnBatch(images, dataFormat, "AffineTransform", x => Projected(x, transform.Rank == 1 ? transform.ExpandDims(0) : transform, interpolation, fillMode, fillValue));
    }

    /// <summary>Images seen in another perspective: what is at the start points comes to the end points.</summary>
    /// <param name="images">[height, width, channels] or [batch, height, width, channels].</param>
    /// <param name="startPoints">[4, 2] or [batch, 4, 2]: corners (x, y).</param>
    /// <param name="endPoints">Likewise.</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="fillValue">What lies outside.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    public static Tensor PerspectiveTransform(
        Tensor images, Tensor startPoints, Tensor endPoints, string interpolation = "bilinear", double fillValue = 0, DataFormat dataFormat = default)
    {
        CheckInterpolation("PerspectiveTransform", interpolation);
        Tensor start = startPoints.Rank == 2 ? startPoints.ExpandDims(0) : startPoints, end = endPoints.Rank == 2 ? endPoints.ExpandDims(0) : endPoints;
        return OnBatch(images, dataFormat, "PerspectiveTransform", x => Projected(x, Homography(start, end), interpolation, "constant", fillValue));
    }

    /// <summary>A tensor read at coordinates between its elements.</summary>
    /// <param name="inputs">Any shape.</param>
    /// <param name="coordinates">[rank, …]: the place along each axis, for each value of the result.</param>
    /// <param name="order">0: the nearest element; 1: linear between neighbours.</param>
    /// <param name="fillMode">What lies outside: constant, nearest (the edge), wrap, mirror (about the edge's middle), reflect (the edge twice).</param>
    /// <param name="fillValue">For constant.</param>
    public static Tensor MapCoordinates(Tensor inputs, Tensor coordinates, int order, string fillMode = "constant", double fillValue = 0) =>
        MapCoordinates(inputs, [.. Ops.Unstack(coordinates)], order, fillMode, fillValue);

    /// <inheritdoc cref="MapCoordinates(Tensor, Tensor, int, string, double)"/>
    public static Tensor MapCoordinates(Tensor inputs, IReadOnlyList<Tensor> coordinates, int order, string fillMode = "constant", double fillValue = 0)
    {
        if (order is not (0 or 1)) throw new ArgumentException($"MapCoordinates: expected order 0 or 1, got {order}.");
        if (coordinates.Count != inputs.Rank) throw new ShapeException($"MapCoordinates: expected coordinates for {inputs.Rank} axes of {inputs.Shape}, got {coordinates.Count}.");
        Tensor result = Sampled(inputs.Reshape([-1]), inputs.Shape, coordinates, Tensor.Number(0, DType.Int32), order, fillMode, fillValue);
        return inputs.DType.IsFloating ? result : Ops.Round(result).Cast(inputs.DType);
    }

    // Values [n] or rows [n, channels] of a grid of some sizes, read at coordinates; the place where the grid starts may differ.
    private static Tensor Sampled(Tensor values, Shape sizes, IReadOnlyList<Tensor> coordinates, Tensor start, int order, string fillMode, double fillValue)
    {
        DType dtype = Ops.FloatingOf(values);
        Tensor[] at = [.. coordinates.Select(coordinate => coordinate.Cast(dtype))];
        values = values.Cast(dtype);
        Tensor Wide(Tensor x) => values.Rank == 1 ? x : x.ExpandDims(-1);
        Tensor? sum = null;
        for (int corner = 0; corner < (order == 0 ? 1 : 1 << sizes.Rank); corner++)
        {
            Tensor place = Tensor.Number(0, DType.Int32), weight = Tensor.Number(1, dtype);
            Tensor? isInside = null;
            for (int axis = 0; axis < sizes.Rank; axis++)
            {
                int size = sizes[axis];
                Tensor lower = Ops.Floor(at[axis]), index = order == 0 ? Ops.Round(at[axis]) : lower + ((corner >> axis) & 1);
                if (order == 1) weight *= ((corner >> axis) & 1) == 1 ? at[axis] - lower : 1 - (at[axis] - lower);
                Tensor whole = index.Cast(DType.Int32);
                if (fillMode == "constant")
                {
                    Tensor own = Ops.LogicalAnd(whole >= 0, whole < size);
                    isInside = isInside is null ? own : Ops.LogicalAnd(isInside, own);
                }

                place = (place * size) + FixIndex(whole, size, fillMode);
            }

            Tensor value = Ops.Take(values, place + start, 0);
            if (isInside is not null) value = Ops.Where(Wide(isInside), value, fillValue);
            Tensor part = order == 0 ? value : value * Wide(weight);
            sum = sum is null ? part : sum + part;
        }

        return sum!;
    }

    private static Tensor FixIndex(Tensor index, int size, string fillMode) => fillMode switch
    {
        "constant" or "nearest" => Ops.Clip(index, 0, size - 1),
        "wrap" => Ops.Mod(index, size),
        "mirror" => Mirror(index, size),
        "reflect" => Ops.FloorDivide(Mirror((index * 2) + 1, (2 * size) + 1) - 1, 2),
        _ => throw new ArgumentException($"MapCoordinates: expected a fillMode of constant, nearest, wrap, mirror, reflect, got '{fillMode}'."),
    };

    private static Tensor Mirror(Tensor index, int size)
    {
        int last = size - 1;
        return last == 0 ? index * 0 : Ops.Abs(Ops.Mod(index + last, 2 * last) - last);
    }

    private static Tensor RoundAway(Tensor x) => Ops.Sign(x) * Ops.Floor(Ops.Abs(x) + 0.5);

    private static Tensor Projected(Tensor x, Tensor transform, string interpolation, string fillMode, double fillValue)
    {
        Tensor fixedX = Ops.StopGradient(x.DType.IsFloating ? x : x.Cast(DType.Float32)), matrix = Ops.StopGradient(transform).Cast(fixedX.DType);
        Tensor y = Read(fixedX, matrix, interpolation, fillMode, fillValue);
        if (!x.DType.IsFloating) return Ops.Round(y).Cast(x.DType);
        return Ops.CustomGradient(y, [x], dy => [Projected(dy, InverseTransform(matrix), interpolation, fillMode, 0)]);
    }

    private static Tensor Read(Tensor x, Tensor transform, string interpolation, string fillMode, double fillValue)
    {
        (int batch, int height, int width, int channels) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        Tensor Part(int index) => Ops.Slice(transform, -1, index, 1).Reshape([-1, 1, 1]);
        Tensor row = Ops.Arange(height).Cast(x.DType).Reshape([1, height, 1]), column = Ops.Arange(width).Cast(x.DType).Reshape([1, 1, width]);
        Tensor depth = (Part(6) * column) + (Part(7) * row) + 1;
        Tensor atX = MapInto(((Part(0) * column) + (Part(1) * row) + Part(2)) / depth, width, fillMode);
        Tensor atY = MapInto(((Part(3) * column) + (Part(4) * row) + Part(5)) / depth, height, fillMode);
        Tensor pixels = x.Reshape([batch * height * width, channels]);
        Tensor image = Ops.Arange(batch).Reshape([batch, 1, 1]) * (height * width);
        Tensor At(Tensor rows, Tensor columns)
        {
            Tensor isInside = Ops.LogicalAnd(Ops.LogicalAnd(rows >= 0, rows < height), Ops.LogicalAnd(columns >= 0, columns < width));
            Tensor place = (Ops.Clip(rows, 0, height - 1).Cast(DType.Int32) * width) + Ops.Clip(columns, 0, width - 1).Cast(DType.Int32) + image;
            return Ops.Where(isInside.ExpandDims(-1), Ops.Take(pixels, place, 0), fillValue);
        }

        Tensor result;
        if (interpolation == "nearest")
        {
            result = At(RoundAway(atY), RoundAway(atX));
        }
        else
        {
            Tensor top = Ops.Floor(atY), left = Ops.Floor(atX), down = (atY - top).ExpandDims(-1), right = (atX - left).ExpandDims(-1);
            Tensor upper = (At(top, left) * (1 - right)) + (At(top, left + 1) * right);
            Tensor lower = (At(top + 1, left) * (1 - right)) + (At(top + 1, left + 1) * right);
            result = (upper * (1 - down)) + (lower * down);
        }

        return Ops.Where(Ops.Equal(depth, 0).ExpandDims(-1), fillValue, result);
    }

    // A coordinate outside brought in, as TensorFlow's ImageProjectiveTransformV3 does.
    private static Tensor MapInto(Tensor at, int size, string fillMode)
    {
        switch (fillMode)
        {
            case "nearest":
                return Ops.Clip(at, 0, size - 1);
            case "reflect":
                if (size <= 1) return at * 0;
                Tensor below = Ops.Where(at < -2 * size, at + (Ops.Trunc(-at / (2 * size)) * (2 * size)), at);
                below = Ops.Where(below < -size, below + (2 * size), -below - 1);
                Tensor above = at - (Ops.Trunc(at / (2 * size)) * (2 * size));
                above = Ops.Where(above >= size, (2 * size) - above - 1, above);
                return Ops.Clip(Ops.Where(at < 0, below, Ops.Where(at > size - 1, above, at)), 0, size - 1);
            case "wrap":
                if (size <= 1) return at * 0;
                Tensor up = at + ((Ops.Trunc(-at / (size - 1)) + 1) * size), down = at - (Ops.Trunc(at / (size - 1)) * size);
                return Ops.Clip(Ops.Where(at < 0, up, Ops.Where(at > size - 1, down, at)), 0, size - 1);
            default:
                return at;
        }
    }

    private static Tensor InverseTransform(Tensor transform)
    {
        Tensor full = Ops.Concatenate([transform, Ops.Ones([transform.Shape[0], 1], transform.DType)], -1).Reshape([-1, 3, 3]);
        Tensor inverse = Ops.Inv(full).Reshape([-1, 9]);
        return Ops.Slice(inverse / Ops.Slice(inverse, -1, 8, 1), -1, 0, 8);
    }

    // The eight numbers that take the end points to the start points: two equations for each corner.
    internal static Tensor Homography(Tensor start, Tensor end)
    {
        Tensor Part(Tensor points, int coordinate) => Ops.Slice(points, -1, coordinate, 1).Squeeze(-1);
        DType dtype = Ops.FloatingOf(start);
        Tensor toX = Part(start, 0).Cast(dtype), toY = Part(start, 1).Cast(dtype), x = Part(end, 0).Cast(dtype), y = Part(end, 1).Cast(dtype);
        Tensor zero = Ops.ZerosLike(x), one = Ops.OnesLike(x);
        Tensor forX = Ops.Stack([x, y, one, zero, zero, zero, -toX * x, -toX * y], -1), forY = Ops.Stack([zero, zero, zero, x, y, one, -toY * x, -toY * y], -1);
        return Ops.Solve(Ops.Concatenate([forX, forY], 1), Ops.Concatenate([toX, toY], 1));
    }

    private static void CheckInterpolation(string who, string interpolation)
    {
        if (interpolation is not ("bilinear" or "nearest")) throw new ArgumentException($"{who}: expected an interpolation of bilinear, nearest, got '{interpolation}'.");
    }
}
