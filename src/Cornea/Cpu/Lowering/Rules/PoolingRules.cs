using Cornea.Cpu.Kernels;
using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Pooling and its gradients.</summary>
internal static unsafe class PoolingRules
{
    public static bool Max(Node node, LoweringContext context, int order)
    {
        if (node.Outputs[0].DType != DType.Float32) return false;
        PoolingProblem problem = Problem(((MaxPool)node.Op).Window, node.Inputs[0].Shape, node.Outputs[0].Shape);
        bool asksWhere = context.IsRead(node.Outputs[1]);
        return Kernel.Add(node, context, order, $"max pool {node.Inputs[0].Shape} {((MaxPool)node.Op).Window}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.RunMax((float*)inputs[0], (float*)outputs[0], asksWhere ? (int*)outputs[1] : null, piece),
            problem.Range, outputs: asksWhere ? 2 : 1, rows: asksWhere ? null : problem.MaxRows);
    }

    public static bool MaxGradient(Node node, LoweringContext context, int order)
    {
        if (node.Outputs[0].DType != DType.Float32) return false;
        PoolingProblem problem = Problem(((MaxPoolGradient)node.Op).Window, node.Outputs[0].Shape, node.Inputs[0].Shape);
        return Kernel.Add(node, context, order, $"max pool gradient → {node.Outputs[0].Shape}", problem.GradientPieces,
            (inputs, outputs, piece, _) => problem.RunMaxGradient((float*)inputs[0], (int*)inputs[1], (float*)outputs[0], piece), problem.GradientRange);
    }

    public static bool Average(Node node, LoweringContext context, int order)
    {
        if (node.Outputs[0].DType != DType.Float32) return false;
        PoolingProblem problem = Problem(((AveragePool)node.Op).Window, node.Inputs[0].Shape, node.Outputs[0].Shape);
        return Kernel.Add(node, context, order, $"average pool {node.Inputs[0].Shape} {((AveragePool)node.Op).Window}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.RunAverage((float*)inputs[0], (float*)outputs[0], piece), problem.Range,
            rows: problem.AverageRows);
    }

    public static bool AverageGradient(Node node, LoweringContext context, int order)
    {
        if (node.Outputs[0].DType != DType.Float32) return false;
        PoolingProblem problem = Problem(((AveragePoolGradient)node.Op).Window, node.Outputs[0].Shape, node.Inputs[0].Shape);
        return Kernel.Add(node, context, order, $"average pool gradient → {node.Outputs[0].Shape}", problem.GradientPieces,
            (inputs, outputs, piece, _) => problem.RunAverageGradient((float*)inputs[0], (float*)outputs[0], piece), problem.GradientRange);
    }

    private static PoolingProblem Problem(Window2D window, Shape x, Shape y) => new(
        x[0], x[1], x[2], x[3], y[1], y[2], window.Height, window.Width, window.StrideHeight, window.StrideWidth,
        window.Top(x[1]), window.Left(x[2]));
}
