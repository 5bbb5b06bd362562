namespace Cornea.Onnx;

internal sealed partial class NodeExport
{
    private static readonly Dictionary<string, string> SameUnary = new()
    {
        ["Negate"] = "Neg", ["Abs"] = "Abs", ["Sign"] = "Sign", ["Exp"] = "Exp", ["Log"] = "Log", ["Sqrt"] = "Sqrt", ["Reciprocal"] = "Reciprocal",
        ["Sigmoid"] = "Sigmoid", ["Tanh"] = "Tanh", ["Softplus"] = "Softplus", ["Erf"] = "Erf", ["Sin"] = "Sin", ["Cos"] = "Cos", ["Tan"] = "Tan", ["Asin"] = "Asin",
        ["Acos"] = "Acos", ["Atan"] = "Atan", ["Sinh"] = "Sinh", ["Cosh"] = "Cosh", ["Asinh"] = "Asinh", ["Acosh"] = "Acosh", ["Atanh"] = "Atanh", ["Floor"] = "Floor",
        ["Ceil"] = "Ceil", ["Round"] = "Round", ["IsNaN"] = "IsNaN", ["IsInfinite"] = "IsInf", ["Not"] = "Not",
    };

    private static readonly Dictionary<string, string> SameBinary = new()
    {
        ["Add"] = "Add", ["Subtract"] = "Sub", ["Multiply"] = "Mul", ["Divide"] = "Div", ["Maximum"] = "Max", ["Minimum"] = "Min", ["Power"] = "Pow",
        ["BitAnd"] = "BitwiseAnd", ["BitOr"] = "BitwiseOr", ["BitXor"] = "BitwiseXor", ["Equal"] = "Equal", ["Less"] = "Less", ["LessEqual"] = "LessOrEqual",
        ["Greater"] = "Greater", ["GreaterEqual"] = "GreaterOrEqual", ["And"] = "And", ["Or"] = "Or",
    };

    // Whole values stay what they are under these.
    private static readonly HashSet<string> OfWhole = ["Floor", "Ceil", "Round"];

    private static IEnumerable<(string Name, Action<NodeExport> Run)> Elementwise() =>
    [
        .. SameUnary.Select(pair => (pair.Key, (Action<NodeExport>)(export => export.Map(x => OfWhole.Contains(pair.Key) && !export.X.DType.IsFloating ? x : export.Emit(pair.Value, [x]))))),
        .. SameBinary.Select(pair => (pair.Key, (Action<NodeExport>)(export => export.Join(pair.Value)))),
        ("Relu", export => export.Map(x => export.X.DType.IsFloating ? export.Emit("Relu", [x]) : export.Emit("Max", [x, export.Of(0)]))),
        ("Relu6", export => export.Map(x => export.Emit("Clip", [x, export.Of(0), export.Of(6)]))),
        ("Square", export => export.Map(x => export.Emit("Mul", [x, x]))),
        ("Rsqrt", export => export.Map(x => export.Emit("Reciprocal", [export.Emit("Sqrt", [x])]))),
        ("Expm1", export => export.Map(x => export.Emit("Sub", [export.Emit("Exp", [x]), export.Of(1)]))),
        ("Log1p", export => export.Map(x => export.Emit("Log", [export.Emit("Add", [x, export.Of(1)])]))),
        ("Erfc", export => export.Map(x => export.Emit("Sub", [export.Of(1), export.Emit("Erf", [x])]))),
        ("IsFinite", export => export.Map(x => export.Emit("Not", [export.Emit("Or", [export.Emit("IsNaN", [x]), export.Emit("IsInf", [x])])]))),
        ("FlushSubnormal", export => export.Map(x => x)),
        ("NotEqual", export => export.Join("Equal", isNegated: true)),
        ("FloorModulo", export => export.JoinNames((x, y) => export.X.DType.IsFloating
            ? export.Emit("Sub", [x, export.Emit("Mul", [export.Emit("Floor", [export.Emit("Div", [x, y])]), y])])
            : export.Emit("Mod", [x, y]))),
        ("Select", export => export.Choose()),
        ("Cast", export => export.Convert()),
        .. new[] { "Alias", "CustomGradient", "Reading", "StopGradient", "Watch" }.Select(name => (name, (Action<NodeExport>)(export => export.Map(x => x)))),
    ];

    private string Of(double value) => _scope.Number(value, Wide(X.DType));

    // ONNX Runtime computes with few types: bytes and truth values go through int32.
    private static DType Wide(DType dtype) => dtype == DType.UInt8 || dtype == DType.Bool ? DType.Int32 : dtype;

    private void Map(Func<string, string> function)
    {
        Layout layout = LayoutOfX;
        string x = _scope.NameOf(X, layout);
        bool isWidened = X.DType == DType.UInt8 || (X.DType == DType.Bool && Y.DType != DType.Bool);
        string y = function(isWidened ? Cast(x, DType.Int32) : WhollyFloating(x));
        Give(isWidened && Y.DType != DType.Bool ? Cast(y, Y.DType) : y, layout);
    }

    // A function that gives floating-point numbers of whole ones computes with them.
    private string WhollyFloating(string x) => Y.DType.IsFloating && !X.DType.IsFloating ? Cast(x, Y.DType) : x;

    private void Join(string operation, bool isNegated = false) => JoinNames((x, y) => isNegated ? Emit("Not", [Emit(operation, [x, y])]) : Emit(operation, [x, y]));

    private void JoinNames(Func<string, string, string> function)
    {
        (string[] names, Layout layout) = Meet(_node.Inputs);
        bool isLogic = _node.Operation is "And" or "Or" || (_node.Operation is "Equal" or "NotEqual" && X.DType == DType.Bool);
        bool isWidened = !isLogic && Wide(X.DType) != X.DType;
        string result = isWidened ? function(Cast(names[0], DType.Int32), Cast(names[1], DType.Int32)) : function(names[0], names[1]);
        Give(isWidened && Y.DType != DType.Bool ? Cast(result, Y.DType) : result, layout);
    }

    // Operands in one layout: that of the largest that isn't constant.
    private (string[] Names, Layout Layout) Meet(IReadOnlyList<TracedValue> values)
    {
        int rank = Y.Shape.Rank;
        Layout layout = Layout.Plain(rank);
        bool canMove = values.All(value => value.Constant is not null || value.Shape.Rank == rank);
        if (canMove && values.Where(value => value.Constant is null).Select(_scope.LayoutOf).FirstOrDefault(own => own is { IsPlain: false }) is { } other) layout = other;
        return ([.. values.Select(Named)], layout);

        string Named(TracedValue value)
        {
            int own = value.Shape.Rank;
            if (own == rank) return _scope.NameOf(value, layout);
            string plain = _scope.NameOf(value);
            if (layout.IsPlain || own == 0) return plain;

            // A smaller constant gets the axes that it lacks, where the layout has them.
            string whole = Emit("Reshape", [plain, _scope.Integers([.. Enumerable.Repeat(1L, rank - own), .. value.Shape.Select(size => (long)size)])]);
            return Emit("Transpose", [whole], ("perm", layout.Order.Select(axis => (long)axis).ToArray()));
        }
    }

    private void Choose()
    {
        (string[] names, Layout layout) = Meet(_node.Inputs);
        bool isBool = Y.DType == DType.Bool;
        string result = Emit("Where", isBool ? [names[0], Cast(names[1], DType.Int32), Cast(names[2], DType.Int32)] : names);
        Give(isBool ? Cast(result, DType.Bool) : result, layout);
    }

    private void Convert()
    {
        Layout layout = LayoutOfX;
        string x = _scope.NameOf(X, layout);
        if (X.DType.IsFloating && Y.DType == DType.UInt8) x = Emit("Clip", [x, _scope.Number(0, X.DType), _scope.Number(255, X.DType)]); // Pixels stay in their range.
        Give(Cast(x, Y.DType), layout);
    }
}
