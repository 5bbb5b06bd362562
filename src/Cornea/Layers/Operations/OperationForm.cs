using System.Text.Json.Nodes;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using ReshapeOp = Cornea.Graphs.Operations.Reshape;
using SoftmaxOp = Cornea.Graphs.Operations.Softmax;

namespace Cornea.Layers;

/// <summary>How Keras writes an operation.</summary>
/// <param name="Module">Where Keras has its class.</param>
/// <param name="ClassName">Keras' class.</param>
/// <param name="Config">The arguments of its making.</param>
/// <param name="Arguments">Those of the call.</param>
internal sealed record OperationForm(string Module, string ClassName, JsonObject Config, OperationArguments Arguments)
{
    private const string Numpy = "keras.src.ops.numpy";
    private const string Nn = "keras.src.ops.nn";
    private const string Maths = "keras.src.ops.math";
    private const string Core = "keras.src.ops.core";
    private const string Linalg = "keras.src.ops.linalg";
    private const string Image = "keras.src.ops.image";

    /// <summary>Whether each of a node's outputs is an operation of its own with Keras.</summary>
    public static bool AreApart(Node node) => node.Op is MaxPool or Sort { Descending: false };

    /// <summary>The operation of Keras' that does the same as a node; null where there is none.</summary>
    /// <param name="node">The node.</param>
    /// <param name="output">Which of its outputs, where they are apart.</param>
    public static OperationForm? Of(Node node, int output = 0)
    {
        int count = node.Inputs.Count;
        Shape source = count > 0 ? node.Inputs[0].Shape : Shape.Scalar;
        return node.Op switch
        {
            Unary unary => OfUnary(unary.Function),
            Binary { Function: BinaryFunction.Divide } when IsWholeDivision(node) => null,
            Binary binary => Plain(Numpy, NameOf(binary.Function), count),
            Select => Plain(Numpy, "Where", count),
            Reduce reduce => Plain(Numpy, NameOf(reduce.Function), count, ("axis", Numbers(reduce.Axes)), ("keepdims", true)),
            ArgReduce reduce => Plain(Numpy, reduce.Largest ? "Argmax" : "Argmin", count, ("axis", reduce.Axis), ("keepdims", false)),
            Cumulative { Reverse: false } running => Plain(Numpy, running.Function == ReduceFunction.Sum ? "Cumsum" : "Cumprod", count, ("axis", running.Axis), ("dtype", null)),
            ReshapeOp reshape => OfReshape(source, reshape.Target),
            Transpose transpose => Plain(Numpy, "Transpose", count, ("axes", Numbers(transpose.Permutation))),
            BroadcastTo broadcast => OfBroadcast(source, broadcast.Target),
            Cast cast => Plain(Core, cast.DType == DType.UInt8 && node.Inputs[0].DType.IsFloating ? "SaturateCast" : "Cast", count, ("dtype", cast.DType.Name)), // Here pixels stay in their range.
            Bitcast cast => Plain(Numpy, "View", count, ("dtype", cast.DType.Name)),
            Concat concat => new OperationForm(Numpy, "Concatenate", new JsonObject { ["axis"] = concat.Axis }, new OperationArguments(List(List(Places(count))), [])),
            Slice slice => new OperationForm(Numpy, "GetItem", [], new OperationArguments(List(OperationArguments.Place(0), Key(slice, source)), [])),
            SliceGradient { Steps.AreOnes: true } gap => OfPad(gap.Starts, [.. source.Select((size, axis) => size == gap.Target[axis] ? 0 : gap.Target[axis] - gap.Starts[axis] - size)], 0),
            Pad pad => OfPad(pad.Low, pad.High, pad.Value),
            Gather gather => Plain(Numpy, "Take", count, ("axis", gather.Axis)),
            GatherAlong => Plain(Numpy, "TakeAlongAxis", count, ("axis", -1)),
            OneHot hot => Plain(Nn, "OneHot", count, ("num_classes", hot.Depth), ("axis", -1), ("dtype", "float32"), ("sparse", false)),
            MatMul product => OfMatMul(product, source.Rank),
            SoftmaxOp => Plain(Nn, "Softmax", count, ("axis", -1)),
            LogSoftmax => Plain(Nn, "LogSoftmax", count, ("axis", -1)),
            Convolution convolution => OfWindow("Conv", convolution.Window, count, isDilated: true),
            DepthwiseConvolution convolution => OfWindow("DepthwiseConv", convolution.Window, count, isDilated: true),
            MaxPool pool => output == 0 ? OfWindow("MaxPool", pool.Window, count, isDilated: false) : null,
            AveragePool pool => OfWindow("AveragePool", pool.Window, count, isDilated: false),
            StopGradient => Plain(Core, "StopGradient", count),
            Watch => Plain(Numpy, "Copy", count),
            Resize resize => Plain(Image, "Resize", count, ("size", Numbers([resize.Height, resize.Width])), ("interpolation", resize.IsNearest ? "nearest" : "bilinear")),
            Later later => OfLater(later, count),
            Cholesky => Plain(Linalg, "Cholesky", count, ("upper", false)),
            Determinant => Plain(Linalg, "Det", count),
            Solve => Plain(Linalg, "Solve", count),
            SymmetricEigen => Plain(Linalg, "Eigh", count),
            QrDecomposition qr => Plain(Linalg, "Qr", count, ("mode", qr.IsComplete ? "complete" : "reduced")),
            SingularValueDecomposition svd => Plain(Linalg, "SVD", count, ("full_matrices", svd.IsFull), ("compute_uv", true)),
            LuDecomposition => Plain(Linalg, "LuFactor", count),
            Sort { Descending: false } => Plain(Numpy, output == 0 ? "Sort" : "Argsort", count, ("axis", -1)),
            Sort { Descending: true } when source.Rank > 0 && source[^1] != Shape.Unknown => Plain(Maths, "TopK", count, ("k", source[^1]), ("sorted", true)),
            _ => null,
        };
    }

    private static OperationForm? OfUnary(UnaryFunction function) => function switch
    {
        UnaryFunction.Negate => Plain(Numpy, "Negative"),
        UnaryFunction.Abs => Plain(Numpy, "Absolute"),
        UnaryFunction.Asin or UnaryFunction.Acos or UnaryFunction.Atan or UnaryFunction.Asinh or UnaryFunction.Acosh or UnaryFunction.Atanh =>
            Plain(Numpy, $"Arc{$"{function}"[1..]}"),
        UnaryFunction.Rsqrt or UnaryFunction.Erf or UnaryFunction.Erfc => Plain(Maths, $"{function}"),
        UnaryFunction.Sigmoid or UnaryFunction.Relu or UnaryFunction.Relu6 or UnaryFunction.Softplus => Plain(Nn, $"{function}"),
        UnaryFunction.Round => Plain(Numpy, "Round", 1, ("decimals", 0)),
        UnaryFunction.IsNaN => Plain(Numpy, "Isnan"),
        UnaryFunction.IsInfinite => Plain(Numpy, "Isinf"),
        UnaryFunction.IsFinite => Plain(Numpy, "Isfinite"),
        UnaryFunction.Not => Plain(Numpy, "LogicalNot"),
        UnaryFunction.FlushSubnormal => null,
        _ => Plain(Numpy, $"{function}"),
    };

    private static string NameOf(BinaryFunction function) => function switch
    {
        BinaryFunction.FloorModulo => "Mod",
        BinaryFunction.BitAnd => "BitwiseAnd",
        BinaryFunction.BitOr => "BitwiseOr",
        BinaryFunction.BitXor => "BitwiseXor",
        BinaryFunction.ShiftLeft => "LeftShift",
        BinaryFunction.ShiftRight => "RightShift",
        BinaryFunction.And => "LogicalAnd",
        BinaryFunction.Or => "LogicalOr",
        _ => $"{function}",
    };

    private static string NameOf(ReduceFunction function) => function switch
    {
        ReduceFunction.Maximum => "Max",
        ReduceFunction.Minimum => "Min",
        ReduceFunction.Product => "Prod",
        _ => $"{function}",
    };

    /// <summary>The operation of Keras' that a node is together with those before it, which can't stand in a file by themselves; null where it's one for itself.</summary>
    public static (OperationForm Form, TensorList Inputs)? Whole(Node node) => node.Op switch
    {
        CustomGradient { Whole: { } name } => (Plain(name == "Erfinv" ? Maths : Numpy, name), node.Inputs[1]),
        Binary { Function: BinaryFunction.Subtract } when node.Inputs[0].Producer is { } division && IsWholeDivision(division) =>
            (Plain(Numpy, "FloorDivide", 2), TensorList.Create([.. division.Inputs])),
        Select when node.Inputs[2].Producer is { Op: Binary { Function: BinaryFunction.Subtract } } rest
            && rest.Inputs[1].Producer is { Op: Binary { Function: BinaryFunction.Multiply } } product && product.Inputs[1].Producer is { } division && IsWholeDivision(division) =>
            (Plain(Numpy, "Fmod", 2), TensorList.Create([.. division.Inputs])),
        _ => null,
    };

    // Integers divided towards 0, for which Keras has nothing; here only floor division and remainders do.
    private static bool IsWholeDivision(Node node) => node.Op is Binary { Function: BinaryFunction.Divide } && !node.Inputs[0].DType.IsFloating;

    // Where sizes aren't known, only those of 1 are repeated.
    private static OperationForm? OfBroadcast(Shape source, Shape target)
    {
        if (target.IsKnown) return Plain(Numpy, "BroadcastTo", 1, ("shape", Numbers(target)));
        int[] repeats = [.. target.Select((size, axis) => axis - target.Rank + source.Rank is >= 0 and var own && source[own] == size ? 1 : size)];
        return repeats.Contains(Shape.Unknown) ? null : Plain(Numpy, "Tile", 1, ("repeats", Numbers(repeats)));
    }

    // Keras' Reshape leaves one size open; where more are unknown, axes of size 1 can only be put in or taken out.
    private static OperationForm? OfReshape(Shape source, Shape target)
    {
        if (target.Count(size => size == Shape.Unknown) <= 1) return Plain(Numpy, "Reshape", 1, ("newshape", Numbers(target)));
        if (OnesBetween(source, target) is { } added) return Plain(Numpy, "ExpandDims", 1, ("axis", Numbers(added)));
        return OnesBetween(target, source) is { } removed ? Plain(Numpy, "Squeeze", 1, ("axis", Numbers(removed))) : null;
    }

    // Where the longer shape has axes of size 1 that the shorter hasn't; null where it has more than that.
    private static int[]? OnesBetween(Shape shorter, Shape longer)
    {
        var places = new List<int>();
        int next = 0;
        for (int axis = 0; axis < longer.Rank; axis++)
        {
            if (next < shorter.Rank && shorter[next] == longer[axis] && longer.Rank - axis >= shorter.Rank - next) next++;
            else if (longer[axis] == 1) places.Add(axis);
            else return null;
        }

        return next == shorter.Rank ? [.. places] : null;
    }

    private static OperationForm OfLater(Later later, int count) => later.ClassName switch
    {
        "GetItem" => new OperationForm(Numpy, "GetItem", [], new OperationArguments(List(OperationArguments.Place(0), Json(later.Config[0].Value)!), [])),
        var name => Plain(name == "Resize" ? Image : name is "ConvTranspose" or "DepthToSpace" or "SpaceToDepth" ? Nn : Numpy, name, count, [.. later.Config.Select(pair => (pair.Name, Json(pair.Value)))]),
    };

    private static JsonNode? Json(object? value) => value switch
    {
        null => null,
        int number => number,
        double number => number,
        bool isOn => isOn,
        string text => text,
        Axes numbers => Numbers(numbers),
        Axes[] lists => new JsonArray([.. lists.Select(list => (JsonNode)Numbers(list))]),
        IReadOnlyList<TensorIndex> key => new JsonArray([.. key.Select(Json)]),
        _ => throw new NotSupportedException($"{value.GetType()} in a file."),
    };

    private static JsonNode? Json(TensorIndex index) => index.Kind switch
    {
        TensorIndex.Kinds.Place => index.Place,
        TensorIndex.Kinds.Range => SliceJson(index.Bounds.Start, index.Bounds.Stop, index.Bounds.Step == 1 ? null : index.Bounds.Step),
        TensorIndex.Kinds.Ellipsis => new JsonObject { ["class_name"] = "__ellipsis__", ["config"] = new JsonObject() },
        _ => null,
    };

    private static OperationForm? OfPad(Shape low, Shape high, double value) => low.Concat(high).Any(size => size < 0) ? null
        : new OperationForm(
            Numpy, "Pad", new JsonObject { ["pad_width"] = new JsonArray([.. low.Zip(high, (before, after) => Numbers([before, after]))]), ["mode"] = "constant" },
            new OperationArguments(List(OperationArguments.Place(0)), new JsonObject { ["constant_values"] = value == 0 ? null : value }));

    private static OperationForm OfMatMul(MatMul product, int rank)
    {
        if (!product.TransposeA && !product.TransposeB) return Plain(Numpy, "Matmul", 2);
        string batch = string.Concat(Enumerable.Range(0, rank - 2).Select(axis => (char)('a' + axis)));
        string subscripts = $"{batch}{(product.TransposeA ? "yx" : "xy")},{batch}{(product.TransposeB ? "zy" : "yz")}->{batch}xz";
        return Plain(Numpy, "Einsum", 2, ("subscripts", subscripts));
    }

    private static OperationForm? OfWindow(string className, Window2D window, int count, bool isDilated)
    {
        bool isPadded = window.PadTop + window.PadBottom + window.PadLeft + window.PadRight != 0;
        if (!window.Same && isPadded) return null;
        (string Name, JsonNode? Value) strides = ("strides", Numbers([window.StrideHeight, window.StrideWidth])), padding = ("padding", window.Same ? "same" : "valid");
        (string Name, JsonNode? Value) format = ("data_format", "channels_last");
        return isDilated
            ? Plain(Nn, className, count, strides, padding, format, ("dilation_rate", Numbers([window.DilationHeight, window.DilationWidth])))
            : Plain(Nn, className, count, ("pool_size", Numbers([window.Height, window.Width])), strides, padding, format);
    }

    private static JsonArray Key(Slice slice, Shape source) => new([.. Enumerable.Range(0, source.Rank).Select(axis => Range(slice, source, axis))]);

    private static JsonNode Range(Slice slice, Shape source, int axis)
    {
        int start = slice.Starts[axis], size = slice.Sizes[axis], step = slice.Steps[axis];
        bool isWhole = step == 1 && start == 0 && (size == Shape.Unknown || size == source[axis]);
        long last = start + (Math.Max(size - 1L, -1) * step), stop = size == 0 ? start : last + Math.Sign(step);
        return SliceJson(isWhole ? null : start, isWhole || stop < 0 ? null : checked((int)stop), isWhole || step == 1 ? null : step);
    }

    private static JsonObject SliceJson(int? start, int? stop, int? step) => new()
    {
        ["class_name"] = "__slice__",
        ["config"] = new JsonObject { ["start"] = start, ["stop"] = stop, ["step"] = step },
    };

    private static OperationForm Plain(string module, string className, int count = 1, params (string Name, JsonNode? Value)[] config) => new(
        module, className, new JsonObject(config.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))), new OperationArguments(new JsonArray([.. Places(count)]), []));

    private static JsonNode[] Places(int count) => [.. Enumerable.Range(0, count).Select(OperationArguments.Place)];

    // Not a collection expression: adding what isn't a JsonNode by type would need reflection.
    private static JsonArray List(params JsonNode[] items) => new(items);

    private static JsonArray Numbers(IEnumerable<int> numbers) => new([.. numbers.Select(number => (JsonNode)number)]);
}
