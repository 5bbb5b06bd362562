using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Compiler;

/// <summary>
/// convolution(pad(x, zeros)) → convolution with pads, likewise depthwise; max-pool(pad(relu(x), zeros)) → max-pool with pads, where nobody
/// asks for positions: what isn't negative has no larger zeros beside it. The padded image is never made.
/// </summary>
internal sealed class FoldPadding : IPass
{
    public string Name => "padding";

    public Graph Apply(Graph graph)
    {
        Dictionary<Tensor, int> uses = graph.CountUses();
        return GraphRewriter.Rewrite(graph, (node, inputs) => node.Op switch
        {
            Convolution op => Folded(op.Window, inputs[0], (window, x) => Node.Emit(op with { Window = window }, x, inputs[1])),
            DepthwiseConvolution op => Folded(op.Window, inputs[0], (window, x) => Node.Emit(op with { Window = window }, x, inputs[1])),
            MaxPool op when !uses.ContainsKey(node.Outputs[1]) => Folded(op.Window, inputs[0], (window, x) =>
                IsNotNegative(x) && MeetsImage(window, x) ? Node.Emit(new MaxPool(window), x) : null),
            _ => null,
        });
    }

    private static Tensor[]? Folded(Window2D window, Tensor image, Func<Window2D, Tensor, Tensor[]?> rewrite)
    {
        if (window.Same || image.Producer is not { Op: Pad { Value: 0 } pad } producer) return null;
        if (pad.Low[0] != 0 || pad.High[0] != 0 || pad.Low[3] != 0 || pad.High[3] != 0) return null;
        return rewrite(
            window with
            {
                PadTop = window.PadTop + pad.Low[1], PadBottom = window.PadBottom + pad.High[1],
                PadLeft = window.PadLeft + pad.Low[2], PadRight = window.PadRight + pad.High[2],
            },
            producer.Inputs[0]);
    }

    private static bool IsNotNegative(Tensor x) => x.Producer is { Op: Unary { Function: UnaryFunction.Relu or UnaryFunction.Relu6 } };

    // A window without a pixel has no largest one, and with zeros it has 0. Its first and last one begin inside, or end there.
    private static bool MeetsImage(Window2D window, Tensor x) =>
        Meets(window.Rows, x.Shape[1]) && Meets(window.Columns, x.Shape[2]);

    private static bool Meets(WindowAxis axis, int size) =>
        size > 0 && axis is { Dilation: 1 } && axis.PadBefore < axis.Size && axis.PadAfter < axis.Size;
}
