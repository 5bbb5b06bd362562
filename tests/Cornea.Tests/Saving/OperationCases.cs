using Cornea.Layers;

namespace Cornea.Tests.Saving;

/// <summary>Every operation on tensors that a file can hold, between a model's inputs and an output; and why the others can't.</summary>
internal static class OperationCases
{
    /// <summary>What a case begins with: x [batch, 4, 6], m [batch, 4, 4], whole numbers k [batch, 3] from 0 to 4, images [batch, 8, 8, 3], w [batch, 12].</summary>
    public sealed record Inputs(Tensor X, Tensor M, Tensor K, Tensor Images, Tensor W)
    {
        public Tensor Positive => Ops.Abs(X) + 0.5;

        public Tensor Unit => Ops.Tanh(X) * 0.9;

        public Tensor Yes => X > 0;

        public Tensor No => X < 0.5;

        /// <summary>A matrix with an inverse, symmetric and positive.</summary>
        public Tensor Square => Ops.MatMul(M, M.Transpose(0, 2, 1)) + Ops.Eye(4);
    }

    private static readonly Tensor Line = Tensor.From(new float[] { -1, -0.6f, -0.2f, 0.2f, 0.6f, 1 });

    private static readonly Tensor Ones = Tensor.From(new float[] { 1, 1, 1, 1, 1, 1 });

    private static readonly Tensor Kernel = Ops.Sin(Ops.Arange(3 * 3 * 3 * 2)).Reshape([3, 3, 3, 2]);

    public static IReadOnlyDictionary<string, Func<Inputs, TensorList>> All { get; } = Unary().Concat(Binary()).Concat(Reductions()).Concat(Others()).ToDictionary();

    /// <summary>What isn't among the cases, and why.</summary>
    public static IReadOnlyDictionary<string, string> LeftOut { get; } = new Dictionary<string, string>
    {
        ["Map VectorizedMap Scan AssociativeScan Cond Switch WhileLoop ForiLoop CustomGradient Jvp"] = "take functions, which no file can hold; Keras refuses them too",
        ["Unique UniqueAll Nonzero"] = "their shapes depend on the data: they compute, and so refuse symbolic tensors",
        ["Zeros Ones Empty Full Eye Identity Tri Arange Linspace LinspaceStep Logspace Geomspace Bartlett Blackman Hamming Hanning Kaiser"] = "make tensors of numbers alone",
        ["Fft Fft2 Ifft2 Rfft Irfft Stft Istft Real Imag Angle IsReal Conj Conjugate Polar ViewAsComplex ViewAsReal Eig"] = "complex numbers are pairs of tensors here",
        ["CtcLoss CtcDecode Lstsq Pinv MatrixRank"] = "of many steps, among them some that Keras has no operation for",
        ["Scatter ScatterUpdate SegmentSum SegmentMax SegmentMin SegmentProd Bincount MultiHot Histogram"] = "write at places, in a form that Keras has no operation for",
        ["ConvTranspose Fold"] = "the gradient of another operation here, which Keras has as a whole only",
        ["Flipud SliceUpdate"] = "work on the batch's axis, whose size a model doesn't know",
    };

    private static IEnumerable<KeyValuePair<string, Func<Inputs, TensorList>>> Unary()
    {
        (string Name, Func<Tensor, Tensor> Apply)[] any =
        [
            ("Abs", Ops.Abs), ("Absolute", Ops.Absolute), ("Fabs", Ops.Fabs), ("Negative", Ops.Negative), ("Sign", Ops.Sign), ("Exp", Ops.Exp), ("Exp2", Ops.Exp2), ("Expm1", Ops.Expm1),
            ("Square", Ops.Square), ("Reciprocal", Ops.Reciprocal), ("Sin", Ops.Sin), ("Cos", Ops.Cos), ("Tan", Ops.Tan), ("Sinh", Ops.Sinh), ("Cosh", Ops.Cosh), ("Tanh", Ops.Tanh),
            ("Arcsinh", Ops.Arcsinh), ("Arctan", Ops.Arctan), ("Floor", Ops.Floor), ("Ceil", Ops.Ceil), ("Trunc", Ops.Trunc), ("IsNaN", Ops.IsNaN), ("IsInf", Ops.IsInf),
            ("IsFinite", Ops.IsFinite), ("IsPosInf", Ops.IsPosInf), ("IsNegInf", Ops.IsNegInf), ("SignBit", Ops.SignBit), ("Sinc", Ops.Sinc), ("Deg2Rad", Ops.Deg2Rad), ("Rad2Deg", Ops.Rad2Deg),
            ("Relu", Ops.Relu), ("Relu6", Ops.Relu6), ("Sigmoid", Ops.Sigmoid), ("Softplus", Ops.Softplus), ("Softsign", Ops.Softsign), ("Silu", Ops.Silu), ("Swish", Ops.Swish),
            ("HardSigmoid", Ops.HardSigmoid), ("HardSilu", Ops.HardSilu), ("HardSwish", Ops.HardSwish), ("HardTanh", Ops.HardTanh), ("LogSigmoid", Ops.LogSigmoid), ("Mish", Ops.Mish),
            ("Selu", Ops.Selu), ("TanhShrink", Ops.TanhShrink), ("SparsePlus", Ops.SparsePlus), ("SparseSigmoid", Ops.SparseSigmoid), ("Elu", x => Ops.Elu(x)), ("Celu", x => Ops.Celu(x)),
            ("Gelu", x => Ops.Gelu(x)), ("LeakyRelu", x => Ops.LeakyRelu(x)), ("HardShrink", x => Ops.HardShrink(x)), ("SoftShrink", x => Ops.SoftShrink(x)), ("Squareplus", x => Ops.Squareplus(x)),
            ("Glu", x => Ops.Glu(x)), ("Softmax", x => Ops.Softmax(x)), ("LogSoftmax", x => Ops.LogSoftmax(x)), ("Sparsemax", x => Ops.Sparsemax(x)), ("Round", x => Ops.Round(x, 1)),
            ("NanToNum", x => Ops.NanToNum(x)), ("CumSum", x => Ops.CumSum(x, 1)), ("CumProd", x => Ops.CumProd(x, 1)), ("NanCumSum", x => Ops.NanCumSum(x, 1)), ("NanCumProd", x => Ops.NanCumProd(x, 1)),
            ("Sort", x => Ops.Sort(x)), ("ArgSort", x => Ops.ArgSort(x)), ("ArgPartition", x => Ops.ArgPartition(x, 2)), ("Erf", Ops.Erf), ("Erfc", Ops.Erfc), ("StopGradient", Ops.StopGradient), ("Copy", Ops.Copy), ("Watch", Ops.Watch),
            ("ZerosLike", x => Ops.ZerosLike(x) + x), ("OnesLike", x => Ops.OnesLike(x) + x), ("EmptyLike", x => Ops.EmptyLike(x) + x), ("FullLike", x => Ops.FullLike(x, 2) + x), ("I0", Ops.I0),
            ("Threshold", x => Ops.Threshold(x, 0.1, 7)), ("Clip", x => Ops.Clip(x, -0.5, 0.5)), ("Cast", x => Ops.Cast(x, DType.Int32)), ("SaturateCast", x => Ops.SaturateCast(x * 300, DType.UInt8)),
            ("ConvertToTensor", x => Ops.ConvertToTensor(x, DType.Int32)), ("Ravel", Ops.Ravel), ("Fliplr", Ops.Fliplr), ("Flip", x => Ops.Flip(x, 1)), ("Roll", x => Ops.Roll(x, 2, 1)),
            ("Rot90", x => Ops.Rot90(x, 1, (1, 2))), ("Repeat", x => Ops.Repeat(x, 2, 1)), ("Tile", x => Ops.Tile(x, [1, 2, 1])), ("Reshape", x => Ops.Reshape(x, [-1, 3, 8])),
            ("Transpose", x => Ops.Transpose(x, 0, 2, 1)), ("MatrixTranspose", Ops.MatrixTranspose), ("SwapAxes", x => Ops.SwapAxes(x, 1, 2)), ("MoveAxis", x => Ops.MoveAxis(x, 1, 2)),
            ("ExpandDims", x => Ops.ExpandDims(x, 1)), ("Squeeze", x => Ops.Squeeze(x.ExpandDims(1), 1)), ("GetItem", x => Ops.GetItem(x, TensorIndex.Ellipsis, TensorIndex.Slice(4, 0, -2))),
            ("Slice", x => Ops.Slice(x, 1, 1, 2)), ("Pad", x => Ops.Pad(x, [(0, 0), (1, 2), (0, 0)], constantValues: 3)), ("Pad reflected", x => Ops.Pad(x, [(0, 0), (1, 2), (0, 0)], "reflect")),
            ("Tril", x => Ops.Tril(x)), ("Triu", x => Ops.Triu(x)), ("Diff", x => Ops.Diff(x, axis: 1)), ("Normalize", x => Ops.Normalize(x)), ("LayerNormalization", x => Ops.LayerNormalization(x)),
            ("RmsNormalization", x => Ops.RmsNormalization(x)), ("Trapezoid", x => Ops.Trapezoid(x)), ("ExtractSequences", x => Ops.ExtractSequences(x, 3, 2)), ("BroadcastTo", x => x + Ops.BroadcastTo(Line, [4, 6])),
        ];
        foreach ((string name, Func<Tensor, Tensor> apply) in any) yield return new(name, inputs => apply(inputs.X));
        (string Name, Func<Tensor, Tensor> Apply)[] positive =
            [("Log", Ops.Log), ("Log2", Ops.Log2), ("Log10", Ops.Log10), ("Log1p", Ops.Log1p), ("Sqrt", Ops.Sqrt), ("Rsqrt", Ops.Rsqrt), ("Cbrt", Ops.Cbrt), ("Arccosh", x => Ops.Arccosh(x + 1))];
        foreach ((string name, Func<Tensor, Tensor> apply) in positive) yield return new(name, inputs => apply(inputs.Positive));
        (string Name, Func<Tensor, Tensor> Apply)[] unit = [("ErfInv", Ops.ErfInv), ("Arcsin", Ops.Arcsin), ("Arccos", Ops.Arccos), ("Arctanh", Ops.Arctanh)];
        foreach ((string name, Func<Tensor, Tensor> apply) in unit) yield return new(name, inputs => apply(inputs.Unit));
        yield return new("LogicalNot", inputs => Ops.LogicalNot(inputs.Yes));
        yield return new("BitwiseNot", inputs => Ops.BitwiseNot(inputs.K));
        yield return new("BitwiseInvert", inputs => Ops.BitwiseInvert(inputs.K));
    }

    private static IEnumerable<KeyValuePair<string, Func<Inputs, TensorList>>> Binary()
    {
        (string Name, Func<Tensor, Tensor, Tensor> Apply)[] any =
        [
            ("Add", Ops.Add), ("Subtract", Ops.Subtract), ("Multiply", Ops.Multiply), ("Divide", Ops.Divide), ("TrueDivide", Ops.TrueDivide), ("Maximum", Ops.Maximum), ("Minimum", Ops.Minimum),
            ("Fmax", Ops.Fmax), ("Fmin", Ops.Fmin), ("Hypot", Ops.Hypot), ("Arctan2", Ops.Arctan2), ("LogAddExp", Ops.LogAddExp), ("LogAddExp2", Ops.LogAddExp2), ("Equal", Ops.Equal),
            ("NotEqual", Ops.NotEqual), ("Less", Ops.Less), ("LessEqual", Ops.LessEqual), ("Greater", Ops.Greater), ("GreaterEqual", Ops.GreaterEqual), ("DivideNoNan", (a, b) => Ops.DivideNoNan(a, b)),
            ("Heaviside", Ops.Heaviside), ("Ldexp", Ops.Ldexp), ("IsClose", (a, b) => Ops.IsClose(a, b)), ("AllClose", (a, b) => Ops.AllClose(a, b)), ("Vdot", Ops.Vdot),
            ("Append", (a, b) => Ops.Append(a, b, 1)), ("BinaryCrossentropy", (a, b) => Ops.BinaryCrossentropy(Ops.Sigmoid(a), Ops.Sigmoid(b))),
            ("CategoricalCrossentropy", (a, b) => Ops.CategoricalCrossentropy(Ops.Softmax(a), Ops.Softmax(b))), ("Psnr", (a, b) => Ops.Psnr(a, b, 2)),
            ("Cross", (a, b) => Ops.Cross(Part(a, .., .., ..3), Part(b, .., .., 3..))),
        ];
        foreach ((string name, Func<Tensor, Tensor, Tensor> apply) in any) yield return new(name, inputs => apply(inputs.X, (inputs.X * 2) - Line));
        (string Name, Func<Tensor, Tensor, Tensor> Apply)[] positive = [("Power", Ops.Power), ("Mod", Ops.Mod), ("FloorDivide", Ops.FloorDivide), ("Fmod", Ops.Fmod)];
        foreach ((string name, Func<Tensor, Tensor, Tensor> apply) in positive) yield return new(name, inputs => apply(inputs.Positive, inputs.Positive * 0.7));
        (string Name, Func<Tensor, Tensor, Tensor> Apply)[] logical = [("LogicalAnd", Ops.LogicalAnd), ("LogicalOr", Ops.LogicalOr), ("LogicalXor", Ops.LogicalXor)];
        foreach ((string name, Func<Tensor, Tensor, Tensor> apply) in logical) yield return new(name, inputs => apply(inputs.Yes, inputs.No));
        (string Name, Func<Tensor, Tensor, Tensor> Apply)[] whole =
        [
            ("BitwiseAnd", Ops.BitwiseAnd), ("BitwiseOr", Ops.BitwiseOr), ("BitwiseXor", Ops.BitwiseXor), ("LeftShift", Ops.LeftShift), ("RightShift", Ops.RightShift),
            ("BitwiseLeftShift", Ops.BitwiseLeftShift), ("BitwiseRightShift", Ops.BitwiseRightShift), ("Gcd", Ops.Gcd), ("Lcm", Ops.Lcm), ("FloorDivide of integers", (a, b) => Ops.FloorDivide(a - 3, b)), ("Fmod of integers", (a, b) => Ops.Fmod(a - 3, b)), ("IsIn", (a, b) => Ops.IsIn(a, Tensor.From(new[] { 2, 3 }))),
        ];
        foreach ((string name, Func<Tensor, Tensor, Tensor> apply) in whole) yield return new(name, inputs => apply(inputs.K, inputs.K + 1));
    }

    private static IEnumerable<KeyValuePair<string, Func<Inputs, TensorList>>> Reductions()
    {
        (string Name, Func<Tensor, Axes?, bool, Tensor> Apply)[] reductions =
        [
            ("Sum", Ops.Sum), ("Mean", Ops.Mean), ("Max", (x, axis, keep) => Ops.Max(x, axis, keep)), ("Min", (x, axis, keep) => Ops.Min(x, axis, keep)), ("Amax", Ops.Amax), ("Amin", Ops.Amin),
            ("Prod", (x, axis, keep) => Ops.Prod(x, axis, keep)), ("Var", Ops.Var), ("Std", Ops.Std), ("Ptp", Ops.Ptp), ("Any", (x, axis, keep) => Ops.Any(x > 1, axis, keep)),
            ("All", (x, axis, keep) => Ops.All(x > 1, axis, keep)), ("LogSumExp", Ops.LogSumExp), ("Median", Ops.Median), ("NanSum", Ops.NanSum), ("NanProd", Ops.NanProd), ("NanMax", Ops.NanMax),
            ("NanMin", Ops.NanMin), ("NanMean", Ops.NanMean), ("NanVar", Ops.NanVar), ("NanStd", Ops.NanStd), ("NanMedian", Ops.NanMedian),
            ("Norm", (x, axis, keep) => Ops.Norm(x, axis: axis, keepDims: keep)), ("Quantile", (x, axis, keep) => Ops.Quantile(x, 0.3, axis, keepDims: keep)),
            ("Percentile", (x, axis, keep) => Ops.Percentile(x, 30, axis, keepDims: keep)), ("NanQuantile", (x, axis, keep) => Ops.NanQuantile(x, 0.3, axis, keepDims: keep)),
            ("NanPercentile", (x, axis, keep) => Ops.NanPercentile(x, 30, axis, keepDims: keep)), ("Average", (x, axis, _) => Ops.Average(x, axis)),
            ("CountNonzero", (x, axis, _) => Ops.CountNonzero(x, axis)), ("ArgMax", (x, axis, keep) => Ops.ArgMax(x, axis!.Value[0], keep)), ("ArgMin", (x, axis, keep) => Ops.ArgMin(x, axis!.Value[0], keep)),
            ("NanArgMax", (x, axis, keep) => Ops.NanArgMax(x, axis!.Value[0], keep)), ("NanArgMin", (x, axis, keep) => Ops.NanArgMin(x, axis!.Value[0], keep)),
        ];
        foreach ((string name, Func<Tensor, Axes?, bool, Tensor> apply) in reductions)
        {
            yield return new(name, inputs => apply(inputs.X, 1, false));
            yield return new($"{name} of the last, kept", inputs => apply(inputs.X, -1, true));
        }
    }

    private static Dictionary<string, Func<Inputs, TensorList>> Others() => new()
    {
        ["Where"] = i => Ops.Where(i.X > 0, i.X, double.NegativeInfinity),
        ["Select"] = i => Ops.Select([i.Yes, i.No], [i.X, i.X * 2], 3),
        ["Concatenate"] = i => Ops.Concatenate([i.X, i.X * 2], -1), ["Stack"] = i => Ops.Stack([i.X, i.X * 2], 1),
        ["Hstack"] = i => Ops.Hstack([i.X, i.X]), ["Vstack"] = i => Ops.Vstack([i.X, i.X]), ["Dstack"] = i => Ops.Dstack([i.X, i.X]),
        ["Split"] = i => List(Ops.Split(i.X, 2, 1)), ["Hsplit"] = i => List(Ops.Hsplit(i.X, 2)), ["Vsplit"] = i => List(Ops.Split(i.X, [1, 3], 1)), ["Dsplit"] = i => List(Ops.Dsplit(i.X, 3)),
        ["ArraySplit"] = i => List(Ops.ArraySplit(i.X, 4, -1)), ["Unstack"] = i => List(Ops.Unstack(i.X, axis: 1)), ["Meshgrid"] = i => Ops.Meshgrid([Line, Line])[0] + Part(i.X, .., ..1),
        ["TopK"] = i => Ops.TopK(i.X, 2) is var (values, places) ? [values, places] : [], ["InTopK"] = i => Ops.InTopK(Part(i.K, .., 0), Part(i.X, .., 0), 2),
        ["Take"] = i => Ops.Take(i.X, Tensor.From(new[] { 0, 2 }), 1), ["TakeAlongAxis"] = i => Ops.TakeAlongAxis(i.X, Ops.ArgSort(i.X), -1), ["GatherNd"] = i => Ops.GatherNd(Line, i.K.ExpandDims(-1)),
        ["OneHot"] = i => Ops.OneHot(i.K, 5), ["SearchSorted"] = i => Ops.SearchSorted(Line, i.X), ["Digitize"] = i => Ops.Digitize(i.X, Line), ["UnravelIndex"] = i => List(Ops.UnravelIndex(i.K, [2, 3])),
        ["Moments"] = i => Ops.Moments(i.X, 1) is var (mean, variance) ? [mean, variance] : [],
        ["MatMul"] = i => Ops.MatMul(i.X, i.X.Transpose(0, 2, 1)), ["Einsum"] = i => Ops.Einsum("bij,bkj->bik", i.X, i.X), ["TensorDot"] = i => Ops.TensorDot(i.X, Ops.Ones([6, 2]), 1),
        ["Dot"] = i => Ops.Dot(i.X, Ops.Ones([6, 2])), ["Inner"] = i => Ops.Inner(i.X, Line), ["Outer"] = i => Ops.Outer(Part(i.X, .., 0, 0), Line), ["Kron"] = i => Ops.Kron(i.W, Ops.Ones([1, 2])),
        ["Diag"] = i => Ops.Diag(Line) + Part(i.X, .., ..1), ["Diagflat"] = i => Ops.Diagflat(Line) + Part(i.X, .., ..1), ["Diagonal"] = i => Ops.Diagonal(i.X, axis1: 1, axis2: 2), ["Trace"] = i => Ops.Trace(i.X, axis1: 1, axis2: 2),
        ["Vander"] = i => Ops.Vander(Part(i.W, .., 0), 3), ["CorrCoef"] = i => Ops.CorrCoef(Part(i.W.Transpose(1, 0), ..2)), ["Correlate"] = i => Ops.Correlate(Line, Part(Line, ..2)) + Part(i.X, .., .., ..5),
        ["Det"] = i => Ops.Det(i.M), ["Inv"] = i => Ops.Inv(i.M), ["Solve"] = i => Ops.Solve(i.M, i.X), ["SolveTriangular"] = i => Ops.SolveTriangular(i.M, i.X), ["Cholesky"] = i => Ops.Cholesky(i.Square),
        ["CholeskyInverse"] = i => Ops.CholeskyInverse(Ops.Cholesky(i.Square)), ["Logdet"] = i => Ops.Logdet(i.Square), ["Slogdet"] = i => Ops.Slogdet(i.M) is var (sign, log) ? [sign, log] : [],
        ["Eigh"] = i => Ops.Eigh(i.Square) is var (values, vectors) ? [values, vectors] : [], ["Qr"] = i => Ops.Qr(i.M) is var (q, r) ? [q, r] : [], ["Svd"] = i => Ops.Svd(i.M) is var (u, s, v) ? [u, s, v] : [],
        ["LuFactor"] = i => Ops.LuFactor(i.M) is var (lu, pivots) ? [lu, pivots] : [],
        ["Conv of images"] = i => Ops.Conv(i.Images, Kernel, 2, "same"), ["Conv of sequences"] = i => Ops.Conv(i.X, Ops.Ones([2, 6, 3])), ["Cdist"] = i => Ops.Cdist(i.X, i.X * 2), ["NextAfter"] = i => Ops.NextAfter(i.X, i.X + 1), ["View"] = i => Ops.View(i.X, DType.Int32), ["DepthwiseConv of images"] = i => Ops.DepthwiseConv(i.Images, Kernel),
        ["SeparableConv"] = i => Ops.SeparableConv(i.Images, Kernel, Ops.Ones([1, 1, 6, 2])), ["MaxPool"] = i => Ops.MaxPool(i.Images, 2), ["AveragePool"] = i => Ops.AveragePool(i.Images, 2, padding: "same"),
        ["AdaptiveMaxPool"] = i => Ops.AdaptiveMaxPool(i.Images, [4, 4]), ["AdaptiveAveragePool"] = i => Ops.AdaptiveAveragePool(i.Images, [4, 4]), ["Unfold"] = i => Ops.Unfold(i.Images.Transpose(0, 3, 1, 2), 2),
        ["DepthToSpace"] = i => Ops.DepthToSpace(Ops.SpaceToDepth(i.Images, 2), 2), ["SpaceToDepth"] = i => Ops.SpaceToDepth(i.Images, 4),
        ["BatchNormalization"] = i => Ops.BatchNormalization(i.X, Line, Ones, -1), ["SparseCategoricalCrossentropy"] = i => Ops.SparseCategoricalCrossentropy(i.K, Ops.Softmax(Part(i.X, .., ..3))),
        ["DotProductAttention"] = i => Ops.DotProductAttention(i.X.ExpandDims(1), i.X.ExpandDims(1), i.X.ExpandDims(1)), ["Rearrange"] = i => Ops.Rearrange(i.X, "b (h w) c -> b h (w c)", ("h", 2)),
        ["Resized images"] = i => ImageOps.Resize(i.Images, (4, 6)), ["Gray images"] = i => ImageOps.RgbToGrayscale(i.Images), ["Cropped images"] = i => ImageOps.CropImages(i.Images, 1, 1, 1, 1),
    };

    private static Tensor Part(Tensor x, params TensorIndex[] key) => Ops.GetItem(x, key);

    private static TensorList List(IReadOnlyList<Tensor> tensors) => TensorList.Create([.. tensors]);
}
