using Cornea.Cpu.Kernels;
using Cornea.Graphs;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Softmax along the last axis, its logarithm and gradients, and cross-entropy from logits.</summary>
internal static unsafe class SoftmaxRules
{
    public static bool Softmax(Node node, LoweringContext context, int order)
    {
        if (!Fits(node, out SoftmaxProblem problem)) return false;
        return Kernel.Add(node, context, order, $"softmax {problem.Rows}×{problem.Columns}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run((float*)inputs[0], (float*)outputs[0], piece), problem.Range);
    }

    public static bool LogSoftmax(Node node, LoweringContext context, int order)
    {
        if (!Fits(node, out SoftmaxProblem problem)) return false;
        return Kernel.Add(node, context, order, $"log softmax {problem.Rows}×{problem.Columns}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.RunLogarithm((float*)inputs[0], (float*)outputs[0], piece), problem.Range);
    }

    public static bool Gradient(Node node, LoweringContext context, int order)
    {
        if (!Fits(node, out SoftmaxProblem problem)) return false;
        return Kernel.Add(node, context, order, $"softmax gradient {problem.Rows}×{problem.Columns}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.RunGradient((float*)inputs[0], (float*)inputs[1], (float*)outputs[0], piece),
            problem.Range);
    }

    public static bool CrossEntropy(Node node, LoweringContext context, int order)
    {
        Shape logits = node.Inputs[0].Shape;
        if (node.Inputs[0].DType != DType.Float32 || logits[1] == 0) return false;
        var problem = new CrossEntropyProblem(logits[0], logits[1]);
        Unit check = IndexRules.Check(context, order, node.Inputs[1], 0, logits[1] - 1, node.Op.Name, "label");
        return Kernel.Add(node, context, order, $"cross-entropy {logits}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.RunSparse((float*)inputs[0], (int*)inputs[1], (float*)outputs[0], (float*)outputs[1], piece),
            after: check);
    }

    public static bool CrossEntropyGradient(Node node, LoweringContext context, int order)
    {
        Shape logits = node.Inputs[0].Shape;
        if (node.Inputs[0].DType != DType.Float32) return false;
        var problem = new CrossEntropyProblem(logits[0], logits[1]);
        return Kernel.Add(node, context, order, $"cross-entropy gradient {logits}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.RunSparseGradient((float*)inputs[0], (int*)inputs[1], (float*)inputs[2], (float*)outputs[0], piece));
    }

    public static bool DenseCrossEntropy(Node node, LoweringContext context, int order)
    {
        Shape logits = node.Inputs[0].Shape;
        if (node.Inputs[0].DType != DType.Float32 || logits[1] == 0) return false;
        var problem = new CrossEntropyProblem(logits[0], logits[1]);
        return Kernel.Add(node, context, order, $"dense cross-entropy {logits}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.RunDense((float*)inputs[0], (float*)inputs[1], (float*)outputs[0], (float*)outputs[1], piece));
    }

    public static bool DenseCrossEntropyGradient(Node node, LoweringContext context, int order)
    {
        Shape logits = node.Inputs[0].Shape;
        if (node.Inputs[0].DType != DType.Float32) return false;
        var problem = new CrossEntropyProblem(logits[0], logits[1]);
        return Kernel.Add(node, context, order, $"dense cross-entropy gradient {logits}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.RunDenseGradient((float*)inputs[0], (float*)inputs[1], (float*)inputs[2], (float*)outputs[0], piece));
    }

    private static bool Fits(Node node, out SoftmaxProblem problem)
    {
        Shape shape = node.Outputs[0].Shape;
        problem = new SoftmaxProblem((nint)shape.Product(0, shape.Rank - 1), shape[^1]);
        return node.Outputs[0].DType == DType.Float32 && shape[^1] > 0;
    }
}
