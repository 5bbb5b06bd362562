using Cornea.Cpu.Kernels;
using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Operations that move elements and compute nothing.</summary>
internal static unsafe class MovementRules
{
    /// <summary>A view where the slice is one run of memory, else a strided copy.</summary>
    public static bool Slice(Node node, LoweringContext context, int order)
    {
        var op = (Slice)node.Op;
        Tensor x = node.Inputs[0], y = node.Outputs[0];
        if (x.Literal is not null) return false;
        nint offset = OffsetOf(x.Shape, op.Starts);
        if (op.Steps.AreOnes && IsOneRun(x.Shape, y.Shape) && offset * x.DType.Size % 64 == 0)
        {
            context.Alias(y, x, offset * x.DType.Size);
            return true;
        }

        var problem = StridedCopyProblem.Create(x.DType.Size, Sizes(y.Shape), Stepped(x.Shape, op.Steps), Strides(y.Shape));
        int size = x.DType.Size;
        return Kernel.Add(node, context, order, $"slice {x.Shape} → {y.Shape}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run(inputs[0] + (offset * size), outputs[0], piece));
    }

    public static bool SliceGradient(Node node, LoweringContext context, int order)
    {
        var op = (SliceGradient)node.Op;
        Tensor dy = node.Inputs[0], dx = node.Outputs[0];
        for (int axis = 0; axis < dx.Rank; axis++)
            if (op.Steps[axis] < 1) return false;
        var low = new nint[dx.Rank];
        var high = new nint[dx.Rank];
        var interior = new nint[dx.Rank];
        for (int axis = 0; axis < dx.Rank; axis++)
        {
            low[axis] = op.Starts[axis];
            interior[axis] = op.Steps[axis] - 1;
            int reach = dy.Shape[axis] == 0 ? 0 : ((dy.Shape[axis] - 1) * op.Steps[axis]) + 1;
            high[axis] = dx.Shape[axis] - op.Starts[axis] - reach;
        }

        var problem = PadProblem.Create(dy.DType.Size, Sizes(dy.Shape), low, high, interior);
        return Kernel.Add(node, context, order, $"slice gradient {dy.Shape} → {dx.Shape}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run(inputs[0], outputs[0], 0, piece), problem.Range);
    }

    public static bool Transpose(Node node, LoweringContext context, int order)
    {
        var op = (Transpose)node.Op;
        Tensor x = node.Inputs[0], y = node.Outputs[0];
        nint[] source = Strides(x.Shape);
        var problem = StridedCopyProblem.Create(
            x.DType.Size, Sizes(y.Shape), [.. op.Permutation.Select(axis => source[axis])], Strides(y.Shape));
        return Kernel.Add(node, context, order, $"transpose {x.Shape} {op.Permutation}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run(inputs[0], outputs[0], piece), problem.WritesRanges ? problem.Range : null);
    }

    public static bool Broadcast(Node node, LoweringContext context, int order)
    {
        Tensor x = node.Inputs[0], y = node.Outputs[0];
        nint[] own = Strides(x.Shape);
        var source = new nint[y.Rank];
        for (int axis = 1; axis <= x.Rank; axis++) source[^axis] = x.Shape[^axis] == 1 ? 0 : own[^axis];
        var problem = StridedCopyProblem.Create(x.DType.Size, Sizes(y.Shape), source, Strides(y.Shape));
        return Kernel.Add(node, context, order, $"broadcast {x.Shape} → {y.Shape}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run(inputs[0], outputs[0], piece));
    }

    public static bool Pad(Node node, LoweringContext context, int order)
    {
        var op = (Graphs.Operations.Pad)node.Op;
        Tensor x = node.Inputs[0], y = node.Outputs[0];
        if (op.Value != 0 && x.DType != DType.Float32) return false;
        var problem = PadProblem.Create(x.DType.Size, Sizes(x.Shape), Sizes(op.Low), Sizes(op.High), []);
        ulong bits = op.Value == 0 ? 0 : BitConverter.SingleToUInt32Bits((float)op.Value);
        return Kernel.Add(node, context, order, $"pad {x.Shape} → {y.Shape}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run(inputs[0], outputs[0], bits, piece), problem.Range);
    }

    /// <summary>Each input into its place of the output: one phase, the inputs' pieces one after the other.</summary>
    public static bool Concat(Node node, LoweringContext context, int order)
    {
        int axis = ((Concat)node.Op).Axis;
        Tensor y = node.Outputs[0];
        nint[] destination = Strides(y.Shape);
        var problems = new StridedCopyProblem[node.Inputs.Count];
        var offsets = new nint[problems.Length];
        var firstPieces = new int[problems.Length + 1];
        nint start = 0;
        for (int index = 0; index < problems.Length; index++)
        {
            Shape shape = node.Inputs[index].Shape;
            problems[index] = StridedCopyProblem.Create(y.DType.Size, Sizes(shape), Strides(shape), destination);
            offsets[index] = start * destination[axis] * y.DType.Size;
            firstPieces[index + 1] = firstPieces[index] + problems[index].Pieces;
            start += shape[axis];
        }

        return Kernel.Add(node, context, order, $"concatenate → {y.Shape} axis {axis}", firstPieces[^1], (inputs, outputs, piece, _) =>
        {
            int index = 0;
            while (piece >= firstPieces[index + 1]) index++;
            problems[index].Run(inputs[index], outputs[0] + offsets[index], piece - firstPieces[index]);
        });
    }

    public static bool Cast(Node node, LoweringContext context, int order)
    {
        Tensor x = node.Inputs[0], y = node.Outputs[0];
        var problem = new CastProblem((nint)y.Shape.ElementCount, TypeOf(x.DType), TypeOf(y.DType));
        return Kernel.Add(node, context, order, $"cast {x.Spec} → {y.DType}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run(inputs[0], outputs[0], piece), problem.Range);
    }

    private static NumberType TypeOf(DType dtype) =>
        dtype == DType.Float32 ? NumberType.Float32
        : dtype == DType.Float64 ? NumberType.Float64
        : dtype == DType.Int32 ? NumberType.Int32
        : dtype == DType.Int64 ? NumberType.Int64
        : dtype == DType.UInt8 ? NumberType.UInt8
        : NumberType.Bool;

    private static nint[] Sizes(Shape shape) => [.. shape.Select(size => (nint)size)];

    private static nint[] Strides(Shape shape)
    {
        var strides = new nint[shape.Rank];
        StridedCopyProblem.Contiguous(Sizes(shape), strides);
        return strides;
    }

    private static nint[] Stepped(Shape shape, SliceSteps steps)
    {
        nint[] strides = Strides(shape);
        for (int axis = 0; axis < strides.Length; axis++) strides[axis] *= steps[axis];
        return strides;
    }

    private static nint OffsetOf(Shape shape, Shape starts)
    {
        nint[] strides = Strides(shape);
        nint offset = 0;
        for (int axis = 0; axis < strides.Length; axis++) offset += starts[axis] * strides[axis];
        return offset;
    }

    // Leading axes of the slice of size 1, then one that may be cut, then whole ones.
    private static bool IsOneRun(Shape source, Shape slice)
    {
        int axis = 0;
        while (axis < slice.Rank && slice[axis] == 1) axis++;
        for (axis++; axis < slice.Rank; axis++)
            if (slice[axis] != source[axis]) return false;
        return true;
    }
}
