using Cornea.Cpu.Kernels;
using Cornea.Cpu.Steps;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Reductions over neighbouring axes (a pass has taken apart those that aren't), and searches for the largest.</summary>
internal static unsafe class ReduceRules
{
    public static bool Reduce(Node node, LoweringContext context, int order)
    {
        var op = (Reduce)node.Op;
        Tensor x = node.Inputs[0], y = node.Outputs[0];
        if (op.Function == ReduceFunction.Mean || op.Axes.Rank == 0) return false;
        int first = op.Axes[0], last = op.Axes[^1];
        for (int axis = first; axis <= last; axis++)
            if (x.Shape[axis] != 1 && !op.Axes.Contains(axis)) return false;
        nint outer = (nint)x.Shape.Product(0, first), reduced = (nint)x.Shape.Product(first, last + 1), inner = (nint)x.Shape.Product(last + 1, x.Rank);
        if (x.DType != DType.Float32) return ReduceIntegers(node, context, order, new IntegerReduceProblem(OperationOf(op.Function), outer, reduced, inner));
        var problem = new ReduceProblem(OperationOf(op.Function), outer, reduced, inner);
        var partials = new ValueBuffer(problem.PartialFloats * sizeof(float));
        context.Add(
            new KernelUnit
            {
                Reads = [x],
                Writes = [y],
                Workspaces = problem.FinishPieces > 0 ? [partials] : [],
                Make = place =>
                {
                    Operand from = place[x], to = place[y], between = problem.FinishPieces > 0 ? place[partials] : default;
                    string text = $"{op.Function} {problem.Outer}×[{problem.Reduced}]×{problem.Inner} {from} → {to}";
                    var run = new KernelPhase(problem.Pieces, (frame, piece, _) =>
                        problem.Run(frame.Floats(from), frame.Floats(to), frame.Floats(between), piece));
                    if (problem.FinishPieces == 0) return new KernelStep(text, 0, [run]);
                    var finish = new KernelPhase(problem.FinishPieces, (frame, piece, _) =>
                        problem.Finish(frame.Floats(between), frame.Floats(to), piece));
                    return new KernelStep(text, 0, [run, finish]);
                },
            },
            order);
        return true;
    }

    private static bool ReduceIntegers(Node node, LoweringContext context, int order, IntegerReduceProblem problem)
    {
        DType dtype = node.Inputs[0].DType;
        if (problem.Reduced == 0 || problem.Inner > int.MaxValue || node.Outputs[0].DType != dtype) return false;
        string text = $"{dtype.Name} {node.Op.Name} {problem.Outer}×[{problem.Reduced}]×{problem.Inner}";
        if (dtype == DType.Int32) return Kernel.Add(node, context, order, text, problem.Pieces, (inputs, outputs, piece, _) => problem.Run((int*)inputs[0], (int*)outputs[0], piece));
        return dtype == DType.Int64 && Kernel.Add(node, context, order, text, problem.Pieces, (inputs, outputs, piece, _) => problem.Run((long*)inputs[0], (long*)outputs[0], piece));
    }

    public static bool ArgReduce(Node node, LoweringContext context, int order)
    {
        var op = (ArgReduce)node.Op;
        Tensor x = node.Inputs[0];
        if (x.DType != DType.Float32 || x.Shape[op.Axis] == 0) return false;
        var problem = new ArgReduceProblem(
            !op.Largest, (nint)x.Shape.Product(0, op.Axis), x.Shape[op.Axis], (nint)x.Shape.Product(op.Axis + 1, x.Rank));
        return Kernel.Add(node, context, order, $"{op.Name} {problem.Outer}×[{problem.Reduced}]×{problem.Inner}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run((float*)inputs[0], (int*)outputs[0], piece));
    }

    public static bool Cumulative(Node node, LoweringContext context, int order)
    {
        var op = (Cumulative)node.Op;
        Tensor x = node.Inputs[0];
        bool isProduct = op.Function == ReduceFunction.Product;
        var problem = new CumulativeProblem(
            (nint)x.Shape.Product(0, op.Axis), x.Shape[op.Axis], (nint)x.Shape.Product(op.Axis + 1, x.Rank), Exclusive: false, op.Reverse, isProduct);
        string text = $"cumulative {(isProduct ? "product" : "sum")} {x.Shape} axis {op.Axis}";
        if (x.DType == DType.Float32)
            return Kernel.Add(node, context, order, text, problem.Pieces, (inputs, outputs, piece, _) => problem.Run((float*)inputs[0], (float*)outputs[0], piece));
        if (x.DType == DType.Int32)
            return Kernel.Add(node, context, order, text, problem.Pieces, (inputs, outputs, piece, _) => problem.Run((int*)inputs[0], (int*)outputs[0], piece));
        return x.DType == DType.Int64
            && Kernel.Add(node, context, order, text, problem.Pieces, (inputs, outputs, piece, _) => problem.Run((long*)inputs[0], (long*)outputs[0], piece));
    }

    public static bool LinearRecurrence(Node node, LoweringContext context, int order)
    {
        var op = (LinearRecurrence)node.Op;
        Tensor y = node.Outputs[0];
        if (y.DType != DType.Float32) return false;
        var problem = new LinearRecurrenceProblem(
            (nint)y.Shape.Product(0, op.Axis), y.Shape[op.Axis], (nint)y.Shape.Product(op.Axis + 1, y.Rank), op.Reverse);
        return Kernel.Add(node, context, order, $"linear recurrence {y.Shape} axis {op.Axis}", problem.Pieces,
            (inputs, outputs, piece, _) => problem.Run((float*)inputs[0], (float*)inputs[1], (float*)outputs[0], piece));
    }

    private static ReduceOperation OperationOf(ReduceFunction function) => function switch
    {
        ReduceFunction.Maximum => ReduceOperation.Maximum,
        ReduceFunction.Minimum => ReduceOperation.Minimum,
        ReduceFunction.Product => ReduceOperation.Product,
        _ => ReduceOperation.Sum,
    };
}
