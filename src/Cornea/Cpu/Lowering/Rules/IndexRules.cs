using Cornea.Cpu.Kernels;
using Cornea.Cpu.Steps;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Operations by index. Indices that must be in range are looked at by a unit of its own, before anything is written.</summary>
internal static unsafe class IndexRules
{
    public static bool Gather(Node node, LoweringContext context, int order)
    {
        int axis = ((Gather)node.Op).Axis;
        Tensor x = node.Inputs[0], indices = node.Inputs[1];
        GatherProblem problem = new(
            (nint)x.Shape.Product(0, axis), x.Shape[axis], (nint)x.Shape.Product(axis + 1, x.Rank), (nint)indices.Shape.ElementCount, x.DType.Size);
        Unit? check = x.Shape[axis] == Shape.Unknown ? null : Check(context, order, indices, -problem.AxisSize, problem.AxisSize - 1, "Gather", "index");
        return Kernel.Add(node, context, order, $"gather {x.Shape} axis {axis} by {indices.Shape}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run(inputs[0], (int*)inputs[1], outputs[0], piece), problem.Range, after: check);
    }

    public static bool ScatterAdd(Node node, LoweringContext context, int order)
    {
        var op = (ScatterAdd)node.Op;
        if (node.Outputs[0].DType != DType.Float32) return false;
        Tensor dy = node.Inputs[0], indices = node.Inputs[1];
        ScatterAddProblem problem = new(
            (nint)dy.Shape.Product(0, op.Axis), op.Size, (nint)dy.Shape.Product(op.Axis + indices.Rank, dy.Rank), (nint)indices.Shape.ElementCount);
        Unit check = Check(context, order, indices, -problem.AxisSize, problem.AxisSize - 1, "ScatterAdd", "index");
        return Kernel.Add(node, context, order, $"scatter add {dy.Shape} → {node.Outputs[0].Shape}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run((float*)inputs[0], (int*)inputs[1], (float*)outputs[0], piece), after: check);
    }

    public static bool OneHot(Node node, LoweringContext context, int order)
    {
        OneHotProblem problem = new((nint)node.Inputs[0].Shape.ElementCount, ((OneHot)node.Op).Depth);
        return Kernel.Add(node, context, order, $"one-hot {node.Inputs[0].Shape} depth {problem.Depth}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run((int*)inputs[0], (float*)outputs[0], piece), problem.Range);
    }

    /// <summary>
    /// The unit that throws where a value lies outside a range: it runs before any variable is written, and before whoever goes by the values.
    /// </summary>
    public static Unit Check(LoweringContext context, int order, Tensor indices, nint lowest, nint highest, string who, string what)
    {
        if (context.Checks.TryGetValue((indices, lowest, highest), out Unit? check)) return check;
        nint count = (nint)indices.Shape.ElementCount;
        check = new KernelUnit
        {
            Reads = [indices],
            CanFail = true,
            Make = place =>
            {
                Operand from = place[indices];
                return new KernelStep($"check {what} {from} in {lowest}..{highest}", 0,
                    [new KernelPhase(1, (frame, piece, scratch) => Look((int*)frame.Address(from), indices.Shape, count, lowest, highest, who, what))]);
            },
        };
        context.Add(check, order);
        return context.Checks[(indices, lowest, highest)] = check;
    }

    private static void Look(int* values, Shape shape, nint count, nint lowest, nint highest, string who, string what)
    {
        for (nint position = 0; position < count; position++)
            if (values[position] < lowest || values[position] > highest)
                throw RangeError.Of(who, what, values[position], (int)position, shape, lowest, highest);
    }
}
