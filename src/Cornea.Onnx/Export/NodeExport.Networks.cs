namespace Cornea.Onnx;

// What networks are made of; ONNX has images with the channels first.
internal sealed partial class NodeExport
{
    private static IEnumerable<(string Name, Action<NodeExport> Run)> Networks() =>
    [
        ("Convolution", export => export.Convolve(export._scope.NameOf(export._node.Inputs[1], Layout.Of([3, 2, 0, 1])), export.Setting<int>("groups"))),
        ("DepthwiseConvolution", export => export.ConvolveDepthwise()),
        ("ConvolutionBackwardData", export => export.ConvolveBack(export._scope.NameOf(export._node.Inputs[1], Layout.Of([3, 2, 0, 1])), export.Setting<int>("groups"))),
        ("DepthwiseBackwardData", export => export.ConvolveBack(export.DepthwiseWeights(), export._node.Inputs[1].Shape[2])),
        ("MaxPool", export => export.Pool("MaxPool")),
        ("AveragePool", export => export.Pool("AveragePool")),
        ("BatchNormInference", export => export.BatchNorm()),
        ("MatMul", export => export.MatMul()),
        ("Determinant", export => export.Give(export.Emit("Det", [export.Plain(0)]))),
        ("Softmax", export => export.AlongLast("Softmax")),
        ("LogSoftmax", export => export.AlongLast("LogSoftmax")),
        ("Reduce", export => export.Reduce()),
        ("ArgReduce", export => export.ArgReduce()),
        ("Cumulative", export => export.Give(export.Emit("CumSum", [export.Plain(0), export._scope.Number(export.Setting<int>("axis"), DType.Int64)], ("reverse", export.Setting<bool>("reverse") ? 1L : 0L)))),
        ("Resize", export => export.Resize()),
    ];

    private string Image(int input = 0) => _scope.NameOf(_node.Inputs[input], ChannelsFirst(4));

    // Paddings as ONNX has them: those of the beginning, then those of the end.
    private List<(string Name, object Value)> Window(bool isDilated)
    {
        var attributes = new List<(string Name, object Value)> { ("kernel_shape", Longs("window")), ("strides", Longs("strides")) };
        if (isDilated) attributes.Add(("dilations", Longs("dilations")));
        attributes.Add(Setting<bool>("same") ? ("auto_pad", "SAME_UPPER") : ("pads", Longs("padding")));
        return attributes;
    }

    private void Convolve(string weights, int groups) =>
        Give(Emit("Conv", [Image(), weights], [.. Window(isDilated: true), ("group", (long)groups)]), ChannelsFirst(4));

    private void ConvolveDepthwise() => Convolve(DepthwiseWeights(), X.Shape[3]);

    // [height, width, channels, multiplier] → [channels · multiplier, 1, height, width].
    private string DepthwiseWeights()
    {
        TracedValue weights = _node.Inputs[1];
        string turned = _scope.NameOf(weights, Layout.Of([2, 3, 0, 1]));
        return Emit("Reshape", [turned, _scope.Integers(checked(weights.Shape[2] * (long)weights.Shape[3]), 1, weights.Shape[0], weights.Shape[1])]);
    }

    // The transpose of a convolution, to an image of a given size: what its windows don't reach is 0.
    private void ConvolveBack(string weights, int groups)
    {
        int[] window = Sizes("window"), strides = Sizes("strides"), dilations = Sizes("dilations"), padding = Sizes("padding"), image = Sizes("image");
        var (before, after, missing) = (new long[2], new long[2], new long[2]);
        for (int axis = 0; axis < 2; axis++)
        {
            long reach = ((window[axis] - 1L) * dilations[axis]) + 1, size = X.Shape[axis + 1];
            before[axis] = Setting<bool>("same") ? Math.Max(0, ((((image[axis] + strides[axis] - 1L) / strides[axis]) - 1) * strides[axis]) + reach - image[axis]) / 2 : padding[axis];
            after[axis] = ((size - 1) * strides[axis]) + reach - image[axis] - before[axis];
            (after[axis], missing[axis]) = (Math.Max(0, after[axis]), Math.Max(0, -after[axis]));
        }

        string y = Emit(
            "ConvTranspose", [Image(), weights], ("kernel_shape", Longs("window")), ("strides", Longs("strides")), ("dilations", Longs("dilations")),
            ("pads", new[] { before[0], before[1], after[0], after[1] }), ("group", (long)groups));
        if (missing.Any(count => count > 0)) y = Emit("Pad", [y, _scope.Integers(0, 0, 0, 0, 0, 0, missing[0], missing[1]), _scope.Number(0, Y.DType)]);
        Give(y, ChannelsFirst(4));
    }

    private void Pool(string operation)
    {
        string x = Image();
        bool isWhole = !X.DType.IsFloating;
        string y = Emit(operation, [isWhole ? Cast(x, DType.Float32) : x], [.. Window(isDilated: false)]);
        Give(isWhole ? Cast(y, Y.DType) : y, ChannelsFirst(4));
    }

    private void BatchNorm()
    {
        Layout layout = ChannelsFirst(X.Shape.Rank);
        string x = X.Shape.Rank == 1 ? Emit("Unsqueeze", [Plain(0), _scope.Integers(0)]) : _scope.NameOf(X, layout);
        string y = Emit("BatchNormalization", [x, Plain(3), Plain(4), Plain(1), Plain(2)], ("epsilon", (float)Setting<double>("epsilon")));
        Give(X.Shape.Rank == 1 ? Emit("Squeeze", [y, _scope.Integers(0)]) : y, layout);
    }

    private void MatMul()
    {
        Give(Emit("MatMul", [Matrix(0, Setting<bool>("transpose_a")), Matrix(1, Setting<bool>("transpose_b"))]));

        string Matrix(int input, bool isTurned)
        {
            int rank = _node.Inputs[input].Shape.Rank;
            return _scope.NameOf(_node.Inputs[input], isTurned ? Layout.Of([.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]) : null);
        }
    }

    private void AlongLast(string operation)
    {
        Layout layout = LayoutOfX;
        Give(Emit(operation, [_scope.NameOf(X, layout)], ("axis", (long)layout.PlaceOf(X.Shape.Rank - 1))), layout);
    }

    private void Reduce()
    {
        Layout layout = LayoutOfX;
        string function = Setting<string>("function") switch
        {
            "Sum" => "ReduceSum",
            "Mean" => "ReduceMean",
            "Maximum" => "ReduceMax",
            "Minimum" => "ReduceMin",
            _ => "ReduceProd",
        };
        string x = _scope.NameOf(X, layout);
        DType dtype = function == "ReduceMean" ? Y.DType : Wide(X.DType);
        if (dtype != X.DType) x = Cast(x, dtype);
        long[] axes = [.. Sizes("axes").Select(axis => (long)layout.PlaceOf(axis)).Order()];
        string y = axes.Length == 0 ? x
            : function == "ReduceSum" || _scope.Opset >= 18 ? Emit(function, [x, _scope.Integers(axes)], ("keepdims", 1L))
            : Emit(function, [x], ("axes", axes), ("keepdims", 1L));
        Give(dtype == Y.DType ? y : Cast(y, Y.DType), layout);
    }

    private void ArgReduce()
    {
        Layout layout = LayoutOfX;
        int axis = Setting<int>("axis");
        string x = _scope.NameOf(X, layout);
        if (Wide(X.DType) != X.DType) x = Cast(x, DType.Int32);
        string y = Emit(Setting<bool>("largest") ? "ArgMax" : "ArgMin", [x], ("axis", (long)layout.PlaceOf(axis)), ("keepdims", 0L));
        Give(Cast(y, Y.DType), layout.Without([axis]));
    }

    private void Resize()
    {
        string x = Image(), outer = Emit("Slice", [Emit("Shape", [x]), _scope.Integers(0), _scope.Integers(2)]);
        string sizes = Emit("Concat", [outer, _scope.Integers(Longs("size"))], ("axis", 0L));
        Give(Setting<bool>("nearest")
            ? Emit("Resize", [x, "", "", sizes], ("mode", "nearest"), ("coordinate_transformation_mode", "half_pixel"), ("nearest_mode", "round_prefer_ceil"))
            : Emit("Resize", [x, "", "", sizes], ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel")), ChannelsFirst(4));
    }
}
