namespace Cornea.Onnx.Tests.Nodes;

// The operators that changed in versions 18 to 21.
internal static partial class RandomOperators
{
    private static IEnumerable<RandomOperator> Changed() =>
    [
        new("AffineGrid", 20, 21, AffineGrid),
        new("AveragePool", 19, 21, AveragePool),
        new("BitwiseAnd", 18, 21, draw => Bitwise(draw, "BitwiseAnd")),
        new("BitwiseNot", 18, 21, draw => draw.Add("BitwiseNot", [draw.Feed(draw.Integers(draw.Sizes(2), -9, 9))], [])),
        new("BitwiseOr", 18, 21, draw => Bitwise(draw, "BitwiseOr")),
        new("BitwiseXor", 18, 21, draw => Bitwise(draw, "BitwiseXor")),
        new("Cast", 19, 21, Cast),
        new("CenterCropPad", 18, 21, CenterCropPad),
        new("Col2Im", 18, 21, Col2Im),
        new("ConstantOfShape", 20, 21, draw => draw.Add("ConstantOfShape", draw.Add("Shape", [draw.Feed(draw.Floats(draw.Sizes(3)))], [], isInner: true), [])),
        new("DeformConv", 19, 21, DeformConv),
        new("DFT", 20, 21, Fourier),
        new("Equal", 19, 21, Equal),
        new("Flatten", 21, 21, Flatten),
        new("Gelu", 20, 21, draw => draw.Add("Gelu", [draw.Feed(draw.Floats(draw.Sizes(3), -4, 4))], draw.Coin() ? [] : [("approximate", draw.OneOf("none", "tanh"))])),
        new("GridSample", 20, 21, GridSample),
        new("GroupNormalization", 18, 21, GroupNormalization),
        new("IsInf", 20, 21, IsInf),
        new("IsNaN", 20, 21, draw => draw.Add("IsNaN", [draw.Feed(Special(draw))], [])),
        new("LpPool", 18, 21, LpPool),
        new("Mish", 18, 21, draw => draw.Add("Mish", [draw.Feed(draw.Floats(draw.Sizes(2), -30, 30))], [])),
        new("Pad", 18, 21, Pad),
        new("QuantizeLinear", 19, 21, Quantize),
        new("ReduceL1", 18, 21, draw => Reduce(draw, "ReduceL1")),
        new("ReduceL2", 18, 21, draw => Reduce(draw, "ReduceL2")),
        new("ReduceLogSum", 18, 21, draw => Reduce(draw, "ReduceLogSum")),
        new("ReduceLogSumExp", 18, 21, draw => Reduce(draw, "ReduceLogSumExp")),
        new("ReduceMax", 18, 21, draw => Reduce(draw, "ReduceMax")),
        new("ReduceMean", 18, 21, draw => Reduce(draw, "ReduceMean")),
        new("ReduceMin", 18, 21, draw => Reduce(draw, "ReduceMin")),
        new("ReduceProd", 18, 21, draw => Reduce(draw, "ReduceProd")),
        new("ReduceSumSquare", 18, 21, draw => Reduce(draw, "ReduceSumSquare")),
        new("Reshape", 19, 21, Reshape),
        new("Resize", 18, 21, Resize),
        new("ScatterElements", 18, 21, ScatterElements),
        new("ScatterND", 18, 21, ScatterND),
        new("Shape", 19, 21, Shape),
        new("Size", 19, 21, draw => draw.Add("Size", [draw.Feed(draw.Floats(draw.Sizes(3)))], [])),
        new("Split", 18, 21, Split),
        new("Squeeze", 21, 21, Squeeze),
        new("Transpose", 21, 21, Transpose),
        new("Unsqueeze", 21, 21, Unsqueeze),
    ];

    private static void AffineGrid(RandomNode draw)
    {
        int spatial = draw.Between(2, 3), batch = draw.Between(1, 3);
        bool isAligned = draw.Coin();
        int[] size = [batch, draw.Between(1, 3), .. draw.Sizes(spatial).Select(count => isAligned ? count + 1 : count)]; // Where one pixel's corners are, ONNX Runtime and PyTorch don't agree: here as PyTorch.
        draw.Add("AffineGrid", [draw.Feed(draw.Floats([batch, spatial, spatial + 1])), draw.Store(size)], [("align_corners", isAligned ? 1L : 0L)]);
    }

    private static void AveragePool(RandomNode draw)
    {
        int spatial = draw.Between(1, 3);
        int[] shape = [draw.Between(1, 2), draw.Between(1, 4), .. draw.Sizes(spatial, 9)];
        draw.Add("AveragePool", [draw.Feed(draw.Floats(shape))], [.. Windows(draw, shape), ("count_include_pad", draw.OneOf(0L, 1L))]);
    }

    private static void LpPool(RandomNode draw)
    {
        int spatial = draw.Between(1, 3);
        int[] shape = [draw.Between(1, 2), draw.Between(1, 4), .. draw.Sizes(spatial, 9)];
        draw.Add("LpPool", [draw.Feed(draw.Floats(shape))], [.. Windows(draw, shape), ("p", (long)draw.Between(1, 3))]);
    }

    private static List<(string Name, object Value)> Windows(RandomNode draw, int[] shape)
    {
        int spatial = shape.Length - 2;
        bool isDilated = draw.Opset >= 19 && draw.Coin();
        long[] dilations = Several(draw, spatial, 1, isDilated ? 2 : 1), kernel = [.. shape.Skip(2).Zip(dilations, (size, step) => (long)draw.Between(1, Math.Min(((size - 1) / (int)step) + 1, 4)))];
        var attributes = new List<(string Name, object Value)> { ("kernel_shape", kernel) };
        long[] strides = Several(draw, spatial, 1, 3);
        if (draw.Coin()) attributes.Add(("strides", strides));
        if (draw.Coin()) attributes.Add(("ceil_mode", 1L));
        bool isGap = kernel.Zip(strides).Any(pair => pair.First < pair.Second); // "Same" padding would be negative: TensorFlow takes it as none, ONNX Runtime takes off pixels.
        if (isDilated) attributes.Add(("dilations", dilations)); // Which ONNX Runtime forgets where padding is "same".
        else if (!isGap && draw.Coin()) attributes.Add(("auto_pad", draw.OneOf("SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET")));
        else if (draw.Coin()) attributes.Add(("pads", (long[])[.. kernel.Concat(kernel).Select(size => (long)draw.Between(0, (int)size - 1))]));
        return attributes;
    }

    private static long[] Several(RandomNode draw, int count, int least, int most) => [.. Enumerable.Range(0, count).Select(_ => (long)draw.Between(least, most))];

    private static void Bitwise(RandomNode draw, string operation)
    {
        int[] shape = draw.Sizes(3), other = [.. shape.Skip(draw.Between(0, 2)).Select(size => draw.Coin() ? 1 : size)];
        draw.Add(operation, [draw.Feed(draw.Integers(shape, -20, 20)), draw.Feed(draw.Integers(other, -20, 20))], []);
    }

    private static void Cast(RandomNode draw)
    {
        int[] shape = draw.Sizes(2);
        Tensor values = draw.OneOf<Func<Tensor>>(() => draw.Floats(shape, -200, 200), () => draw.Integers(shape, -3, 300), () => draw.Booleans(shape))();
        bool isNegative = values.ToArray<double>().Any(value => value < 0);
        ElementType[] targets = [ElementType.Float, ElementType.Int32, ElementType.Int64, ElementType.Bool, .. isNegative ? (ElementType[])[] : [ElementType.UInt8]]; // A negative number as an unsigned one is nobody's business.
        draw.Add("Cast", [draw.Feed(values)], [("to", (long)draw.OneOf(targets)), .. draw.Coin() ? ((string, object)[])[("saturate", draw.OneOf(0L, 1L))] : []]);
    }

    private static void CenterCropPad(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4)), axes = draw.Coin() ? draw.Axes(shape.Length) : [];
        draw.Add("CenterCropPad", [draw.Feed(draw.Floats(shape)), draw.Store(draw.Sizes(axes.Length == 0 ? shape.Length : axes.Length, 9))], axes.Length == 0 ? [] : [("axes", Longs(axes))]);
    }

    private static void Col2Im(RandomNode draw)
    {
        int spatial = draw.Between(1, 3);
        int[] block = draw.Sizes(spatial, 3), image = [.. block.Select(size => size + draw.Between(0, 4))];
        long[] strides = Several(draw, spatial, 1, 2), dilations = Several(draw, spatial, 1, spatial == 2 ? 2 : 1), pads = Several(draw, 2 * spatial, 0, 1); // ONNX Runtime loses pixels of dilated windows of one or three axes.
        long columns = 1;
        for (int axis = 0; axis < spatial; axis++)
            columns *= Math.Max(0, ((image[axis] + pads[axis] + pads[axis + spatial] - ((block[axis] - 1) * dilations[axis]) - 1) / strides[axis]) + 1);
        int[] shape = [draw.Between(1, 2), draw.Between(1, 3) * block.Aggregate((a, b) => a * b), (int)columns];
        draw.Add("Col2Im", [draw.Feed(draw.Floats(shape)), draw.Store(image), draw.Store(block)], [("strides", strides), ("dilations", dilations), ("pads", pads)]);
    }

    private static void DeformConv(RandomNode draw)
    {
        int groups = draw.Between(1, 2), parts = draw.Between(1, 2), channels = groups * parts * draw.Between(1, 2), filters = groups * draw.Between(1, 2), batch = draw.Between(1, 2);
        int[] kernel = draw.Sizes(2, 3), image = [.. kernel.Select(size => (2 * size) + draw.Between(0, 3))];
        long[] strides = Several(draw, 2, 1, 2), dilations = Several(draw, 2, 1, 2), pads = Several(draw, 4, 0, 1);
        int[] outputs = [.. Enumerable.Range(0, 2).Select(axis => (int)((image[axis] + pads[axis] + pads[axis + 2] - ((kernel[axis] - 1) * dilations[axis]) - 1) / strides[axis]) + 1)];
        int taps = kernel[0] * kernel[1];
        string[] inputs =
        [
            draw.Feed(draw.Floats([batch, channels, .. image])),
            draw.Store(draw.Floats([filters, channels / groups, .. kernel])),
            draw.Feed(draw.Floats([batch, 2 * parts * taps, .. outputs])),
            draw.Coin() ? draw.Store(draw.Floats([filters])) : "",
            draw.Coin() ? draw.Feed(draw.Floats([batch, parts * taps, .. outputs], 0, 1)) : "",
        ];
        draw.Add("DeformConv", inputs, [("group", (long)groups), ("offset_group", (long)parts), ("strides", strides), ("dilations", dilations), ("pads", pads)]);
    }

    private static void Fourier(RandomNode draw)
    {
        bool isComplex = draw.Coin();
        int[] shape = [.. draw.Sizes(draw.Between(2, 3)), isComplex ? 2 : 1];
        int axis = draw.Between(isComplex ? 0 : 1, shape.Length - 2);
        string x = draw.Feed(draw.Floats(shape)), length = draw.Coin() ? draw.Store(Tensor.From([(long)draw.Between(1, 8)], [])) : "";
        (string, object)[] attributes = [.. isComplex && draw.Coin() ? ((string, object)[])[("inverse", 1L)] : [], .. !isComplex && draw.Coin() ? ((string, object)[])[("onesided", 1L)] : []];
        draw.Add("DFT", [x, length, draw.Store(Tensor.From([(long)axis], []))], attributes);
    }

    private static void Equal(RandomNode draw)
    {
        int[] shape = draw.Sizes(3), other = [.. shape.Select(size => draw.Coin() ? 1 : size)];
        if (draw.Coin()) draw.Add("Equal", [draw.Feed(draw.Integers(shape, 0, 2)), draw.Feed(draw.Integers(other, 0, 2))], []);
        else draw.Add("Equal", [draw.Feed(draw.Booleans(shape)), draw.Feed(draw.Booleans(other))], []);
    }

    private static void Flatten(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 5));
        draw.Add("Flatten", [draw.Feed(draw.Floats(shape))], draw.Coin() ? [] : [("axis", (long)draw.Between(-shape.Length, shape.Length))]);
    }

    private static void GridSample(RandomNode draw)
    {
        int spatial = draw.Between(2, 3), batch = draw.Between(1, 2);
        int[] shape = [batch, draw.Between(1, 3), .. draw.Sizes(spatial)], grid = [batch, .. draw.Sizes(spatial), spatial];
        draw.Add("GridSample", [draw.Feed(draw.Floats(shape)), draw.Feed(draw.Floats(grid, -1.3f, 1.3f))],
            [("mode", draw.OneOf("linear", "nearest", "cubic")), ("padding_mode", draw.OneOf("zeros", "border", "reflection")), ("align_corners", draw.OneOf(0L, 1L))]);
    }

    private static void GroupNormalization(RandomNode draw)
    {
        int groups = draw.Between(1, 3), channels = groups * draw.Between(1, 3), scales = draw.Opset < 21 ? groups : channels;
        int[] shape = [draw.Between(1, 2), channels, .. draw.Sizes(draw.Between(1, 3))];
        draw.Add("GroupNormalization", [draw.Feed(draw.Floats(shape)), draw.Store(draw.Floats([scales])), draw.Store(draw.Floats([scales]))], [("num_groups", (long)groups), .. draw.Coin() ? ((string, object)[])[("epsilon", 0.01f)] : []]);
    }

    private static Tensor Special(RandomNode draw)
    {
        int[] shape = draw.Sizes(2);
        Tensor values = draw.Floats(shape);
        return Tensor.From([.. values.ToArray<float>().Select(value => draw.OneOf(value, float.NaN, float.PositiveInfinity, float.NegativeInfinity))], shape);
    }

    private static void IsInf(RandomNode draw) =>
        draw.Add("IsInf", [draw.Feed(Special(draw))], [("detect_negative", draw.OneOf(0L, 1L)), ("detect_positive", draw.OneOf(0L, 1L))]);

    private static void Pad(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4)), axes = draw.Coin() ? draw.Axes(shape.Length) : [.. Enumerable.Range(0, shape.Length)];
        string mode = draw.OneOf(["constant", "reflect", "edge", .. draw.Opset >= 19 ? (string[])["wrap"] : []]);
        int Amount(int axis) => mode == "constant" ? draw.Between(-1, 3) : mode == "reflect" ? draw.Between(0, shape[(axis + shape.Length) % shape.Length] - 1) : draw.Between(0, 2);
        int[] pads = [.. axes.Concat(axes).Select(Amount)];
        for (int index = 0; index < axes.Length; index++)
            if (pads[index] + pads[index + axes.Length] + shape[(axes[index] + shape.Length) % shape.Length] < 1) pads[index] = 1;
        bool hasValue = mode == "constant" && draw.Coin();
        string[] inputs = [draw.Feed(draw.Floats(shape)), draw.Store(pads), hasValue ? draw.Store(draw.Floats([])) : "", draw.Store(axes)];
        draw.Add("Pad", axes.Length == shape.Length && draw.Coin() && axes.SequenceEqual(Enumerable.Range(0, shape.Length)) ? inputs[..3] : inputs, [("mode", mode)]);
    }

    private static void Quantize(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4));
        int axis = draw.Between(0, shape.Length - 1), block = draw.Between(1, 3);
        int kind = draw.Between(0, draw.Opset >= 21 ? 2 : 1); // One scale; one for each place of an axis; one for each block.
        int[] scales = kind == 0 ? [] : kind == 1 ? [shape[axis]] : [.. shape.Select((size, own) => own == axis ? (size + block - 1) / block : size)];
        ElementType type = draw.OneOf([ElementType.UInt8, ElementType.Int8, .. draw.Opset >= 21 ? (ElementType[])[ElementType.UInt16, ElementType.Int16] : []]);
        Tensor points = type switch
        {
            ElementType.UInt8 => draw.Integers(scales, 0, 255).Cast(DType.UInt8),
            ElementType.Int8 => draw.Integers(scales, -128, 127),
            ElementType.UInt16 => draw.Integers(scales, 0, 65535),
            _ => draw.Integers(scales, -32768, 32767),
        };
        string scale = draw.Store(draw.Floats(scales, 0.004f, 0.05f)), point = draw.Store(points, type);
        (string, object)[] attributes = kind == 0 ? [] : kind == 1 ? [("axis", (long)axis)] : [("axis", (long)axis), ("block_size", (long)block)];
        string quantised = draw.Add("QuantizeLinear", [draw.Feed(draw.Floats(shape)), scale, point], attributes, isInner: true)[0];
        draw.Add("DequantizeLinear", [quantised, scale, point], attributes);
    }

    private static void Reduce(RandomNode draw, string operation)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4));
        Tensor values = draw.OneOf<Func<Tensor>>(
            () => draw.Floats(shape, operation is "ReduceLogSum" or "ReduceMean" ? 0.1f : -2),
            () => operation == "ReduceLogSumExp" ? draw.Floats(shape) : draw.Integers(shape, 1, operation == "ReduceProd" ? 1 : 3), // Exponentials in whole numbers, a product too large for its type: nobody's business.
            () => draw.Opset >= 20 && operation is "ReduceMax" or "ReduceMin" ? draw.Booleans(shape) : draw.Floats(shape, 0.1f))();
        string x = draw.Feed(values);
        (string, object)[] attributes = [.. draw.Coin() ? ((string, object)[])[("keepdims", draw.OneOf(0L, 1L))] : [], .. draw.Coin() ? ((string, object)[])[("noop_with_empty_axes", draw.OneOf(0L, 1L))] : []];
        draw.Add(operation, draw.Coin() ? [x] : draw.Between(0, 5) == 0 ? [x, draw.Store()] : [x, draw.Store(draw.Axes(shape.Length))], attributes);
    }

    private static void Reshape(RandomNode draw)
    {
        int[] shape = draw.Sizes(3);
        int whole = shape[0] * shape[1] * shape[2];
        bool allowsZero = draw.Between(0, 3) == 0;
        int[] target = allowsZero ? draw.OneOf<int[]>([whole], [-1, shape[2]]) : draw.OneOf<int[]>([0, -1], [shape[2], shape[1], shape[0]], [-1], [1, 0, -1], [0, 0, 0], [shape[0] * shape[1], 1, shape[2]]);
        draw.Add("Reshape", [draw.Feed(draw.Floats(shape)), draw.Store(target)], allowsZero ? [("allowzero", 1L)] : []);
    }

    private static void Resize(RandomNode draw)
    {
        int rank = draw.Between(3, 4);
        int[] shape = draw.Sizes(rank), all = [.. Enumerable.Range(0, rank)], spatial = all[2..];
        int[] axes = draw.Coin() ? spatial : draw.Coin() ? all : [.. spatial.Select(axis => axis - rank)];
        string mode = draw.OneOf("nearest", "linear", "cubic"), coordinates = draw.OneOf(["half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel", .. draw.Opset >= 19 ? (string[])["half_pixel_symmetric"] : []]);
        var attributes = new List<(string Name, object Value)>
        {
            ("mode", mode),
            ("coordinate_transformation_mode", coordinates),
        };
        if (mode == "nearest") attributes.Add(("nearest_mode", coordinates == "half_pixel_symmetric" ? "round_prefer_floor" : draw.OneOf("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"))); // Its places lie on pixels: a last bit would tell floor from ceil.
        if (mode == "cubic" && draw.Coin()) attributes.Add(("exclude_outside", 1L));
        if (mode == "cubic" && draw.Coin()) attributes.Add(("cubic_coeff_a", -0.5f));
        if (mode != "nearest" && draw.Between(0, 2) == 0) attributes.Add(("antialias", 1L));
        if (!axes.SequenceEqual(all)) attributes.Add(("axes", Longs(axes)));
        bool Changes(int axis) => (axis + rank) % rank >= 2;
        string x = draw.Feed(draw.Floats(shape));
        if (draw.Coin())
        {
            Tensor scales = Tensor.From([.. axes.Select(axis => Changes(axis) ? draw.OneOf(0.5f, 0.75f, 1, 1.5f, 2, 3.3f) : 1)], [axes.Length]);
            draw.Add("Resize", [x, "", draw.Store(scales)], [.. attributes]);
            return;
        }

        if (axes.Length == 2 && axes[0] >= 0 && draw.Coin()) attributes.Add(("keep_aspect_ratio_policy", draw.OneOf("stretch", "not_larger", "not_smaller")));
        draw.Add("Resize", [x, "", "", draw.Store(axes.Select(axis => Changes(axis) ? draw.Between(1, 9) : shape[axis]))], [.. attributes]);
    }

    private static void ScatterElements(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 3)), places = [.. shape.Select(size => draw.Between(1, size))];
        int axis = draw.Between(0, shape.Length - 1);
        string reduction = draw.OneOf("none", "add", "mul", "max", "min");
        if (reduction == "none") places[axis] = 1; // Which of several writers is the last isn't said.
        Tensor indices = draw.Integers(places, draw.Coin() ? -shape[axis] : 0, shape[axis] - 1).Cast(DType.Int64);
        draw.Add("ScatterElements", [draw.Feed(draw.Floats(shape)), draw.Coin() ? draw.Store(indices) : draw.Feed(indices), draw.Feed(draw.Floats(places))], [("axis", (long)(draw.Coin() ? axis : axis - shape.Length)), ("reduction", reduction)]);
    }

    private static void ScatterND(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 3));
        int depth = draw.Between(1, shape.Length);
        string reduction = draw.OneOf("none", "add", "mul", "max", "min");
        int writers = reduction == "none" ? 1 : draw.Between(1, 4);
        long[] indices = [.. Enumerable.Range(0, writers).SelectMany(_ => Enumerable.Range(0, depth).Select(axis => (long)draw.Between(draw.Coin() ? -shape[axis] : 0, shape[axis] - 1)))];
        draw.Add("ScatterND", [draw.Feed(draw.Floats(shape)), draw.Store(Tensor.From(indices, [writers, depth])), draw.Feed(draw.Floats([writers, .. shape[depth..]]))], [("reduction", reduction)]);
    }

    private static void Shape(RandomNode draw)
    {
        int[] shape = draw.Sizes(4);
        (string, object)[] attributes = [.. draw.Coin() ? ((string, object)[])[("start", (long)draw.Between(-5, 3))] : [], .. draw.Coin() ? ((string, object)[])[("end", (long)draw.Between(-3, 6))] : []];
        draw.Add("Shape", [draw.Feed(draw.Floats(shape))], attributes);
    }

    private static void Split(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4), 7);
        int axis = draw.Between(0, shape.Length - 1);
        long given = draw.Coin() ? axis : axis - shape.Length;
        string x = draw.Feed(draw.Floats(shape));
        if (draw.Coin())
        {
            int count = draw.Between(1, Math.Min(4, shape[axis]));
            if ((((shape[axis] + count - 1) / count) * (count - 1)) >= shape[axis]) count = 1; // The last would be empty.
            draw.Add("Split", [x], [("axis", given), ("num_outputs", (long)count)], count);
            return;
        }

        int first = draw.Between(0, shape[axis]);
        draw.Add("Split", [x, draw.Store(first, shape[axis] - first)], [("axis", given)], 2);
    }

    private static void Squeeze(RandomNode draw)
    {
        int[] shape = [.. draw.Sizes(4).Select(size => draw.Coin() ? 1 : size)], ones = [.. Enumerable.Range(0, 4).Where(axis => shape[axis] == 1).Select(axis => draw.Coin() ? axis : axis - 4)];
        string x = draw.Feed(draw.Floats(shape));
        draw.Add("Squeeze", ones.Length == 0 || draw.Coin() ? [x] : [x, draw.Store(ones[..draw.Between(1, ones.Length)])], []);
    }

    private static void Transpose(RandomNode draw)
    {
        int rank = draw.Between(1, 5);
        int[] order = [.. draw.Axes(rank, rank).Select(axis => (axis + rank) % rank)];
        draw.Add("Transpose", [draw.Feed(draw.Floats(draw.Sizes(rank)))], draw.Coin() ? [] : [("perm", Longs(order))]);
    }

    private static void Unsqueeze(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 3)), axes = draw.Axes(shape.Length + draw.Between(1, 2));
        int more = draw.Between(1, Math.Min(2, axes.Length)), rank = shape.Length + more;
        int[] wanted = [.. axes[..more].Select(axis => Math.Abs(axis) % rank).Distinct()];
        rank = shape.Length + wanted.Length;
        draw.Add("Unsqueeze", [draw.Feed(draw.Floats(shape)), draw.Store(wanted.Select(axis => Math.Min(axis, rank - 1)).Distinct())], []);
    }

    private static long[] Longs(int[] numbers) => [.. numbers.Select(number => (long)number)];
}
