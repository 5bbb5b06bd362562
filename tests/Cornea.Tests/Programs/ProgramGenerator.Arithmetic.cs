using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Tests.Programs;

// Numbers made of numbers: functions, reductions, orders.
internal sealed partial class ProgramGenerator
{
    private void UnaryCall()
    {
        UnaryFunction[] functions = Enum.GetValues<UnaryFunction>();
        UnaryFunction function = functions[Index(functions.Length)];
        int x = function == UnaryFunction.Not ? Any(spec => spec.DType == DType.Bool)
            : Chance(0.15) && function is UnaryFunction.Negate or UnaryFunction.Abs or UnaryFunction.Square or UnaryFunction.Sign or UnaryFunction.Relu
                ? Any(spec => spec.DType.IsInteger)
                : Real();
        AddCall($"Ops.{function}({{0}})", [x], given => Node.Emit(new Unary(function), given[0])[0]);
    }

    private void BinaryCall()
    {
        BinaryFunction[] functions = Enum.GetValues<BinaryFunction>();
        BinaryFunction function = Chance(0.6) ? functions[Index(4)] : functions[Index(functions.Length)];
        int a = function is BinaryFunction.And or BinaryFunction.Or ? Any(spec => spec.DType == DType.Bool)
            : function is >= BinaryFunction.BitAnd and <= BinaryFunction.ShiftRight ? Any(spec => spec.DType.IsInteger)
            : Chance(0.2) ? Any(spec => spec.DType.IsInteger)
            : Real();
        TensorSpec spec = SpecOf(a);
        int[] partners = [.. _known.Where(value => value.Spec.DType == spec.DType && Fits(value.Spec.Shape, spec.Shape)).Select(value => value.Id)];
        int b = partners.Length > 0 && Chance(0.85) ? partners[Recent(partners.Length)] : Of(spec with { Shape = PartOf(spec.Shape) });
        if (Chance(0.3)) (a, b) = (b, a);
        AddCall($"Ops.{function}({{0}}, {{1}})", [a, b], given => Node.Emit(new Binary(function), given[0], given[1])[0]);
    }

    private void NumberCall()
    {
        int x = Chance(0.85) ? Real() : Any(spec => spec.DType.IsInteger);
        double number = SpecOf(x).DType.IsFloating && Chance(0.6) ? Int(-30, 30) / 10.0 : Int(-2, 3);
        string text = number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        switch (Index(8))
        {
            case 0: AddCall($"{{0}} + {text}", [x], given => given[0] + number); break;
            case 1: AddCall($"{{0}} - {text}", [x], given => given[0] - number); break;
            case 2: AddCall($"{{0}} * {text}", [x], given => given[0] * number); break;
            case 3: AddCall($"{text} - {{0}}", [x], given => number - given[0]); break;
            case 4: AddCall($"{text} / {{0}}", [x], given => number / given[0]); break;
            case 5: AddCall($"Ops.Maximum({{0}}, {text})", [x], given => Ops.Maximum(given[0], number)); break;
            case 6: AddCall($"Ops.Power({{0}}, {text})", [x], given => Ops.Power(given[0], number)); break;
            default: AddCall($"{{0}} > {text}", [x], given => given[0] > number); break;
        }
    }

    private void SelectCall()
    {
        int a = Any(_ => true);
        TensorSpec spec = SpecOf(a);
        int b = Of(spec with { Shape = PartOf(spec.Shape) }), condition = Of(new TensorSpec(PartOf(spec.Shape), DType.Bool));
        AddCall("Ops.Where({0}, {1}, {2})", [condition, a, b], given => Ops.Where(given[0], given[1], given[2]));
    }

    private void CastCall()
    {
        int x = Any(_ => true);
        DType dtype = AnyType();
        AddCall($"{{0}}.Cast(DType.{dtype})", [x], given => Node.Emit(new Cast(dtype), given[0])[0]);
    }

    private void BitcastCall()
    {
        int x = Any(spec => spec.DType == _real || spec.DType == DType.Int32);
        DType dtype = SpecOf(x).DType.IsFloating ? DType.UInt8 : DType.Int32;
        AddCall($"Ops.View({{0}}, DType.{dtype})", [x], given => Node.Emit(new Bitcast(dtype), given[0])[0]);
    }

    private void ReduceCall()
    {
        int x = Chance(0.8) ? Real() : Any(_ => true);
        ReduceFunction function = (ReduceFunction)Index(5);
        Shape shape = ShapeOf(x);
        int[] axes = [.. Enumerable.Range(0, shape.Rank).Where(_ => Chance(0.5))];
        AddCall($"Ops.{function}({{0}}, axes: {ProgramPrinter.Shape(new Shape(axes))}, keepdims: true)", [x], given => Node.Emit(new Reduce(function, new Shape(axes)), given[0])[0]);
    }

    private void ArgReduceCall()
    {
        int x = Any(spec => spec.Shape.Rank > 0), axis = Index(ShapeOf(x).Rank);
        bool largest = Chance(0.5);
        AddCall($"Ops.Arg{(largest ? "Max" : "Min")}({{0}}, {axis})", [x], given => Node.Emit(new ArgReduce(largest, axis), given[0])[0]);
    }

    private void CumulativeCall()
    {
        int x = Any(spec => spec.Shape.Rank > 0 && spec.DType != DType.Bool), axis = Index(ShapeOf(x).Rank);
        ReduceFunction function = Chance(0.6) ? ReduceFunction.Sum : ReduceFunction.Product;
        bool reverse = Chance(0.3);
        AddCall($"Ops.Cum{function}({{0}}, {axis}{(reverse ? ", reverse: true" : "")})", [x], given => Node.Emit(new Cumulative(function, axis, reverse), given[0])[0]);
    }

    private void SortCall()
    {
        int x = Any(spec => spec.Shape.Rank > 0 && spec.DType != DType.Bool);
        bool descending = Chance(0.4);
        AddCall($"Sort({{0}}{(descending ? ", descending" : "")})", [x], given => Node.Emit(new Sort(descending), given[0]));
    }
}
