using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Compiler;

/// <summary>2 · 3 → 6: arithmetic on numbers written in the program is done now, in the precision in which it would have run.</summary>
internal sealed class FoldConstants : IPass
{
    public string Name => "constant folding";

    public Graph Apply(Graph graph) => GraphRewriter.Rewrite(graph, (node, inputs) =>
    {
        if (inputs.Length == 0 || !Array.TrueForAll(inputs, input => input.Literal is not null)) return null;
        DType dtype = node.Outputs[0].DType;
        if (dtype != DType.Float32) return null;
        double x = (float)inputs[0].Literal!.Value, y = inputs.Length > 1 ? (float)inputs[1].Literal!.Value : 0;
        double? value = node.Op switch
        {
            Cast => x,
            Unary { Function: UnaryFunction.Negate } => -x,
            Unary { Function: UnaryFunction.Square } => (float)x * (float)x,
            Unary { Function: UnaryFunction.Sqrt } => MathF.Sqrt((float)x),
            Binary { Function: BinaryFunction.Add } => (float)x + (float)y,
            Binary { Function: BinaryFunction.Subtract } => (float)x - (float)y,
            Binary { Function: BinaryFunction.Multiply } => (float)x * (float)y,
            Binary { Function: BinaryFunction.Divide } => (float)x / (float)y,
            _ => null,
        };
        return value is { } number ? [Tensor.Number((float)number, dtype)] : null;
    });
}
