using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Compiler;

/// <summary>x · 1 → x, reshape of reshape → one, transpose there and back → nothing, …: rules that change no bit of any result.</summary>
/// <remarks>x + 0 isn't among them: it turns −0 into 0.</remarks>
internal sealed class SimplifyAlgebra : IPass
{
    public string Name => "algebra";

    public Graph Apply(Graph graph) => GraphRewriter.Rewrite(graph, (node, inputs) => Simplify(node, inputs) is { } simpler ? [simpler] : null);

    private static Tensor? Simplify(Node node, Tensor[] inputs) => node.Op switch
    {
        Alias or StopGradient or Watch or CustomGradient or Reading => inputs[0],
        Cast cast when inputs[0].DType == cast.DType => inputs[0],
        Reshape => OfReshape(node, inputs[0]),
        Transpose transpose => OfTranspose(transpose, inputs[0]),
        BroadcastTo when inputs[0].Shape == node.Outputs[0].Shape => inputs[0],
        BroadcastTo when Repeated(inputs[0]) is { } number => number.BroadcastTo(node.Outputs[0].Shape),
        Unary { Function: UnaryFunction.Negate } when inputs[0].Producer is { Op: Unary { Function: UnaryFunction.Negate } } inner => inner.Inputs[0],
        Binary binary => OfBinary(binary, inputs, node.Outputs[0].Shape),
        Select select => OfSelect(select, inputs, node.Outputs[0].Shape),
        _ => null,
    };

    private static Tensor? OfReshape(Node node, Tensor input)
    {
        Shape target = node.Outputs[0].Shape;
        if (input.Shape == target) return input;
        if (Unbroadcast(input) is { Literal: not null } number) return number.BroadcastTo(target);
        return input.Producer is { Op: Reshape } inner ? inner.Inputs[0].Reshape(target) : null;
    }

    private static Tensor? OfTranspose(Transpose outer, Tensor input)
    {
        if (outer.Permutation.SequenceEqual(Enumerable.Range(0, input.Rank))) return input;
        if (OnlyMovesOnes(outer, input.Shape)) return input.Reshape([.. outer.Permutation.Select(axis => input.Shape[axis])]);
        if (input.Producer is not { Op: Transpose inner } producer) return null;
        int[] together = [.. outer.Permutation.Select(axis => inner.Permutation[axis])];
        return producer.Inputs[0].Transpose(together);
    }

    // The axes longer than 1 keep their order: the elements do too.
    private static bool OnlyMovesOnes(Transpose transpose, Shape shape)
    {
        int last = -1;
        foreach (int axis in transpose.Permutation)
        {
            if (shape[axis] == 1) continue;
            if (axis < last) return false;
            last = axis;
        }

        return true;
    }

    private static Tensor? OfBinary(Binary binary, Tensor[] inputs, Shape shape)
    {
        Tensor a = inputs[0], b = inputs[1];
        switch (binary.Function)
        {
            case BinaryFunction.Multiply when b.Literal == 1 && a.Shape == shape:
            case BinaryFunction.Divide when b.Literal == 1 && a.Shape == shape:
            case BinaryFunction.Subtract when b.Literal == 0 && a.Shape == shape && !double.IsNegative(b.Literal.Value):
            case BinaryFunction.Power when b.Literal == 1 && a.Shape == shape:
                return a;
            case BinaryFunction.Multiply when a.Literal == 1 && b.Shape == shape:
                return b;
            case BinaryFunction.Power when b.Literal == 2 && a.DType.IsFloating:
                return Ops.Square(a);
        }

        // Arithmetic on one number everywhere is arithmetic on the number.
        if ((Repeated(a) ?? Repeated(b)) is not null && Unbroadcast(a) is { Literal: not null } x && Unbroadcast(b) is { Literal: not null } y)
            return Node.Emit(binary, x, y)[0].BroadcastTo(shape);

        // What broadcasting will do anyway needn't be done before.
        Tensor left = WithoutBroadcast(a, b, shape), right = WithoutBroadcast(b, left, shape);
        return ReferenceEquals(left, a) && ReferenceEquals(right, b) ? null : Node.Emit(binary, left, right)[0];
    }

    private static Tensor? OfSelect(Select select, Tensor[] inputs, Shape shape)
    {
        if (inputs[0].Shape != shape) return null;
        Tensor a = Unbroadcast(inputs[1]), b = Unbroadcast(inputs[2]);
        return ReferenceEquals(a, inputs[1]) && ReferenceEquals(b, inputs[2]) ? null : Node.Emit(select, inputs[0], a, b)[0];
    }

    private static Tensor WithoutBroadcast(Tensor value, Tensor other, Shape shape) => other.Shape == shape ? Unbroadcast(value) : value;

    /// <summary>The number that a tensor repeats, if it was made so.</summary>
    private static Tensor? Repeated(Tensor value) => value.Producer is { Op: BroadcastTo } && Unbroadcast(value) is { Literal: not null } number ? number : null;

    private static Tensor Unbroadcast(Tensor value) => value.Producer is { Op: BroadcastTo } producer ? producer.Inputs[0] : value;
}
