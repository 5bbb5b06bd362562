using Cornea.Graphs.Operations;
using Range = Cornea.Graphs.Operations.Range;
using ReshapeOp = Cornea.Graphs.Operations.Reshape;

namespace Cornea.Graphs;

/// <summary>The operations' names and settings as <see cref="TracedNode"/> shows them.</summary>
internal static class TracedSettings
{
    /// <summary>The name: of an elementwise operation its function's.</summary>
    public static string NameOf(Op op) => op switch
    {
        Unary or Binary => op.Name,
        _ => op.GetType().Name,
    };

    /// <summary>The settings by name.</summary>
    public static IReadOnlyDictionary<string, object> Of(Op op) => op switch
    {
        ArgReduce reduce => Some(("largest", reduce.Largest), ("axis", reduce.Axis)),
        AveragePool pool => Window(pool.Window),
        MaxPool pool => Window(pool.Window),
        BatchNormInference norm => Some(("epsilon", norm.Epsilon)),
        Bitcast cast => Some(("dtype", cast.DType.Name)),
        BroadcastTo broadcast => Some(("shape", broadcast.Target.ToArray())),
        Cast cast => Some(("dtype", cast.DType.Name)),
        Concat concat => Some(("axis", concat.Axis)),
        Convolution convolution => Window(convolution.Window, ("groups", convolution.Groups)),
        ConvolutionBackwardData back => Window(back.Window, ("groups", back.Groups), ("image", new[] { back.Height, back.Width })),
        Cumulative running => Some(("function", $"{running.Function}"), ("axis", running.Axis), ("reverse", running.Reverse)),
        DepthwiseConvolution convolution => Window(convolution.Window),
        DepthwiseBackwardData back => Window(back.Window, ("image", new[] { back.Height, back.Width })),
        Gather gather => Some(("axis", gather.Axis)),
        ScatterAdd scatter => Some(("axis", scatter.Axis), ("size", scatter.Size)),
        ScatterAlong scatter => Some(("size", scatter.Size)),
        LinearRecurrence recurrence => Some(("axis", recurrence.Axis), ("reverse", recurrence.Reverse)),
        MatMul product => Some(("transpose_a", product.TransposeA), ("transpose_b", product.TransposeB)),
        OneHot hot => Some(("depth", hot.Depth)),
        Pad pad => Some(("before", pad.Low.ToArray()), ("after", pad.High.ToArray()), ("value", pad.Value)),
        Range range => Some(("start", range.Start), ("step", range.Step), ("count", range.Count), ("dtype", range.DType.Name)),
        Reduce reduce => Some(("function", $"{reduce.Function}"), ("axes", reduce.Axes.ToArray())),
        ReshapeOp reshape => Some(("shape", reshape.Target.ToArray())),
        Resize resize => Some(("nearest", resize.IsNearest), ("size", new[] { resize.Height, resize.Width })),
        Scan scan => Some(("captures", scan.Captures), ("carries", scan.Carries), ("length", scan.Length), ("reverse", scan.Reverse)),
        Scatter scatter => Some(("function", $"{scatter.Function}")),
        Slice slice => Some(("starts", slice.Starts.ToArray()), ("sizes", slice.Sizes.ToArray()), ("steps", Steps(slice.Steps))),
        SliceGradient gap => Some(("starts", gap.Starts.ToArray()), ("steps", Steps(gap.Steps)), ("shape", gap.Target.ToArray())),
        Sort sort => Some(("descending", sort.Descending)),
        Transpose transpose => Some(("permutation", transpose.Permutation.ToArray())),
        _ => Some(),
    };

    private static Dictionary<string, object> Some(params (string Name, object Value)[] settings) => settings.ToDictionary(setting => setting.Name, setting => setting.Value);

    private static Dictionary<string, object> Window(Window2D window, params (string Name, object Value)[] others) => Some(
    [
        ("window", new[] { window.Height, window.Width }),
        ("strides", new[] { window.StrideHeight, window.StrideWidth }),
        ("dilations", new[] { window.DilationHeight, window.DilationWidth }),
        ("same", window.Same),
        ("padding", new[] { checked((int)window.PadTop), checked((int)window.PadLeft), checked((int)window.PadBottom), checked((int)window.PadRight) }),
        .. others,
    ]);

    private static int[] Steps(SliceSteps steps) => [.. Enumerable.Range(0, steps.Count).Select(axis => steps[axis])];
}
