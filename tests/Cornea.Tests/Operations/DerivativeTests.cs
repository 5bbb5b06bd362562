using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>The derivatives of operations that are compositions, against finite differences. Places where a slope changes are kept away from.</summary>
public class DerivativeTests
{
    private static readonly Tensor Ids = Tensor.From([0, 2, 0, 1], [4]);

    private static readonly Dictionary<string, Func<Tensor, Tensor>> OfOne = new()
    {
        ["celu"] = x => Ops.Celu(x, 1.5),
        ["elu"] = x => Ops.Elu(x, 0.7),
        ["selu"] = Ops.Selu,
        ["gelu"] = x => Ops.Gelu(x),
        ["gelu exact"] = x => Ops.Gelu(x, approximate: false),
        ["glu"] = x => Ops.Glu(x),
        ["hard shrink"] = x => Ops.HardShrink(x),
        ["soft shrink"] = x => Ops.SoftShrink(x),
        ["hard sigmoid"] = Ops.HardSigmoid,
        ["hard silu"] = Ops.HardSilu,
        ["hard tanh"] = Ops.HardTanh,
        ["leaky relu"] = x => Ops.LeakyRelu(x),
        ["log sigmoid"] = Ops.LogSigmoid,
        ["mish"] = Ops.Mish,
        ["silu"] = Ops.Silu,
        ["softsign"] = Ops.Softsign,
        ["sparse plus"] = Ops.SparsePlus,
        ["sparse sigmoid"] = Ops.SparseSigmoid,
        ["squareplus"] = x => Ops.Squareplus(x),
        ["tanh shrink"] = Ops.TanhShrink,
        ["threshold"] = x => Ops.Threshold(x, 0.1, 3),
        ["softmax over axes"] = x => Ops.Softmax(x, (0, 1)),
        ["log softmax over all"] = x => Ops.LogSoftmax(x, (Axes?)null),
        ["log-sum-exp"] = x => Ops.LogSumExp(x, axis: 0),
        ["cube root"] = Ops.Cbrt,
        ["exp2"] = Ops.Exp2,
        ["log2"] = x => Ops.Log2(Ops.Square(x) + 1),
        ["log10"] = x => Ops.Log10(Ops.Square(x) + 1),
        ["bessel"] = x => Ops.I0(x * 4),
        ["degrees"] = x => Ops.Deg2Rad(Ops.Square(Ops.Rad2Deg(x))),
        ["ptp"] = x => Ops.Ptp(x, axis: 1),
        ["var"] = x => Ops.Var(x, axis: 1, keepDims: true),
        ["std"] = x => Ops.Std(x, axis: (0, 1)),
        ["prod"] = x => Ops.Prod(x, axis: 1),
        ["max"] = x => Ops.Max(x, axis: 0, initial: 0.3),
        ["median"] = x => Ops.Median(x, axis: 1),
        ["quantile"] = x => Ops.Quantile(x, Tensor.From([0.2, 0.9], [2]), axis: 1),
        ["percentile"] = x => Ops.Percentile(x, 30),
        ["nan sum"] = x => Ops.NanSum(Holed(x), axis: 1),
        ["nan mean"] = x => Ops.NanMean(Holed(x), axis: 1),
        ["nan variance"] = x => Ops.NanVar(Holed(x), axis: 1),
        ["nan deviation"] = x => Ops.NanStd(Holed(x)),
        ["nan maximum"] = x => Ops.NanMax(Holed(x), axis: 1),
        ["nan minimum"] = x => Ops.NanMin(Holed(x)),
        ["nan product"] = x => Ops.NanProd(Holed(x), axis: 0),
        ["nan running sum"] = x => Ops.NanCumSum(Holed(x), axis: 1),
        ["nan median"] = x => Ops.NanMedian(Holed(x), axis: 1),
        ["running product"] = x => Ops.CumProd(x, axis: 1),
        ["difference"] = x => Ops.Diff(Ops.Square(x), n: 2),
        ["trapezoid"] = x => Ops.Trapezoid(Ops.Square(x), axis: 0, dx: 0.5),
        ["vander"] = x => Ops.Vander(x.Reshape([-1]), 4),
        ["correlation of rows"] = Ops.CorrCoef,
        ["sort"] = x => Ops.Sort(x, axis: null),
        ["top k"] = x => Ops.TopK(x, 2).Values,
        ["trace"] = x => Ops.Trace(Ops.Square(x), offset: 1),
        ["diag"] = x => Ops.Diag(Ops.Diag(x)),
        ["diagflat"] = x => Ops.Diagflat(x, -1),
        ["triangles"] = x => Ops.Tril(x, 1) - Ops.Triu(x * 2),
        ["tile"] = x => Ops.Tile(x, (2, 3)),
        ["repeat"] = x => Ops.Repeat(x, [2, 0, 1, 3], axis: 0),
        ["roll"] = x => Ops.Roll(x, (1, -2), (0, 1)) * x,
        ["rot90"] = x => Ops.Rot90(x) * Ops.Rot90(x, 3),
        ["flip"] = x => Ops.Flip(x, 0) * x,
        ["append"] = x => Ops.Append(x, Ops.Square(x)),
        ["meshgrid"] = x => Ops.Meshgrid([x.Reshape([-1]), Ops.Ones([2])])[0],
        ["split"] = x => Ops.Split(x, [1, 3], axis: 0)[1],
        ["take"] = x => Ops.Take(x, Ids, 1),
        ["segment sum"] = x => Ops.SegmentSum(x, Ids),
        ["segment product"] = x => Ops.SegmentProd(x, Ids, 4),
        ["segment maximum"] = x => Ops.SegmentMax(x, Ids, 3),
        ["segment minimum"] = x => Ops.SegmentMin(x, Ids, 3),
        ["sequences"] = x => Ops.ExtractSequences(x, 2, 1),
        ["rearrange"] = x => Ops.Square(Ops.Rearrange(x, "(a b) c -> c a b", ("a", 2))),
        ["scaled and moved"] = x => ImageOps.ScaleAndTranslate(x, [3, 6], Tensor.From([0.7, 1.9], [2]), Tensor.From([0.2, -0.3], [2]), (0, 1), "linear"),
        ["normalize by 3"] = x => Ops.Normalize(x, axis: 0, order: 3),
        ["batch normalization"] = x => Ops.BatchNormalization(x, Ops.Mean(x, axis: 0), Ops.Var(x, axis: 0), -1),
        ["rms normalization"] = x => Ops.RmsNormalization(x),
        ["psnr"] = x => Ops.Psnr(x, Ops.Square(x), 2),
        ["sparse cross-entropy"] = x => Ops.SparseCategoricalCrossentropy(Ids, x, fromLogits: true),
        ["ctc"] = x => Ops.CtcLoss(Tensor.From([1, 2], [1, 2]), x.Reshape(1, 4, 5), Tensor.From([2], [1]), Tensor.From([3], [1])),
        ["linspace"] = x => Ops.Linspace(x, 3, 4, axis: 1),
        ["geomspace"] = x => Ops.Geomspace(Ops.Square(x) + 1, 30, 4),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> OfTwo = new()
    {
        ["remainder"] = (x, y) => Ops.Mod(x * 3, y + 4),
        ["remainder as in C"] = (x, y) => Ops.Fmod(x * 3, y + 4),
        ["larger number"] = Ops.Fmax,
        ["smaller number"] = Ops.Fmin,
        ["log-add-exp 2"] = Ops.LogAddExp2,
        ["divide, no NaN"] = (x, y) => Ops.DivideNoNan(x, y + 4),
        ["outer"] = Ops.Outer,
        ["inner"] = Ops.Inner,
        ["vdot"] = Ops.Vdot,
        ["dot"] = (x, y) => Ops.Dot(x, y.Transpose()),
        ["distances"] = Ops.Cdist,
        ["correlate"] = (x, y) => Ops.Correlate(x.Reshape([-1]), Ops.Slice(y.Reshape([-1]), 0, 0, 3), "same"),
        ["average"] = (x, y) => Ops.Average(x, axis: 0, weights: Ops.Square(y) + 1),
        ["scatter update"] = (x, y) => Ops.ScatterUpdate(x, Tensor.From([0, 2, 3, 1], [4, 1]), y, "mul"),
        ["binary cross-entropy"] = (x, y) => Ops.BinaryCrossentropy(Ops.Sigmoid(y), x, fromLogits: true),
        ["categorical cross-entropy"] = (x, y) => Ops.CategoricalCrossentropy(Ops.Softmax(y), x, fromLogits: true, axis: 0),
        ["select"] = (x, y) => Ops.Select([x > y, x < -y], [x * 2, y * 3], x * y),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> OfImages = new()
    {
        ["gray"] = x => ImageOps.RgbToGrayscale(x),
        ["hsv"] = x => ImageOps.RgbToHsv(x),
        ["crop"] = x => ImageOps.CropImages(x, topCropping: 1, leftCropping: 2, targetHeight: 3, targetWidth: 2),
        ["pad"] = x => ImageOps.PadImages(x, topPadding: 1, leftPadding: 2, targetHeight: 8, targetWidth: 9),
        ["patches"] = x => ImageOps.ExtractPatches(x, (2, 3), strides: (2, 1)),
        ["sobel"] = x => ImageOps.SobelEdges(x.ExpandDims(0)),
        ["depth to space"] = x => Ops.DepthToSpace(Ops.Concatenate([x, x, x, x], -1).ExpandDims(0), 2),
        ["space to depth"] = x => Ops.SpaceToDepth(Ops.Slice(x, 0, 0, 4).ExpandDims(0)[.., .., ..4], 2),
        ["area"] = x => ImageOps.Resize(x, (3, 2), "area"),
    };

    public static TheoryData<string> Ones => [.. OfOne.Keys];

    public static TheoryData<string> Twos => [.. OfTwo.Keys];

    public static TheoryData<string> Images => [.. OfImages.Keys];

    [Theory]
    [MemberData(nameof(Ones))]
    public void OneInput(string name) => GradientCheck.First(list => OfOne[name](list[0]), new Draw(90).Tensor(name == "ctc" ? [4, 5] : [4, 4]));

    [Theory]
    [MemberData(nameof(Twos))]
    public void TwoInputs(string name) => GradientCheck.First(list => OfTwo[name](list[0], list[1]), new Draw(91).Tensor([4, 3]), new Draw(92).Tensor([4, 3]));

    [Theory]
    [MemberData(nameof(Images))]
    public void AnImage(string name) => GradientCheck.First(list => OfImages[name](list[0]), new Draw(93).Tensor([5, 4, 3], 0.1, 0.9));

    // NaN on the diagonal.
    private static Tensor Holed(Tensor x) => Ops.Where(Ops.Eye(4, dtype: DType.Bool), double.NaN, x);
}
