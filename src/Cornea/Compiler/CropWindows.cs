using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Compiler;

/// <summary>
/// a window of which some rows or columns never meet the image → the window without them, on the part of the image that it meets:
/// of a 3×3 window with dilation 10,000 on 4×4 pixels one element is left, and no border of 20,000 rows. What never meets gives zeros.
/// </summary>
/// <remarks>
/// After it sizes, strides, dilations and pads of windows are of the order of the image's size, whatever they were: kernels rely on that.
/// Sums lose terms that are 0 only; those so long that kernels add them up block by block may come out with other low bits.
/// </remarks>
internal sealed class CropWindows : IPass
{
    public string Name => "windows";

    public Graph Apply(Graph graph) => GraphRewriter.Rewrite(graph, static (node, inputs) => node.Op switch
    {
        Convolution op => OnImage(op.Window, node.Inputs[0], node.Outputs[0], node, met =>
            Node.Emit(op with { Window = met.Window }, met.Image(inputs[0]), met.Weights(inputs[1]))),
        DepthwiseConvolution op => OnImage(op.Window, node.Inputs[0], node.Outputs[0], node, met =>
            Node.Emit(op with { Window = met.Window }, met.Image(inputs[0]), met.Weights(inputs[1]))),
        ConvolutionBackwardData op => OnImage(op.Window, node.Outputs[0], node.Inputs[0], node, met => [met.ImageGradient(Node.Emit(
            op with { Window = met.Window, Height = met.Rows.Read, Width = met.Columns.Read }, inputs[0], met.Weights(inputs[1]))[0], node.Outputs[0])]),
        DepthwiseBackwardData op => OnImage(op.Window, node.Outputs[0], node.Inputs[0], node, met => [met.ImageGradient(Node.Emit(
            op with { Window = met.Window, Height = met.Rows.Read, Width = met.Columns.Read }, inputs[0], met.Weights(inputs[1]))[0], node.Outputs[0])]),
        ConvolutionBackwardWeights op => OnImage(op.Window, node.Inputs[0], node.Inputs[1], node, met => [met.WeightsGradient(
            Node.Emit(op with { Window = met.Window }, met.Image(inputs[0]), inputs[1])[0], node.Outputs[0])]),
        DepthwiseBackwardWeights op => OnImage(op.Window, node.Inputs[0], node.Inputs[1], node, met => [met.WeightsGradient(
            Node.Emit(op with { Window = met.Window }, met.Image(inputs[0]), inputs[1])[0], node.Outputs[0])]),
        AveragePool op => OnImage(op.Window, node.Inputs[0], node.Outputs[0], node, met => Node.Emit(new AveragePool(met.Window), met.Image(inputs[0]))),
        AveragePoolGradient op => OnImage(op.Window, node.Outputs[0], node.Inputs[0], node, met => [met.ImageGradient(
            Node.Emit(new AveragePoolGradient(met.Window, met.Rows.Read, met.Columns.Read), inputs[0])[0], node.Outputs[0])]),

        // Positions count within the window that is left, for all who write and read them.
        MaxPool op => OnImage(op.Window, node.Inputs[0], node.Outputs[0], node, met => Node.Emit(new MaxPool(met.Window), met.Image(inputs[0]))),
        MaxPoolGradient op => OnImage(op.Window, node.Outputs[0], node.Inputs[0], node, met => [met.ImageGradient(
            Node.Emit(new MaxPoolGradient(met.Window, met.Rows.Read, met.Columns.Read), inputs[0], inputs[1])[0], node.Outputs[0])]),
        MaxPoolSelect op => OnImage(op.Window, node.Inputs[0], node.Outputs[0], node, met =>
            Node.Emit(new MaxPoolSelect(met.Window), met.Image(inputs[0]), inputs[1])),
        _ => null,
    });

    private static Tensor[]? OnImage(Window2D window, Tensor image, Tensor output, Node node, Func<MetImage, Tensor[]> rewrite)
    {
        MetAxis? rows = window.Rows.On(image.Shape[1], output.Shape[1]), columns = window.Columns.On(image.Shape[2], output.Shape[2]);
        if (rows is null || columns is null) return node.Outputs.Length == 1 ? [Ops.Zeros(node.Outputs[0].Shape, node.Outputs[0].DType)] : null;
        if (rows.Value.Window == window.Rows && columns.Value.Window == window.Columns) return null;
        return rewrite(new MetImage(Explicit(rows.Value, image.Shape[1]), Explicit(columns.Value, image.Shape[2])));
    }

    // Where one axis gets pads of its own, the other says in numbers what "same" means.
    private static MetAxis Explicit(MetAxis met, int size) => !met.Window.Same ? met
        : met with { Window = met.Window with { Same = false, PadBefore = met.Window.Before(size), PadAfter = met.Window.After(size) } };

    private readonly record struct MetImage(MetAxis Rows, MetAxis Columns)
    {
        public Window2D Window => Window2D.Of(Rows.Window, Columns.Window);

        public Tensor Image(Tensor x) => Ops.Slice(Ops.Slice(x, 1, Rows.Skipped, Rows.Read), 2, Columns.Skipped, Columns.Read);

        public Tensor Weights(Tensor w) => Ops.Slice(Ops.Slice(w, 0, Rows.First, Rows.Window.Size), 1, Columns.First, Columns.Window.Size);

        public Tensor ImageGradient(Tensor part, Tensor whole) => Padded(part, whole, 1, Rows.Skipped, Columns.Skipped);

        public Tensor WeightsGradient(Tensor part, Tensor whole) => Padded(part, whole, 0, Rows.First, Columns.First);

        private static Tensor Padded(Tensor part, Tensor whole, int axis, int rows, int columns)
        {
            if (part.Shape == whole.Shape) return part;
            var amounts = new (int, int)[part.Rank];
            amounts[axis] = (rows, whole.Shape[axis] - rows - part.Shape[axis]);
            amounts[axis + 1] = (columns, whole.Shape[axis + 1] - columns - part.Shape[axis + 1]);
            return Ops.Pad(part, amounts);
        }
    }
}
