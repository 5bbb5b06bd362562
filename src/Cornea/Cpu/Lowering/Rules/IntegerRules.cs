using Cornea.Cpu.Kernels;
using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Arithmetic and comparisons of integers: counters and labels. Plain loops, exact, wrapping round on overflow.</summary>
internal static unsafe class IntegerRules
{
    public static bool Unary(Node node, LoweringContext context, int order)
    {
        UnaryFunction function = ((Unary)node.Op).Function;
        if (function is not (UnaryFunction.Negate or UnaryFunction.Abs or UnaryFunction.Square)) return false;
        nint count = (nint)node.Outputs[0].Shape.ElementCount;
        DType dtype = node.Inputs[0].DType;
        if (dtype == DType.Int32) return Add<int>();
        return dtype == DType.Int64 && Add<long>();

        bool Add<T>()
            where T : unmanaged, System.Numerics.IBinaryInteger<T> => Kernel.Add(
            node, context, order, $"{dtype} {function}", 1,
            (inputs, outputs, _, _) => IntegerLoop.Unary(function, (T*)inputs[0], (T*)outputs[0], count));
    }

    public static bool Binary(Node node, LoweringContext context, int order)
    {
        BinaryFunction function = ((Binary)node.Op).Function;
        if (function is BinaryFunction.Power or BinaryFunction.And or BinaryFunction.Or
            or (>= BinaryFunction.BitAnd and <= BinaryFunction.ShiftRight)) return false;
        DType dtype = node.Inputs[0].DType;
        var walk = new BroadcastWalk(node.Outputs[0].Shape, node.Inputs[0].Shape, node.Inputs[1].Shape);
        if (dtype == DType.Int32) return Add<int>();
        if (dtype == DType.UInt8) return Add<byte>();
        return dtype == DType.Int64 && Add<long>();

        bool Add<T>()
            where T : unmanaged, System.Numerics.IBinaryInteger<T> => Kernel.Add(
            node, context, order, $"{dtype} {function} {node.Outputs[0].Shape}", 1,
            (inputs, outputs, _, _) => IntegerLoop.Binary(function, walk, (T*)inputs[0], (T*)inputs[1], outputs[0]));
    }
}
