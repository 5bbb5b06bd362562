namespace Cornea.Layers;

// Functions of single numbers, and making tensors.
internal static partial class OperationTable
{
    private static IEnumerable<(string Name, string Signature, Func<OperationCall, TensorList> Call)> Elementwise() =>
    [
        Unary("abs", Ops.Abs), Unary("absolute", Ops.Absolute), Unary("fabs", Ops.Fabs), Unary("negative", Ops.Negative), Unary("sign", Ops.Sign), Unary("exp", Ops.Exp),
        Unary("exp2", Ops.Exp2), Unary("expm1", Ops.Expm1), Unary("log", Ops.Log), Unary("log2", Ops.Log2), Unary("log10", Ops.Log10),
        Unary("log1p", Ops.Log1p), Unary("sqrt", Ops.Sqrt), Unary("rsqrt", Ops.Rsqrt), Unary("square", Ops.Square), Unary("cbrt", Ops.Cbrt),
        Unary("reciprocal", Ops.Reciprocal), Unary("sin", Ops.Sin), Unary("cos", Ops.Cos), Unary("tan", Ops.Tan), Unary("arcsin", Ops.Arcsin),
        Unary("arccos", Ops.Arccos), Unary("arctan", Ops.Arctan), Unary("sinh", Ops.Sinh), Unary("cosh", Ops.Cosh), Unary("tanh", Ops.Tanh),
        Unary("arcsinh", Ops.Arcsinh), Unary("arccosh", Ops.Arccosh), Unary("arctanh", Ops.Arctanh), Unary("floor", Ops.Floor), Unary("ceil", Ops.Ceil),
        Unary("trunc", Ops.Trunc), Unary("isnan", Ops.IsNaN), Unary("isinf", Ops.IsInf), Unary("isfinite", Ops.IsFinite), Unary("isposinf", Ops.IsPosInf),
        Unary("isneginf", Ops.IsNegInf), Unary("signbit", Ops.SignBit), Unary("erf", Ops.Erf), Unary("erfc", Ops.Erfc), Unary("erfinv", Ops.ErfInv),
        Unary("sinc", Ops.Sinc), Unary("deg2rad", Ops.Deg2Rad), Unary("rad2deg", Ops.Rad2Deg), Unary("logical_not", Ops.LogicalNot),
        Unary("bitwise_not", Ops.BitwiseNot), Unary("bitwise_invert", Ops.BitwiseInvert), Unary("copy", Ops.Copy), Unary("stop_gradient", Ops.StopGradient, "variable"),
        Unary("sigmoid", Ops.Sigmoid), Unary("relu6", Ops.Relu6), Unary("softplus", Ops.Softplus), Unary("softsign", Ops.Softsign), Unary("silu", Ops.Silu),
        Unary("swish", Ops.Swish), Unary("hard_sigmoid", Ops.HardSigmoid), Unary("hard_silu", Ops.HardSilu), Unary("hard_swish", Ops.HardSwish),
        Unary("hard_tanh", Ops.HardTanh), Unary("log_sigmoid", Ops.LogSigmoid), Unary("mish", Ops.Mish), Unary("selu", Ops.Selu),
        Unary("tanh_shrink", Ops.TanhShrink), Unary("sparse_plus", Ops.SparsePlus), Unary("sparse_sigmoid", Ops.SparseSigmoid), Unary("linear", x => x),
        Unary("exponential", Ops.Exp),
        Op("relu", "x negative_slope max_value threshold", c => Relu(c)),
        Op("elu", "x alpha", c => Ops.Elu(c["x"], c.Number("alpha") ?? 1)),
        Op("celu", "x alpha", c => Ops.Celu(c["x"], c.Number("alpha") ?? 1)),
        Op("gelu", "x approximate", c => Ops.Gelu(c["x"], c.Bool("approximate", true))),
        Op("glu", "x axis", c => Ops.Glu(c["x"], c.Int("axis") ?? -1)),
        Op("leaky_relu", "x negative_slope", c => Ops.LeakyRelu(c["x"], c.Number("negative_slope") ?? 0.2)),
        Op("hard_shrink", "x threshold", c => Ops.HardShrink(c["x"], c.Number("threshold") ?? 0.5)),
        Op("soft_shrink", "x threshold", c => Ops.SoftShrink(c["x"], c.Number("threshold") ?? 0.5)),
        Op("squareplus", "x b", c => Ops.Squareplus(c["x"], c.Number("b") ?? 4)),
        Op("threshold", "x threshold default_value", c => Ops.Threshold(c["x"], c.NeededNumber("threshold"), c.NeededNumber("default_value"))),
        Op("sparsemax", "x axis", c => Ops.Sparsemax(c["x"], c.Int("axis") ?? -1)),
        Op("softmax", "x axis", c => Ops.Softmax(c["x"], AxesOr(c, -1))),
        Op("log_softmax", "x axis", c => Ops.LogSoftmax(c["x"], AxesOr(c, -1))),
        Op("round", "x decimals", c => Ops.Round(c["x"], c.Int("decimals") ?? 0)),
        Op("nan_to_num", "x nan posinf neginf", c => Ops.NanToNum(c["x"], c.Number("nan") ?? 0, c.Number("posinf"), c.Number("neginf"))),
        Op("clip", "x x_min x_max", c => Ops.Clip(c["x"], c["x_min"], c["x_max"])),
        Op("cast", "x dtype", c => c["x"].Cast(c.NeededDType())),
        Op("saturate_cast", "x dtype", c => Ops.SaturateCast(c["x"], c.NeededDType())),
        Op("convert_to_tensor", "x dtype sparse ragged", c => Ops.ConvertToTensor(c["x"], c.DType())),
        Op("array", "x dtype", c => Ops.ConvertToTensor(c["x"], c.DType())),
        Binary("add", Ops.Add), Binary("subtract", Ops.Subtract), Binary("multiply", Ops.Multiply), Binary("divide", Ops.Divide), Binary("true_divide", Ops.TrueDivide),
        Binary("divide_no_nan", (a, b) => Ops.DivideNoNan(a, b)), Binary("floor_divide", Ops.FloorDivide), Binary("mod", Ops.Mod), Binary("fmod", Ops.Fmod),
        Binary("power", Ops.Power), Binary("nextafter", Ops.NextAfter), Binary("maximum", Ops.Maximum), Binary("minimum", Ops.Minimum), Binary("fmax", Ops.Fmax), Binary("fmin", Ops.Fmin),
        Binary("hypot", Ops.Hypot), Binary("arctan2", Ops.Arctan2), Binary("logaddexp", Ops.LogAddExp), Binary("logaddexp2", Ops.LogAddExp2),
        Binary("heaviside", Ops.Heaviside), Binary("ldexp", Ops.Ldexp), Binary("gcd", Ops.Gcd), Binary("lcm", Ops.Lcm), Binary("equal", Ops.Equal),
        Binary("not_equal", Ops.NotEqual), Binary("less", Ops.Less), Binary("less_equal", Ops.LessEqual), Binary("greater", Ops.Greater),
        Binary("greater_equal", Ops.GreaterEqual), Binary("logical_and", Ops.LogicalAnd), Binary("logical_or", Ops.LogicalOr), Binary("logical_xor", Ops.LogicalXor),
        Binary("bitwise_and", Ops.BitwiseAnd, "x y"), Binary("bitwise_or", Ops.BitwiseOr, "x y"), Binary("bitwise_xor", Ops.BitwiseXor, "x y"),
        Binary("left_shift", Ops.LeftShift, "x y"), Binary("right_shift", Ops.RightShift, "x y"), Binary("bitwise_left_shift", Ops.BitwiseLeftShift, "x y"),
        Binary("bitwise_right_shift", Ops.BitwiseRightShift, "x y"),
        Op("isclose", "x1 x2 rtol atol equal_nan", c => Ops.IsClose(c["x1"], c["x2"], c.Number("rtol") ?? 1e-5, c.Number("atol") ?? 1e-8, c.Bool("equal_nan"))),
        Op("allclose", "x1 x2 rtol atol equal_nan", c => Ops.AllClose(c["x1"], c["x2"], c.Number("rtol") ?? 1e-5, c.Number("atol") ?? 1e-8, c.Bool("equal_nan"))),
        Op("isin", "x1 x2 assume_unique invert", c =>
        {
            c.Ignore("assume_unique");
            return Ops.IsIn(c["x1"], c["x2"], c.Bool("invert"));
        }),
        Op("where", "condition x1 x2", c => c.IsGiven("x1") ? Ops.Where(c["condition"], c["x1"], c["x2"]) : Ops.Nonzero(c["condition"]).ToArray()),
        Op("select", "condlist choicelist default", c => Ops.Select(c.Tensors("condlist"), c.Tensors("choicelist"), c.Optional("default"))),
        Op("full", "shape fill_value dtype", c => Ops.Full(c.NeededShape("shape"), c["fill_value"], c.DType())),
        Op("zeros_like", "x dtype", c => Ops.ZerosLike(c["x"], c.DType())),
        Op("empty_like", "x dtype", c => Ops.EmptyLike(c["x"], c.DType())),
        Op("ones_like", "x dtype", c => Ops.OnesLike(c["x"], c.DType())),
        Op("full_like", "x fill_value dtype", c => Ops.FullLike(c["x"], c["fill_value"], c.DType())),
        Op("tril", "x k", c => Ops.Tril(c["x"], c.Int("k") ?? 0)),
        Op("triu", "x k", c => Ops.Triu(c["x"], c.Int("k") ?? 0)),
        Op("arange", "start stop step dtype", c => Ops.Arange(c.NeededNumber("start"), c.Number("stop"), c.Number("step"), c.DType())),
        Op("linspace", "start stop num endpoint retstep dtype axis", c =>
        {
            Tensor start = c["start"], stop = c["stop"];
            int num = c.Int("num") ?? 50;
            bool endpoint = c.Bool("endpoint", true);
            Tensor values = Ops.Linspace(start, stop, num, endpoint, c.DType(), c.Int("axis") ?? 0);
            return c.Bool("retstep") ? [values, Ops.LinspaceStep(start, stop, num, endpoint)] : values;
        }),
        Op("logspace", "start stop num endpoint base dtype axis", c => Ops.Logspace(
            c["start"], c["stop"], c.Int("num") ?? 50, c.Bool("endpoint", true), c.Number("base") ?? 10, c.DType(), c.Int("axis") ?? 0)),
        Op("geomspace", "start stop num endpoint dtype axis", c => Ops.Geomspace(
            c["start"], c["stop"], c.Int("num") ?? 50, c.Bool("endpoint", true), c.DType(), c.Int("axis") ?? 0)),
        Unary("i0", Ops.I0),
        Op("vander", "x N increasing", c => Ops.Vander(c["x"], c.Int("N"), c.Bool("increasing"))),
    ];

    // An axis that was left out is another thing than one given as null.
    private static Axes? AxesOr(OperationCall call, int otherwise) => call.IsGiven("axis") ? call.Axes() : otherwise;

    private static Tensor Relu(OperationCall c)
    {
        Tensor x = c["x"];
        double slope = c.Number("negative_slope") ?? 0, threshold = c.Number("threshold") ?? 0;
        double? largest = c.Number("max_value");
        if (slope == 0 && threshold == 0 && largest is null) return Ops.Relu(x);
        Tensor y = Ops.Where(x > threshold, x, (x - threshold) * slope);
        return largest is { } limit ? Ops.Where(x > threshold, Ops.Minimum(y, limit), y) : y;
    }
}
