using Cornea.Cpu.Kernels;
using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Images resized, and the gradient.</summary>
internal static unsafe class ResizeRules
{
    public static bool Resize(Node node, LoweringContext context, int order)
    {
        if (node.Outputs[0].DType != DType.Float32) return false;
        ResizeProblem problem = Problem(node.Inputs[0].Shape, node.Outputs[0].Shape);
        bool isNearest = ((Resize)node.Op).IsNearest;
        return Kernel.Add(
            node, context, order, $"resize {node.Inputs[0].Shape} {node.Op.Attributes}", problem.Pieces,
            (inputs, outputs, piece, _) =>
            {
                if (isNearest) problem.RunNearest((float*)inputs[0], (float*)outputs[0], piece);
                else problem.RunBilinear((float*)inputs[0], (float*)outputs[0], piece);
            },
            problem.Range);
    }

    public static bool Gradient(Node node, LoweringContext context, int order)
    {
        if (node.Outputs[0].DType != DType.Float32) return false;
        ResizeProblem problem = Problem(node.Outputs[0].Shape, node.Inputs[0].Shape);
        bool isNearest = ((ResizeGradient)node.Op).IsNearest;
        return Kernel.Add(
            node, context, order, $"resize gradient {node.Inputs[0].Shape} {node.Op.Attributes}", problem.GradientPieces,
            (inputs, outputs, piece, _) =>
            {
                if (isNearest) problem.RunNearestGradient((float*)inputs[0], (float*)outputs[0], piece);
                else problem.RunBilinearGradient((float*)inputs[0], (float*)outputs[0], piece);
            },
            problem.GradientRange);
    }

    private static ResizeProblem Problem(Shape x, Shape y) => new(x[0], x[1], x[2], x[3], y[1], y[2]);
}
