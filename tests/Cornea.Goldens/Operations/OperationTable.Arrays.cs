namespace Cornea.Goldens.Operations;

// Reductions, order, movement, indices and products.
internal static partial class OperationTable
{
    private static IEnumerable<(string Name, string Signature, Func<OperationCall, TensorList> Call)> Reductions() =>
    [
        Reduction("sum", Ops.Sum), Reduction("mean", Ops.Mean), Reduction("amax", Ops.Amax), Reduction("amin", Ops.Amin),
        Reduction("var", Ops.Var), Reduction("std", Ops.Std), Reduction("all", Ops.All), Reduction("any", Ops.Any), Reduction("logsumexp", Ops.LogSumExp),
        Reduction("ptp", Ops.Ptp), Reduction("median", Ops.Median), Reduction("nanmedian", Ops.NanMedian),
        Reduction("nansum", Ops.NanSum), Reduction("nanprod", Ops.NanProd), Reduction("nanmax", Ops.NanMax), Reduction("nanmin", Ops.NanMin),
        Reduction("nanmean", Ops.NanMean), Reduction("nanvar", Ops.NanVar), Reduction("nanstd", Ops.NanStd),
        Op("nanargmax", "x axis keepdims", c => Ops.NanArgMax(c["x"], c.Int("axis"), c.Bool("keepdims"))),
        Op("nanargmin", "x axis keepdims", c => Ops.NanArgMin(c["x"], c.Int("axis"), c.Bool("keepdims"))),
        Op("nancumsum", "x axis dtype", c => Ops.NanCumSum(c["x"], c.Int("axis"), c.DType())),
        Op("nancumprod", "x axis dtype", c => Ops.NanCumProd(c["x"], c.Int("axis"), c.DType())),
        Op("prod", "x axis keepdims dtype", c => Ops.Prod(c["x"], c.Axes(), c.Bool("keepdims"), c.DType())),
        Op("max", "x axis keepdims initial", c => Ops.Max(c["x"], c.Axes(), c.Bool("keepdims"), c.Number("initial"))),
        Op("min", "x axis keepdims initial", c => Ops.Min(c["x"], c.Axes(), c.Bool("keepdims"), c.Number("initial"))),
        Op("argmax", "x axis keepdims", c => Ops.ArgMax(c["x"], c.Int("axis"), c.Bool("keepdims"))),
        Op("argmin", "x axis keepdims", c => Ops.ArgMin(c["x"], c.Int("axis"), c.Bool("keepdims"))),
        Op("count_nonzero", "x axis", c => Ops.CountNonzero(c["x"], c.Axes())),
        Op("average", "x axis weights", c => Ops.Average(c["x"], c.Axes(), c.Optional("weights"))),
        Op("quantile", "x q axis method keepdims", c => Ops.Quantile(c["x"], c["q"], c.Axes(), c.Text("method", "linear"), c.Bool("keepdims"))),
        Op("percentile", "x q axis method keepdims", c => Ops.Percentile(c["x"], c["q"], c.Axes(), c.Text("method", "linear"), c.Bool("keepdims"))),
        Op("cumsum", "x axis dtype", c => Ops.CumSum(c["x"], c.Int("axis"), c.DType())),
        Op("cumprod", "x axis dtype", c => Ops.CumProd(c["x"], c.Int("axis"), c.DType())),
        Op("diff", "a n axis", c => Ops.Diff(c["a"], c.Int("n") ?? 1, c.Int("axis") ?? -1)),
        Op("moments", "x axes keepdims synchronized", c =>
        {
            c.Ignore("synchronized");
            (Tensor mean, Tensor variance) = Ops.Moments(c["x"], c.Axes("axes")!.Value, c.Bool("keepdims"));
            return [mean, variance];
        }),
        Op("norm", "x ord axis keepdims", Norm),
        Op("searchsorted", "sorted_sequence values side", c => Ops.SearchSorted(c["sorted_sequence"], c["values"], c.Text("side", "left"))),
        Binary("digitize", Ops.Digitize, "x bins"),
        Op("histogram", "x bins range", c =>
        {
            double[]? range = c.Numbers("range");
            (Tensor counts, Tensor edges) = Ops.Histogram(c["x"], c.Int("bins") ?? 10, range is null ? null : (range[0], range[1]));
            return [counts, edges];
        }),
        Op("bincount", "x weights minlength sparse", c =>
        {
            c.Ignore("sparse");
            return Ops.Bincount(c["x"], c.Optional("weights"), c.Int("minlength") ?? 0);
        }),
        Unary("corrcoef", Ops.CorrCoef),
        Op("correlate", "x1 x2 mode", c => Ops.Correlate(c["x1"], c["x2"], c.Text("mode", "valid"))),
        Op("trapezoid", "y x dx axis", c => Ops.Trapezoid(c["y"], c.Optional("x"), c.Number("dx") ?? 1, c.Int("axis") ?? -1)),
        Op("sort", "x axis", c => Ops.Sort(c["x"], c.IsGiven("axis") ? c.Int("axis") : -1)),
        Op("argsort", "x axis", c => Ops.ArgSort(c["x"], c.IsGiven("axis") ? c.Int("axis") : -1)),
        Op("top_k", "x k sorted", c =>
        {
            (Tensor values, Tensor indices) = Ops.TopK(c["x"], c.Int("k")!.Value, c.Bool("sorted", true));
            return [values, indices];
        }),
        Op("argpartition", "x kth axis", c => Ops.ArgPartition(c["x"], c.Int("kth")!.Value, c.IsGiven("axis") ? c.Int("axis") : -1)),
        Op("nanquantile", "x q axis method keepdims", c => Ops.NanQuantile(c["x"], c["q"], c.Axes(), c.Text("method", "linear"), c.Bool("keepdims"))),
        Op("nanpercentile", "x q axis method keepdims", c => Ops.NanPercentile(c["x"], c["q"], c.Axes(), c.Text("method", "linear"), c.Bool("keepdims"))),
        Op("in_top_k", "targets predictions k", c => Ops.InTopK(c["targets"], c["predictions"], c.Int("k")!.Value)),
    ];

    private static IEnumerable<(string Name, string Signature, Func<OperationCall, TensorList> Call)> Arrangement() =>
    [
        Unary("ravel", Ops.Ravel), Unary("fliplr", Ops.Fliplr), Unary("flipud", Ops.Flipud),
        Op("reshape", "x newshape", c => c["x"].Reshape(c.Shape("newshape")!.Value)),
        Op("transpose", "x axes", c => c["x"].Transpose(c.Ints("axes") ?? [])),
        Op("expand_dims", "x axis", c => Ops.ExpandDims(c["x"], c.Axes()!.Value)),
        Op("squeeze", "x axis", c => Ops.Squeeze(c["x"], c.Axes())),
        Op("broadcast_to", "x shape", c => c["x"].BroadcastTo(c.Shape("shape")!.Value)),
        Op("concatenate", "xs axis", c => Ops.Concatenate(c.Tensors("xs"), c.Int("axis") ?? 0)),
        Op("stack", "x axis", c => Ops.Stack(c.Tensors("x"), c.Int("axis") ?? 0)),
        Op("hstack", "xs", c => Ops.Hstack(c.Tensors("xs"))), Op("vstack", "xs", c => Ops.Vstack(c.Tensors("xs"))),
        Op("dstack", "xs", c => Ops.Dstack(c.Tensors("xs"))),
        Op("append", "x1 x2 axis", c => Ops.Append(c["x1"], c["x2"], c.Int("axis"))),
        Op("split", "x indices_or_sections axis", c => Split(c, c.Int("axis") ?? 0)),
        Op("hsplit", "x indices_or_sections", c => Split(c, c["x"].Rank == 1 ? 0 : 1)),
        Op("vsplit", "x indices_or_sections", c => Split(c, 0)), Op("dsplit", "x indices_or_sections", c => Split(c, 2)),
        Op("array_split", "x indices_or_sections axis", c => c.IsList("indices_or_sections")
            ? Split(c, c.Int("axis") ?? 0)
            : Ops.ArraySplit(c["x"], c.Int("indices_or_sections")!.Value, c.Int("axis") ?? 0).ToArray()),
        Op("unstack", "x num axis", c => Ops.Unstack(c["x"], c.Int("num"), c.Int("axis") ?? 0).ToArray()),
        Op("flip", "x axis", c => Ops.Flip(c["x"], c.Axes())),
        Op("rearrange", "tensor pattern **axes_lengths", c => Ops.Rearrange(
            c["tensor"], c.Text("pattern"), [.. c.Others("axes_lengths").Select(pair => (pair.Key, pair.Value.ToInt()))])),
        Op("get_item", "x key", c => c.IsList("key") ? Ops.GetItem(c["x"], [.. c.Ints("key")!.Select(place => (TensorIndex)place)]) : Ops.GetItem(c["x"], c["key"])),
        Op("shape", "x", c => Tensor.From(c["x"].Shape.ToArray(), [c["x"].Rank])), Op("ndim", "x", c => (Tensor)c["x"].Rank),
        Op("size", "x", c => (Tensor)(double)c["x"].Shape.ElementCount),
        Op("view", "x dtype", c => Ops.View(c["x"], c.SameDType())),
        Op("moveaxis", "x source destination", c => Ops.MoveAxis(c["x"], c.Axes("source")!.Value, c.Axes("destination")!.Value)),
        Op("swapaxes", "x axis1 axis2", c => Ops.SwapAxes(c["x"], c.Int("axis1")!.Value, c.Int("axis2")!.Value)),
        Op("roll", "x shift axis", c => Ops.Roll(c["x"], c.Axes("shift")!.Value, c.Axes())),
        Op("rot90", "array k axes", c => Ops.Rot90(c["array"], c.Int("k") ?? 1, c.Axes("axes"))),
        Op("repeat", "x repeats axis", c => Ops.Repeat(c["x"], c.Axes("repeats")!.Value, c.Int("axis"))),
        Op("tile", "x repeats", c => Ops.Tile(c["x"], c.Axes("repeats")!.Value)),
        Op("pad", "x pad_width mode constant_values", c =>
        {
            int[] widths = c.Ints("pad_width")!;
            Tensor x = c["x"];
            int Width(int axis, int side) => widths[widths.Length == 1 ? 0 : widths.Length == 2 ? side : (2 * axis) + side];
            return Ops.Pad(x, [.. Enumerable.Range(0, x.Rank).Select(axis => (Width(axis, 0), Width(axis, 1)))], c.Text("mode", "constant"), c.Number("constant_values"));
        }),
        Op("meshgrid", "*x indexing", c => Ops.Meshgrid(c.Tensors("x"), c.Text("indexing", "xy")).ToArray()),
        Op("diag", "x k", c => Ops.Diag(c["x"], c.Int("k") ?? 0)), Op("diagflat", "x k", c => Ops.Diagflat(c["x"], c.Int("k") ?? 0)),
        Op("diagonal", "x offset axis1 axis2", c => Ops.Diagonal(c["x"], c.Int("offset") ?? 0, c.Int("axis1") ?? 0, c.Int("axis2") ?? 1)),
        Op("trace", "x offset axis1 axis2", c => Ops.Trace(c["x"], c.Int("offset") ?? 0, c.Int("axis1") ?? 0, c.Int("axis2") ?? 1)),
    ];

    private static IEnumerable<(string Name, string Signature, Func<OperationCall, TensorList> Call)> Indexing() =>
    [
        Op("take", "x indices axis", c => Ops.Take(c["x"], c["indices"], c.Int("axis"))),
        Op("take_along_axis", "x indices axis", c => Ops.TakeAlongAxis(c["x"], c["indices"], c.Int("axis"))),
        Op("one_hot", "x num_classes axis dtype sparse", c =>
        {
            c.Ignore("sparse");
            return Ops.OneHot(c["x"], c.Int("num_classes")!.Value, c.Int("axis") ?? -1, c.DType());
        }),
        Op("multi_hot", "inputs num_classes axis dtype sparse", c =>
        {
            c.Ignore("sparse");
            return Ops.MultiHot(c["inputs"], c.Int("num_classes")!.Value, c.Int("axis") ?? -1, c.DType());
        }),
        Op("slice", "inputs start_indices shape", c => Ops.Slice(c["inputs"], c.Axes("start_indices")!.Value, c.Shape("shape")!.Value)),
        Op("slice_update", "inputs start_indices updates", c => Ops.SliceUpdate(c["inputs"], c.Axes("start_indices")!.Value, c["updates"])),
        Op("scatter", "indices values shape", c => Ops.Scatter(c["indices"], c["values"], c.Shape("shape")!.Value)),
        Op("scatter_update", "inputs indices updates reduction", c => Ops.ScatterUpdate(c["inputs"], c["indices"], c["updates"], c.OptionalText("reduction"))),
        Segment("segment_sum", Ops.SegmentSum), Segment("segment_max", Ops.SegmentMax), Segment("segment_min", Ops.SegmentMin), Segment("segment_prod", Ops.SegmentProd),
        Op("nonzero", "x", c => Ops.Nonzero(c["x"]).ToArray()),
        Op("unravel_index", "indices shape", c => Ops.UnravelIndex(c["indices"], c.Shape("shape")!.Value).ToArray()),
        Op("unique", "x sorted return_index return_inverse return_counts axis size fill_value", c =>
        {
            (Tensor values, Tensor indices, Tensor inverse, Tensor counts) = Ops.UniqueAll(
                c["x"], c.Int("axis"), c.Int("size"), c.Number("fill_value"), c.Bool("sorted", true));
            List<Tensor> results = [values];
            if (c.Bool("return_index")) results.Add(indices);
            if (c.Bool("return_inverse")) results.Add(inverse);
            if (c.Bool("return_counts")) results.Add(counts);
            return results.ToArray();
        }),
    ];

    private static IEnumerable<(string Name, string Signature, Func<OperationCall, TensorList> Call)> Products() =>
    [
        Binary("matmul", Ops.MatMul), Binary("dot", Ops.Dot), Binary("inner", Ops.Inner), Binary("outer", Ops.Outer), Binary("vdot", Ops.Vdot), Binary("kron", Ops.Kron),
        Op("cross", "x1 x2 axisa axisb axisc axis", c => Ops.Cross(
            c["x1"], c["x2"], c.Int("axisa") ?? -1, c.Int("axisb") ?? -1, c.Int("axisc") ?? -1, c.Int("axis"))),
        Op("tensordot", "x1 x2 axes", c => c.Pairs("axes") is (var left, var right)
            ? Ops.TensorDot(c["x1"], c["x2"], left, right)
            : Ops.TensorDot(c["x1"], c["x2"], c.Int("axes") ?? 2)),
        Op("einsum", "subscripts *operands", c => Ops.Einsum(c.Text("subscripts"), c.Tensors("operands"))),
        Op("cholesky", "x upper", c => Ops.Cholesky(c["x"], c.Bool("upper"))), Op("cholesky_inverse", "x upper", c => Ops.CholeskyInverse(c["x"], c.Bool("upper"))),
        Unary("inv", Ops.Inv), Unary("det", Ops.Det), Binary("solve", Ops.Solve, "a b"),
        Op("solve_triangular", "a b lower", c => Ops.SolveTriangular(c["a"], c["b"], c.Bool("lower"))),
        Op("pinv", "x rcond", c => Ops.Pinv(c["x"], c.Number("rcond"))), Op("lstsq", "a b rcond", c => Ops.Lstsq(c["a"], c["b"], c.Number("rcond"))),
        Op("matrix_rank", "x tol", c => Ops.MatrixRank(c["x"], c.Number("tol"))), Binary("cdist", Ops.Cdist, "x y"),
        Op("slogdet", "x", c => Ops.Slogdet(c["x"]) is var (sign, log) ? [sign, log] : []), Unary("logdet", Ops.Logdet),
        Op("svd", "x full_matrices compute_uv", c =>
        {
            (Tensor u, Tensor values, Tensor vt) = Ops.Svd(c["x"], c.Bool("full_matrices", true));
            return c.Bool("compute_uv", true) ? [u, values, vt] : values;
        }),
        Op("lu_factor", "x", c => Ops.LuFactor(c["x"]) is var (lu, pivots) ? [lu, pivots] : []),
        Op("eig", "x", c => Ops.Eig(c["x"]) is var (values, vectors) ? [Ops.ViewAsReal(values), Ops.ViewAsReal(vectors)] : []),
        Op("extract_sequences", "x sequence_length sequence_stride", c => Ops.ExtractSequences(
            c["x"], c.Int("sequence_length")!.Value, c.Int("sequence_stride")!.Value)),
        Op("fft", "x", c => Parts(Ops.Fft(c.Complex("x")))), Op("fft2", "x", c => Parts(Ops.Fft2(c.Complex("x")))), Op("ifft2", "x", c => Parts(Ops.Ifft2(c.Complex("x")))),
        Op("rfft", "x fft_length", c => Parts(Ops.Rfft(c["x"], c.Int("fft_length")))),
        Op("irfft", "x fft_length", c => Ops.Irfft(c.Complex("x"), c.Int("fft_length"))),
        Op("stft", "x sequence_length sequence_stride fft_length window center", c => Parts(Ops.Stft(
            c["x"], c.Int("sequence_length")!.Value, c.Int("sequence_stride")!.Value, c.Int("fft_length")!.Value, Window(c), c.Bool("center", true)))),
        Op("istft", "x sequence_length sequence_stride fft_length length window center", c => Ops.Istft(
            c.Complex("x"), c.Int("sequence_length")!.Value, c.Int("sequence_stride")!.Value, c.Int("fft_length")!.Value, c.Int("length"), Window(c), c.Bool("center", true))),
        Op("real", "x", c => Ops.Real(c.Complex("x"))), Op("imag", "x", c => Ops.Imag(c.Complex("x"))),
        Op("angle", "x", c => Ops.Angle(c.Complex("x"))), Op("isreal", "x", c => Ops.IsReal(c.Complex("x"))),
        Op("conj", "x", c => AsGiven(c, "x", Ops.Conj(c.Complex("x")))), Op("conjugate", "x", c => AsGiven(c, "x", Ops.Conjugate(c.Complex("x")))),
        Op("polar", "abs_ angle", c => Ops.ViewAsReal(Ops.Polar(c["abs_"], c["angle"]))),
        Op("view_as_complex", "x", c => Ops.ViewAsReal(Ops.ViewAsComplex(c["x"]))), Op("view_as_real", "x", c => Ops.ViewAsReal(c.Complex("x"))),
        Op("eigh", "x", c => Ops.Eigh(c["x"]) is var (values, vectors) ? [values, vectors] : []),
        Op("qr", "x mode", c => Ops.Qr(c["x"], c.Text("mode", "reduced")) is var (q, r) ? [q, r] : []),
    ];

    private static (string Name, string Signature, Func<OperationCall, TensorList> Call) Segment(string name, Func<Tensor, Tensor, int?, Tensor> function) =>
        (name, "data segment_ids num_segments sorted", c =>
        {
            c.Ignore("sorted");
            return function(c["data"], c["segment_ids"], c.Int("num_segments"));
        });

    // Numbers with real and imaginary part, as Keras gives most of them: two outputs.
    private static TensorList Parts(ComplexTensor x) => [x.Real, x.Imaginary];

    // Complex where the argument was; such results are pairs along a last axis here.
    private static Tensor AsGiven(OperationCall c, string argument, ComplexTensor x) => c.IsComplex(argument) ? Ops.ViewAsReal(x) : x.Real;

    private static StftWindow Window(OperationCall c) =>
        !c.IsGiven("window") ? StftWindow.Hann : c.IsText("window") ? c.Text("window") : c.Optional("window") is { } values ? values : StftWindow.None;

    private static TensorList Norm(OperationCall c)
    {
        NormOrder? order = c.IsText("ord") && c.Text("ord") is "fro" or "nuc" ? c.Text("ord") : c.Number("ord") is { } power ? power : default(NormOrder?);
        return Ops.Norm(c["x"], order, c.Axes(), c.Bool("keepdims"));
    }

    private static TensorList Split(OperationCall c, int axis) => c.IsList("indices_or_sections")
        ? Ops.Split(c["x"], c.Axes("indices_or_sections")!.Value, axis).ToArray()
        : Ops.Split(c["x"], c.Int("indices_or_sections")!.Value, axis).ToArray();
}
