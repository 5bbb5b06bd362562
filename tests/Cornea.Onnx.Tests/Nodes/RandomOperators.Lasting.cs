namespace Cornea.Onnx.Tests.Nodes;

// The operators that are as they were in version 17, or before.
internal static partial class RandomOperators
{
    private const int Versions = 13; // What networks of today are written in, up to 17.

    private static string[] Plain =>
    [
        "Abs", "Atan", "Ceil", "Cos", "Elu", "Erf", "Exp", "Floor", "HardSigmoid", "HardSwish", "LeakyRelu", "Neg", "Relu", "Round", "Selu", "Sigmoid", "Sign", "Sin",
        "Softplus", "Softsign", "Tanh", "ThresholdedRelu", "Celu", "Shrink", "Not",
    ];

    private static string[] Pairs => ["Add", "Sub", "Mul", "Div", "Pow", "Less", "Greater", "LessOrEqual", "GreaterOrEqual", "Mod", "Max", "Min", "Mean", "Sum", "And", "Or", "Xor"];

    private static IEnumerable<RandomOperator> Lasting() =>
    [
        .. Plain.Select(name => new RandomOperator(name, name == "HardSwish" ? 14 : 17, 17, draw => One(draw, name))),
        .. Pairs.Select(name => new RandomOperator(name, 17, 17, draw => Two(draw, name))),
        new("ArgMax", Versions, 13, draw => ArgReduce(draw, "ArgMax")),
        new("ArgMin", Versions, 13, draw => ArgReduce(draw, "ArgMin")),
        new("BatchNormalization", 9, 15, BatchNormalization),
        new("Clip", 11, 13, Clip),
        new("Concat", Versions, 13, Concat),
        new("Conv", 11, 11, Conv),
        new("ConvTranspose", 11, 11, ConvTranspose),
        new("CumSum", 14, 14, CumSum),
        new("DepthToSpace", Versions, 13, DepthToSpace),
        new("Einsum", 12, 12, Einsum),
        new("Expand", Versions, 13, Expand),
        new("Gather", Versions, 13, Gather),
        new("GatherElements", Versions, 13, GatherElements),
        new("GatherND", Versions, 13, GatherND),
        new("Gemm", 11, 13, Gemm),
        new("GlobalAveragePool", Versions, 13, draw => Global(draw, "GlobalAveragePool")),
        new("GlobalMaxPool", Versions, 13, draw => Global(draw, "GlobalMaxPool")),
        new("GRU", 14, 14, draw => Recurrent(draw, "GRU", 3)),
        new("Hardmax", 11, 13, draw => AlongAxis(draw, "Hardmax")),
        new("InstanceNormalization", Versions, 13, InstanceNormalization),
        new("LayerNormalization", 17, 17, LayerNormalization),
        new("LogSoftmax", 11, 13, draw => AlongAxis(draw, "LogSoftmax")),
        new("LpNormalization", Versions, 13, draw => AlongAxis(draw, "LpNormalization")),
        new("LRN", Versions, 13, LocalResponse),
        new("LSTM", 14, 14, draw => Recurrent(draw, "LSTM", 4)),
        new("MatMul", Versions, 13, MatMul),
        new("MaxPool", 12, 12, MaxPool),
        new("MeanVarianceNormalization", Versions, 13, MeanVariance),
        new("OneHot", Versions, 13, OneHot),
        new("PRelu", 9, 9, draw => Slopes(draw)),
        new("RNN", 14, 14, draw => Recurrent(draw, "RNN", 1)),
        new("ReverseSequence", Versions, 13, ReverseSequence),
        new("Slice", Versions, 13, Slice),
        new("Softmax", 11, 13, draw => AlongAxis(draw, "Softmax")),
        new("SpaceToDepth", Versions, 13, SpaceToDepth),
        new("Tile", Versions, 13, Tile),
        new("TopK", 11, 11, TopK),
        new("Trilu", 14, 14, Trilu),
        new("Where", 16, 16, Where),
    ];

    private static void One(RandomNode draw, string name)
    {
        Tensor values = name == "Not" ? draw.Booleans(draw.Sizes(3)) : draw.Floats(draw.Sizes(3), -4, 4);
        (string, object)[] attributes = name switch
        {
            "Elu" or "LeakyRelu" or "ThresholdedRelu" or "Celu" => [("alpha", draw.Number(0.1f))],
            "HardSigmoid" or "Selu" => [("alpha", draw.Number(0.1f, 1)), (name == "Selu" ? "gamma" : "beta", draw.Number(0.1f, 1))],
            "Shrink" => [("lambd", draw.Number(0, 1)), ("bias", draw.Number(0, 1))],
            _ => [],
        };
        draw.Add(name, [draw.Feed(values)], draw.Coin() ? attributes : []);
    }

    private static void Two(RandomNode draw, string name)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4)), other = [.. shape.Skip(draw.Between(0, shape.Length - 1)).Select(size => draw.Coin() ? 1 : size)];
        bool isLogic = name is "And" or "Or" or "Xor", isWhole = name == "Mod" || (name is "Add" or "Sub" or "Mul" or "Less" or "Greater" or "Max" or "Min" && draw.Coin());
        Tensor Draw(int[] sizes, bool isSecond) => isLogic ? draw.Booleans(sizes)
            : isWhole ? draw.Integers(sizes, isSecond && name == "Mod" ? 1 : -9, 9)
            : draw.Floats(sizes, isSecond && name == "Div" || name == "Pow" ? 0.2f : -2);
        if (draw.Coin()) (shape, other) = (other, shape);
        string a = draw.Feed(Draw(shape, false)), b = draw.Coin() ? draw.Store(Draw(other, true)) : draw.Feed(Draw(other, true));
        bool isCommutative = name is "Max" or "Min" or "Mean" or "Sum";
        draw.Add(name, isCommutative && draw.Coin() ? [b, a] : isCommutative && draw.Coin() ? [a, b, a] : [a, b], []);
    }

    private static void ArgReduce(RandomNode draw, string name)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4));
        int axis = draw.Between(-shape.Length, shape.Length - 1);
        draw.Add(name, [draw.Feed(draw.Integers(shape, 0, 3).Cast(DType.Float32))], [("axis", (long)axis), ("keepdims", draw.OneOf(0L, 1L)), ("select_last_index", draw.OneOf(0L, 1L))]);
    }

    private static void BatchNormalization(RandomNode draw)
    {
        int[] shape = [draw.Between(1, 3), draw.Between(1, 5), .. draw.Sizes(draw.Between(0, 3))];
        string[] inputs = [draw.Feed(draw.Floats(shape)), draw.Store(draw.Floats([shape[1]])), draw.Store(draw.Floats([shape[1]])), draw.Store(draw.Floats([shape[1]])), draw.Store(draw.Floats([shape[1]], 0.1f))];
        draw.Add("BatchNormalization", inputs, draw.Coin() ? [("epsilon", 0.01f)] : []);
    }

    private static void Clip(RandomNode draw)
    {
        string x = draw.Feed(draw.Floats(draw.Sizes(3))), low = draw.Coin() ? draw.Store(draw.Floats([], -1, 0)) : "", high = draw.Coin() ? draw.Store(draw.Floats([], 0, 1)) : "";
        draw.Add("Clip", draw.Coin() ? [x, low, high] : [x, low], []);
    }

    private static void Concat(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4));
        int axis = draw.Between(0, shape.Length - 1);
        string[] inputs = [.. Enumerable.Range(0, draw.Between(1, 3)).Select(index =>
        {
            int[] own = [.. shape];
            own[axis] = draw.Between(1, 4);
            return index > 0 && draw.Coin() ? draw.Store(draw.Floats(own)) : draw.Feed(draw.Floats(own));
        })];
        draw.Add("Concat", inputs, [("axis", (long)(draw.Coin() ? axis : axis - shape.Length))]);
    }

    private static (int[] Image, List<(string Name, object Value)> Attributes, int[] Kernel) Windowed(RandomNode draw, int spatial, bool isTransposed)
    {
        int[] kernel = draw.Sizes(spatial, 3);
        long[] dilations = Several(draw, spatial, 1, 2), strides = Several(draw, spatial, 1, 3);
        int[] image = [.. kernel.Zip(dilations, (size, step) => isTransposed ? draw.Between(1, 4) : ((size - 1) * (int)step) + draw.Between(1, 5))];
        var attributes = new List<(string Name, object Value)>();
        if (draw.Coin()) attributes.Add(("kernel_shape", Longs(kernel)));
        bool isGap = kernel.Zip(strides).Any(pair => pair.First < pair.Second);
        if (draw.Coin()) attributes.Add(("strides", strides));
        if (draw.Coin()) attributes.Add(("dilations", dilations));
        else if (!isGap && draw.Between(0, 2) == 0) attributes.Add(("auto_pad", draw.OneOf("SAME_UPPER", "SAME_LOWER", "VALID")));
        if (attributes.All(attribute => attribute.Name != "auto_pad") && draw.Coin())
            attributes.Add(("pads", (long[])[.. kernel.Concat(kernel).Select(size => (long)draw.Between(0, isTransposed ? size / 2 : size))]));
        return (image, attributes, kernel);
    }

    private static void Conv(RandomNode draw)
    {
        int spatial = draw.Between(1, 3), groups = draw.OneOf(1, 1, 2, 3), channels = groups * draw.Between(1, 3), filters = groups * draw.Between(1, 3);
        (int[] image, List<(string Name, object Value)> attributes, int[] kernel) = Windowed(draw, spatial, isTransposed: false);
        string x = draw.Feed(draw.Floats([draw.Between(1, 2), channels, .. image])), weights = draw.Store(draw.Floats([filters, channels / groups, .. kernel]));
        draw.Add("Conv", draw.Coin() ? [x, weights] : [x, weights, draw.Store(draw.Floats([filters]))], [.. attributes, ("group", (long)groups)]);
    }

    private static void ConvTranspose(RandomNode draw)
    {
        int spatial = draw.Between(1, 3), groups = draw.OneOf(1, 1, 2), channels = groups * draw.Between(1, 3), filters = groups * draw.Between(1, 3);
        (int[] image, List<(string Name, object Value)> attributes, int[] kernel) = Windowed(draw, spatial, isTransposed: true);
        long[] strides = attributes.FirstOrDefault(attribute => attribute.Name == "strides").Value as long[] ?? [.. Enumerable.Repeat(1L, spatial)];
        if (draw.Coin()) attributes.Add(("output_padding", (long[])[.. strides.Select(step => (long)draw.Between(0, (int)step - 1))]));
        string x = draw.Feed(draw.Floats([draw.Between(1, 2), channels, .. image])), weights = draw.Store(draw.Floats([channels, filters / groups, .. kernel]));
        draw.Add("ConvTranspose", draw.Coin() ? [x, weights] : [x, weights, draw.Store(draw.Floats([filters]))], [.. attributes, ("group", (long)groups)]);
    }

    private static void MaxPool(RandomNode draw)
    {
        int spatial = draw.Between(1, 3);
        (int[] image, List<(string Name, object Value)> attributes, int[] kernel) = Windowed(draw, spatial, isTransposed: false);
        attributes.RemoveAll(attribute => attribute.Name is "kernel_shape" || (attribute.Name == "pads" && draw.Coin()));
        if (attributes.FirstOrDefault(attribute => attribute.Name == "pads").Value is long[] pads)
            for (int index = 0; index < pads.Length; index++) pads[index] = Math.Min(pads[index], kernel[index % spatial] - 1);
        if (draw.Coin()) attributes.Add(("ceil_mode", 1L));
        draw.Add("MaxPool", [draw.Feed(draw.Floats([draw.Between(1, 2), draw.Between(1, 3), .. image]))], [.. attributes, ("kernel_shape", Longs(kernel))]);
    }

    private static void CumSum(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 3));
        draw.Add("CumSum", [draw.Feed(draw.Floats(shape)), draw.Store(Tensor.From([(long)draw.Between(-shape.Length, shape.Length - 1)], []))], [("exclusive", draw.OneOf(0L, 1L)), ("reverse", draw.OneOf(0L, 1L))]);
    }

    private static void DepthToSpace(RandomNode draw)
    {
        int block = draw.Between(1, 3);
        draw.Add("DepthToSpace", [draw.Feed(draw.Floats([draw.Between(1, 2), draw.Between(1, 3) * block * block, .. draw.Sizes(2, 4)]))], [("blocksize", (long)block), ("mode", draw.OneOf("DCR", "CRD"))]);
    }

    private static void SpaceToDepth(RandomNode draw)
    {
        int block = draw.Between(1, 3);
        draw.Add("SpaceToDepth", [draw.Feed(draw.Floats([draw.Between(1, 2), draw.Between(1, 3), draw.Between(1, 3) * block, draw.Between(1, 3) * block]))], [("blocksize", (long)block)]);
    }

    private static void Einsum(RandomNode draw)
    {
        (int i, int j, int k, int b) = (draw.Between(1, 4), draw.Between(1, 4), draw.Between(1, 4), draw.Between(1, 3));
        (string equation, int[] left, int[] right) = draw.OneOf<(string, int[], int[])>(("ij,jk->ik", [i, j], [j, k]), ("bij,bjk->bik", [b, i, j], [b, j, k]), ("bhwc,hkc->bhwk", [b, i, j, k], [i, b, k]), ("ij,ij->i", [i, j], [i, j]), ("i,j->ij", [i], [j]), ("bij,bkj->bik", [b, i, j], [b, k, j]));
        draw.Add("Einsum", [draw.Feed(draw.Floats(left)), draw.Coin() ? draw.Feed(draw.Floats(right)) : draw.Store(draw.Floats(right))], [("equation", equation)]);
    }

    private static void Expand(RandomNode draw)
    {
        int[] target = draw.Sizes(draw.Between(1, 4), 4), shape = [.. target.Skip(draw.Between(0, target.Length - 1)).Select(size => draw.Coin() ? 1 : size)];
        draw.Add("Expand", [draw.Feed(draw.Floats(shape)), draw.Store(target)], []);
    }

    private static void Gather(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4)), places = draw.Sizes(draw.Between(0, 2), 3);
        int axis = draw.Between(0, shape.Length - 1);
        Tensor indices = draw.Integers(places, -shape[axis], shape[axis] - 1).Cast(DType.Int64);
        draw.Add("Gather", [draw.Feed(draw.Floats(shape)), draw.Coin() && places.Length > 0 ? draw.Feed(indices) : draw.Store(indices)], [("axis", (long)(draw.Coin() ? axis : axis - shape.Length))]);
    }

    private static void GatherElements(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 3)), places = [.. shape.Select(size => draw.Between(1, size))];
        int axis = draw.Between(0, shape.Length - 1);
        places[axis] = draw.Between(1, 5);
        Tensor indices = draw.Integers(places, -shape[axis], shape[axis] - 1).Cast(DType.Int64);
        draw.Add("GatherElements", [draw.Feed(draw.Floats(shape)), draw.Coin() ? draw.Feed(indices) : draw.Store(indices)], [("axis", (long)axis)]);
    }

    private static void GatherND(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(2, 4));
        int batch = draw.Between(0, 1), depth = draw.Between(1, shape.Length - batch);
        int[] places = [.. shape[..batch], .. draw.Sizes(draw.Between(1, 2), 3)];
        long[] indices = [.. Enumerable.Range(0, places.Aggregate(1, (a, b) => a * b)).SelectMany(_ => Enumerable.Range(batch, depth).Select(axis => (long)draw.Between(-shape[axis], shape[axis] - 1)))];
        draw.Add("GatherND", [draw.Feed(draw.Floats(shape)), draw.Store(Tensor.From(indices, [.. places, depth]))], [("batch_dims", (long)batch)]);
    }

    private static void Gemm(RandomNode draw)
    {
        (int m, int k, int n) = (draw.Between(1, 4), draw.Between(1, 4), draw.Between(1, 4));
        bool left = draw.Coin(), right = draw.Coin();
        string a = draw.Feed(draw.Floats(left ? [k, m] : [m, k])), b = draw.Coin() ? draw.Store(draw.Floats(right ? [n, k] : [k, n])) : draw.Feed(draw.Floats(right ? [n, k] : [k, n]));
        int[] bias = draw.OneOf<int[]>([n], [1, n], [m, 1], [m, n], [1], []);
        (string, object)[] attributes = [("transA", left ? 1L : 0L), ("transB", right ? 1L : 0L), .. draw.Coin() ? ((string, object)[])[("alpha", draw.Number()), ("beta", draw.Number())] : []];
        draw.Add("Gemm", draw.Coin() ? [a, b] : [a, b, draw.Coin() && bias.Length > 0 ? draw.Feed(draw.Floats(bias)) : draw.Store(draw.Floats(bias))], attributes);
    }

    private static void Global(RandomNode draw, string name) => draw.Add(name, [draw.Feed(draw.Floats([draw.Between(1, 2), draw.Between(1, 4), .. draw.Sizes(draw.Between(1, 3))], 0.1f))], []);

    private static void AlongAxis(RandomNode draw, string name)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4));
        (string, object)[] attributes = draw.Coin() ? [("axis", (long)draw.Between(-shape.Length, shape.Length - 1))] : [];
        draw.Add(name, [draw.Feed(draw.Floats(shape))], name == "LpNormalization" ? [.. attributes, ("p", draw.OneOf(1L, 2L))] : attributes);
    }

    private static void InstanceNormalization(RandomNode draw)
    {
        int[] shape = [draw.Between(1, 2), draw.Between(1, 4), .. draw.Sizes(draw.Between(1, 3))];
        draw.Add("InstanceNormalization", [draw.Feed(draw.Floats(shape)), draw.Store(draw.Floats([shape[1]])), draw.Store(draw.Floats([shape[1]]))], [("epsilon", 0.01f)]);
    }

    private static void LayerNormalization(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4));
        int axis = draw.Between(0, shape.Length - 1);
        string x = draw.Feed(draw.Floats(shape)), scale = draw.Store(draw.Floats(shape[axis..]));
        draw.Add("LayerNormalization", draw.Coin() ? [x, scale] : [x, scale, draw.Store(draw.Floats(shape[axis..]))], [("axis", (long)(draw.Coin() ? axis : axis - shape.Length)), ("epsilon", 0.01f)]);
    }

    private static void LocalResponse(RandomNode draw) =>
        draw.Add("LRN", [draw.Feed(draw.Floats([draw.Between(1, 2), draw.Between(1, 6), .. draw.Sizes(2)]))], [("size", draw.OneOf(1L, 3L, 5L)), ("alpha", draw.Number(0.1f, 1)), ("beta", draw.Number(0.3f, 1)), ("bias", draw.Number(0.5f))]);

    private static void MatMul(RandomNode draw)
    {
        (int m, int k, int n) = (draw.Between(1, 4), draw.Between(1, 4), draw.Between(1, 4));
        int[] batch = draw.Sizes(draw.Between(0, 2), 3), other = [.. batch.Skip(draw.Between(0, batch.Length)).Select(size => draw.Coin() ? 1 : size)];
        int[] left = draw.Between(0, 5) == 0 ? [k] : [.. batch, m, k], right = draw.Between(0, 5) == 0 ? [k] : [.. other, k, n];
        draw.Add("MatMul", [draw.Feed(draw.Floats(left)), draw.Coin() ? draw.Store(draw.Floats(right)) : draw.Feed(draw.Floats(right))], []);
    }

    private static void MeanVariance(RandomNode draw)
    {
        int[] shape = [2, draw.Between(2, 4), .. draw.Sizes(2).Select(size => size + 1)];
        draw.Add("MeanVarianceNormalization", [draw.Feed(draw.Floats(shape))], draw.Coin() ? [] : [("axes", draw.OneOf<long[]>([0, 2, 3], [2, 3], [0, 1, 2, 3]))]);
    }

    private static void OneHot(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 3), 4);
        int depth = draw.Between(1, 5);
        draw.Add("OneHot", [draw.Feed(draw.Integers(shape, -depth, depth).Cast(DType.Int64)), draw.Store(Tensor.From([(long)depth], [1])), draw.Store(draw.Floats([2]))], draw.Coin() ? [] : [("axis", (long)draw.Between(-shape.Length - 1, shape.Length))]);
    }

    private static void Slopes(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(2, 4)), slopes = draw.OneOf<int[]>([1], shape[^1..], [shape[1], .. Enumerable.Repeat(1, shape.Length - 2)], shape);
        draw.Add("PRelu", [draw.Feed(draw.Floats(shape)), draw.Store(draw.Floats(slopes))], []);
    }

    private static void Recurrent(RandomNode draw, string name, int gates)
    {
        (int steps, int batch, int inputs, int units) = (draw.Between(1, 4), draw.Between(1, 3), draw.Between(1, 4), draw.Between(1, 4));
        string direction = draw.OneOf("forward", "reverse", "bidirectional");
        int ways = direction == "bidirectional" ? 2 : 1;
        string x = draw.Feed(draw.Floats([steps, batch, inputs])), w = draw.Store(draw.Floats([ways, gates * units, inputs], -1, 1)), r = draw.Store(draw.Floats([ways, gates * units, units], -1, 1));
        string b = draw.Coin() ? draw.Store(draw.Floats([ways, 2 * gates * units], -1, 1)) : "", h = draw.Coin() ? draw.Feed(draw.Floats([ways, batch, units])) : "";
        (string, object)[] attributes = [("hidden_size", (long)units), ("direction", direction), .. name == "GRU" && draw.Coin() ? ((string, object)[])[("linear_before_reset", 1L)] : []];
        draw.Add(name, name == "LSTM" && draw.Coin() ? [x, w, r, b, "", h, draw.Store(draw.Floats([ways, batch, units]))] : [x, w, r, b, "", h], attributes, name == "LSTM" ? 3 : 2);
    }

    private static void ReverseSequence(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(2, 4), 5);
        bool isTimeFirst = draw.Coin();
        int time = isTimeFirst ? 0 : 1;
        draw.Add("ReverseSequence", [draw.Feed(draw.Floats(shape)), draw.Store(Enumerable.Range(0, shape[1 - time]).Select(_ => draw.Between(1, shape[time])).ToArray())], [("time_axis", (long)time), ("batch_axis", 1L - time)]);
    }

    private static void Slice(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4)), axes = draw.Axes(shape.Length), starts = [.. axes.Select(_ => draw.Between(-7, 7))], ends = [.. axes.Select(_ => draw.Between(0, 4) == 0 ? int.MaxValue : draw.Between(-7, 7))], steps = [.. axes.Select(_ => draw.OneOf(1, 1, 2, -1, -2, 3))];
        draw.Add("Slice", draw.Coin() ? [draw.Feed(draw.Floats(shape)), draw.Store(starts), draw.Store(ends), draw.Store(axes), draw.Store(steps)] : [draw.Feed(draw.Floats(shape)), draw.Store(starts), draw.Store(ends), draw.Store(axes)], []);
    }

    private static void Tile(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4), 3);
        draw.Add("Tile", [draw.Feed(draw.Floats(shape)), draw.Store(shape.Select(_ => draw.Between(1, 3)).ToArray())], []);
    }

    private static void TopK(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 3));
        int axis = draw.Between(0, shape.Length - 1);
        draw.Add("TopK", [draw.Feed(draw.Floats(shape)), draw.Store(draw.Between(1, shape[axis]))], [("axis", (long)(draw.Coin() ? axis : axis - shape.Length)), ("largest", draw.OneOf(0L, 1L))], 2);
    }

    private static void Trilu(RandomNode draw)
    {
        string x = draw.Feed(draw.Floats([.. draw.Sizes(draw.Between(0, 2), 3), .. draw.Sizes(2)]));
        draw.Add("Trilu", draw.Coin() ? [x] : [x, draw.Store(Tensor.From([(long)draw.Between(-3, 3)], []))], [("upper", draw.OneOf(0L, 1L))]);
    }

    private static void Where(RandomNode draw)
    {
        int[] shape = draw.Sizes(draw.Between(1, 4));
        int[] Cut() => [.. shape.Skip(draw.Between(0, shape.Length - 1)).Select(size => draw.Coin() ? 1 : size)];
        draw.Add("Where", [draw.Feed(draw.Booleans(shape)), draw.Feed(draw.Floats(Cut())), draw.Coin() ? draw.Feed(draw.Floats(Cut())) : draw.Store(draw.Floats(Cut()))], []);
    }
}
