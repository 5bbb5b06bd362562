using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Tests.Programs;

// What a statement may be. Each kind stands here as often as it is likely.
internal sealed partial class ProgramGenerator
{
    private static readonly Func<ProgramGenerator, Action>[] Kinds =
    [
        g => g.UnaryCall, g => g.UnaryCall, g => g.UnaryCall, g => g.UnaryCall,
        g => g.BinaryCall, g => g.BinaryCall, g => g.BinaryCall, g => g.BinaryCall, g => g.BinaryCall,
        g => g.NumberCall, g => g.NumberCall, g => g.NumberCall,
        g => g.SelectCall, g => g.CastCall, g => g.CastCall, g => g.BitcastCall,
        g => g.ReduceCall, g => g.ReduceCall, g => g.ArgReduceCall, g => g.CumulativeCall, g => g.SortCall,
        g => g.MatMulCall, g => g.MatMulCall, g => g.MatMulCall, g => g.ConvolutionCall, g => g.DepthwiseCall, g => g.PoolCall, g => g.ResizeCall,
        g => g.BatchNormCall, g => g.SoftmaxCall, g => g.CrossEntropyCall,
        g => g.ReshapeCall, g => g.TransposeCall, g => g.BroadcastCall, g => g.ConcatCall, g => g.SliceCall, g => g.SliceCall, g => g.PadCall, g => g.RangeCall,
        g => g.TakeCall, g => g.TakeCall, g => g.OneHotCall, g => g.AlongCall, g => g.ScatterCall,
        g => g.MatrixCall,
        g => g.RandomCall, g => g.DropoutCall, g => g.GeneratorCall,
        g => g.StopCall, g => g.CustomGradientCall, g => g.WatchCall,
        g => g.ReadCall, g => g.ReadCall, g => g.ReadCall, g => g.ReadCall,
        g => g.AssignCall, g => g.AssignCall, g => g.AssignCall, g => g.AssignCall, g => g.CountCall,
        g => g.GradientCall, g => g.GradientCall, g => g.ApplyCall, g => g.ApplyCall,
        g => g.LoopCall, g => g.LoopCall, g => g.ChoiceCall,
    ];

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

    private void MatMulCall()
    {
        int a = Real(shape => shape.Rank >= 2);
        Shape left = ShapeOf(a);
        bool transposeA = Chance(0.3), transposeB = Chance(0.3);
        int inner = left[transposeA ? ^2 : ^1], columns = Sizes[Index(Sizes.Length)];
        Shape matrix = transposeB ? [columns, inner] : [inner, columns];
        int b = Of(new TensorSpec(left.Rank == 2 || Chance(0.5) ? matrix : [.. left[..^2], .. matrix], _real));
        AddCall(
            $"Ops.MatMul({{0}}, {{1}}{(transposeA ? ", transposeA: true" : "")}{(transposeB ? ", transposeB: true" : "")})", [a, b],
            given => Node.Emit(new MatMul(transposeA, transposeB), given[0], given[1])[0]);
    }

    private void ConvolutionCall()
    {
        int x = Image(), channels = ShapeOf(x)[3], groups = channels % 2 == 0 && Chance(0.2) ? 2 : 1, filters = groups * Int(1, 3);
        Window2D window = Window();
        int w = Of(new TensorSpec([window.Height, window.Width, channels / groups, filters], _real));
        AddCall($"Convolution({{0}}, {{1}}, \"{window}\", groups: {groups})", [x, w], given => Node.Emit(new Convolution(window, groups), given[0], given[1])[0]);
    }

    private void DepthwiseCall()
    {
        int x = Image();
        Window2D window = Window();
        int w = Of(new TensorSpec([window.Height, window.Width, ShapeOf(x)[3], Int(1, 2)], _real));
        AddCall($"DepthwiseConvolution({{0}}, {{1}}, \"{window}\")", [x, w], given => Node.Emit(new DepthwiseConvolution(window), given[0], given[1])[0]);
    }

    private void PoolCall()
    {
        int x = Image();
        Window2D window = Window() with { DilationHeight = 1, DilationWidth = 1 };
        if (Chance(0.5)) AddCall($"MaxPool({{0}}, \"{window}\")", [x], given => Node.Emit(new MaxPool(window), given[0])[0]);
        else AddCall($"AveragePool({{0}}, \"{window}\")", [x], given => Node.Emit(new AveragePool(window), given[0])[0]);
    }

    private void ResizeCall()
    {
        int x = Image(), height = Int(1, 5), width = Int(1, 5);
        bool isNearest = Chance(0.5);
        AddCall($"Resize({{0}}, {height}, {width}, nearest: {isNearest})", [x], given => Node.Emit(new Resize(isNearest, height, width), given[0])[0]);
    }

    private int Image()
    {
        if (Chance(0.5) && _known.Exists(value => value.Spec.DType == _real && value.Spec.Shape.Rank == 4)) return Real(shape => shape.Rank == 4);
        return Of(new TensorSpec([Int(1, 2), Int(1, 6), Int(1, 6), Int(1, 4)], _real));
    }

    private Window2D Window() => new(
        Int(1, 3), Int(1, 3), Chance(0.3) ? 2 : 1, Chance(0.3) ? 2 : 1, Chance(0.1) ? 2 : 1, Chance(0.1) ? 2 : 1, Same: Chance(0.5));

    private void BatchNormCall()
    {
        int x = Real(shape => shape.Rank > 0 && shape.ElementCount > 0);
        var channels = new TensorSpec([ShapeOf(x)[^1]], _real);
        int gamma = Of(channels), beta = Of(channels);
        AddCall("BatchNormTraining({0}, {1}, {2}, epsilon: 0.01)", [x, gamma, beta], given => Node.Emit(new BatchNormTraining(0.01), given));
    }

    private void SoftmaxCall()
    {
        int x = Real(shape => shape.Rank > 0);
        if (Chance(0.5)) AddCall("Ops.Softmax({0})", [x], given => Node.Emit(new Softmax(), given[0])[0]);
        else AddCall("Ops.LogSoftmax({0})", [x], given => Node.Emit(new LogSoftmax(), given[0])[0]);
    }

    private void CrossEntropyCall()
    {
        int x = Real(shape => shape.Rank == 2);
        Shape shape = ShapeOf(x);
        if (Chance(0.5))
        {
            int labels = Of(new TensorSpec([shape[0]], DType.Int32));
            if (_inChoice || Chance(0.8)) labels = Within(labels, shape[1]);
            AddCall("SparseSoftmaxCrossEntropy({0}, {1})", [x, labels], given => Node.Emit(new SparseSoftmaxCrossEntropy(), given[0], given[1])[0]);
        }
        else
        {
            int targets = Of(SpecOf(x));
            AddCall("SoftmaxCrossEntropy({0}, {1})", [x, targets], given => Node.Emit(new SoftmaxCrossEntropy(), given[0], given[1])[0]);
        }
    }

    private void ReshapeCall()
    {
        int x = Any(_ => true);
        Shape shape = ShapeOf(x);
        int count = (int)shape.ElementCount, first = Enumerable.Range(1, Math.Max(count, 1)).Where(size => count % size == 0).OrderBy(_ => Index(1000)).First();
        Shape target = count == 0 ? [0] : Index(4) switch
        {
            0 => [count],
            1 => [first, count / first],
            2 => [count / first, 1, first],
            _ => [1, .. shape],
        };
        AddCall($"Ops.Reshape({{0}}, {ProgramPrinter.Shape(target)})", [x], given => given[0].Reshape(target));
    }

    private void TransposeCall()
    {
        int x = Any(spec => spec.Shape.Rank > 1);
        int[] order = [.. Enumerable.Range(0, ShapeOf(x).Rank).OrderBy(_ => Index(1000))];
        AddCall($"{{0}}.Transpose({string.Join(", ", order)})", [x], given => given[0].Transpose(order));
    }

    private void BroadcastCall()
    {
        int x = Any(_ => true);
        Shape shape = ShapeOf(x), target = [.. shape.Select(size => size == 1 ? Int(1, 4) : size)];
        if (Chance(0.4)) target = [Int(1, 3), .. target];
        AddCall($"Ops.BroadcastTo({{0}}, {ProgramPrinter.Shape(target)})", [x], given => Ops.BroadcastTo(given[0], target));
    }

    private void ConcatCall()
    {
        int a = Any(spec => spec.Shape.Rank > 0), axis = Index(ShapeOf(a).Rank);
        TensorSpec spec = SpecOf(a);
        int b = Of(spec with { Shape = spec.Shape.With(axis, Int(1, 3)) });
        int[] parts = Chance(0.3) ? [a, b, a] : Chance(0.5) ? [b, a] : [a, b];
        AddCall($"Ops.Concatenate([{string.Join(", ", parts.Select((_, index) => $"{{{index}}}"))}], {axis})", parts, given => Node.Emit(new Concat(axis), given)[0]);
    }

    private void SliceCall()
    {
        int x = Any(spec => spec.Shape.Rank > 0 && spec.Shape.ElementCount > 0);
        Shape shape = ShapeOf(x);
        (int[] starts, int[] sizes, int[] steps) = (new int[shape.Rank], new int[shape.Rank], new int[shape.Rank]);
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            steps[axis] = Chance(0.75) ? 1 : Chance(0.5) ? 2 : -1;
            starts[axis] = steps[axis] < 0 ? shape[axis] - 1 - Index(shape[axis]) : Index(shape[axis]);
            int room = steps[axis] < 0 ? starts[axis] : (shape[axis] - 1 - starts[axis]) / steps[axis];
            sizes[axis] = Int(1, room + 1);
        }

        var op = new Slice(new Shape(starts), new Shape(sizes), new SliceSteps(steps));
        AddCall($"Slice({{0}}, \"{op.Attributes}\")", [x], given => Node.Emit(op, given[0])[0]);
    }

    private void PadCall()
    {
        int x = Any(spec => spec.Shape.Rank > 0);
        int rank = ShapeOf(x).Rank;
        Shape low = [.. Enumerable.Range(0, rank).Select(_ => Int(0, 2))], high = [.. Enumerable.Range(0, rank).Select(_ => Int(0, 2))];
        double value = Chance(0.7) ? 0 : 1;
        AddCall($"Pad({{0}}, {ProgramPrinter.Shape(low)}, {ProgramPrinter.Shape(high)}, value: {value})", [x], given => Node.Emit(new Pad(low, high, value), given[0])[0]);
    }

    private void RangeCall()
    {
        int count = Int(1, 20);
        DType dtype = Chance(0.5) ? _real : DType.Int32;
        AddCall($"Ops.Arange({count}, DType.{dtype})", [], _ => Ops.Arange(count, dtype: dtype));
    }

    private void TakeCall()
    {
        int x = Any(spec => spec.Shape.Rank > 0 && spec.Shape.ElementCount > 0), axis = Index(ShapeOf(x).Rank);
        int indices = Chance(0.4) ? Of(new TensorSpec(SmallShape(0, 2), DType.Int32)) : Any(spec => spec.DType == DType.Int32);
        if (_inChoice || Chance(0.85)) indices = Within(indices, ShapeOf(x)[axis]); // Else the run may fail: then nothing may be changed.
        AddCall($"Ops.Take({{0}}, {{1}}, {axis})", [x, indices], given => Node.Emit(new Gather(axis), given[0], given[1])[0]);
    }

    // Indices brought into a range.
    private int Within(int indices, int size)
    {
        AddCall($"Ops.Mod({{0}}, {size})", [indices], given => Ops.Mod(given[0], size));
        return _known[^1].Id;
    }

    private void OneHotCall()
    {
        int x = Any(spec => spec.DType == DType.Int32), classes = Int(1, 5);
        if (_real != DType.Float32) throw new ShapeException("OneHot gives float32.");
        AddCall($"Ops.OneHot({{0}}, {classes})", [x], given => Ops.OneHot(given[0], classes));
    }

    private void AlongCall()
    {
        bool isGather = Chance(0.6);
        int x = Any(spec => spec.Shape.Rank > 0 && spec.Shape.ElementCount > 0 && (isGather || spec.DType.IsFloating));
        Shape shape = ShapeOf(x);
        int size = Int(1, 4);
        int indices = Of(new TensorSpec(isGather ? shape.With(shape.Rank - 1, size) : shape, DType.Int32));
        if (_inChoice || Chance(0.9)) indices = Within(indices, isGather ? shape[^1] : size);
        if (isGather) AddCall("GatherAlong({0}, {1})", [x, indices], given => Node.Emit(new GatherAlong(), given[0], given[1])[0]);
        else AddCall($"ScatterAlong({{0}}, {{1}}, size: {size})", [x, indices], given => Node.Emit(new ScatterAlong(size), given[0], given[1])[0]);
    }

    private void ScatterCall()
    {
        int x = Any(spec => spec.Shape.Rank == 2 && spec.DType != DType.Bool && spec.Shape.ElementCount > 0), count = Int(1, 4);
        TensorSpec spec = SpecOf(x);
        int indices = Of(new TensorSpec([count], DType.Int32)), updates = Of(spec with { Shape = [count, spec.Shape[1]] });
        if (_inChoice || Chance(0.85)) indices = Within(indices, spec.Shape[0]);
        var function = (ScatterFunction)Index(5);
        AddCall($"Scatter{function}({{0}}, {{1}}, {{2}})", [x, indices, updates], given => Node.Emit(new Scatter(function), given)[0]);
    }

    private void MatrixCall()
    {
        int size = Int(1, 4), x = Of(new TensorSpec([size, size], _real));
        switch (Index(_inChoice ? 5 : 6)) // A choice that isn't known is computed both ways: what may fail is left out there.
        {
            case 0: AddCall("Ops.Det({0})", [x], given => Node.Emit(new Determinant(), given[0])[0]); break;
            case 1: AddCall("Ops.Cholesky(Ops.MatMul({0}, {0}.T) + Ops.Eye)", [x], given => Node.Emit(new Cholesky(), Ops.MatMul(given[0], given[0].Transpose(1, 0)) + Ops.Eye(size, dtype: _real))[0]); break;
            case 2: AddCall("Qr({0})", [x], given => Node.Emit(new QrDecomposition(false), given[0])); break;
            case 3: AddCall("Lu({0})", [x], given => Node.Emit(new LuDecomposition(), given[0])); break;
            case 4: AddCall("Svd({0})", [x], given => Node.Emit(new SingularValueDecomposition(false), given[0])); break;
            default:
                int b = Of(new TensorSpec([size, Int(1, 3)], _real));
                AddCall("Ops.Solve({0}, {1})", [x, b], given => Node.Emit(new Solve(), given[0], given[1])[0]);
                break;
        }
    }

    private void RandomCall()
    {
        Shape shape = SmallShape();
        int seed = Int(1, 99);
        if (_real != DType.Float32) throw new ShapeException("Random numbers are float32.");
        if (_inChoice || Chance(0.4)) AddCall($"RandomOps.Normal({ProgramPrinter.Shape(shape)}, seed: {seed})", [], _ => RandomOps.Normal(shape, seed: seed));
        else AddCall($"RandomOps.Uniform({ProgramPrinter.Shape(shape)})", [], _ => RandomOps.Uniform(shape));
    }

    private void DropoutCall()
    {
        int x = Real();
        if (_real != DType.Float32) throw new ShapeException("Random numbers are float32.");
        int generator = Index(RandomProgram.GeneratorCount);
        AddState($"Node.Emit(Dropout(0.3), {{0}}, seeds{generator}.Next())", [x], (execution, given) => [Node.Emit(new Dropout(0.3), given[0], execution.Generators[generator].Next())[0]]);
    }

    private void GeneratorCall()
    {
        Shape shape = SmallShape();
        if (_real != DType.Float32) throw new ShapeException("Random numbers are float32.");
        int generator = Index(RandomProgram.GeneratorCount);
        AddState($"RandomOps.Uniform({ProgramPrinter.Shape(shape)}, seed: seeds{generator})", [], (execution, _) => [RandomOps.Uniform(shape, seed: execution.Generators[generator])]);
    }

    private void StopCall() => AddCall("Ops.StopGradient({0})", [Real()], given => Ops.StopGradient(given[0]));

    private void CustomGradientCall()
    {
        int x = Real();
        AddCall("Ops.CustomGradient(Ops.Floor({0}), [{0}], dy => [dy * 0.5])", [x], given => Ops.CustomGradient(Ops.Floor(given[0]), [given[0]], dy => [dy * 0.5]));
    }

    private void WatchCall()
    {
        int x = Real();
        AddCall("Ops.Watch({0})", [x], given => Ops.Watch(given[0]));
        int watched = _known[^1].Id;
        AddStatements(Int(1, 4));
        int y = Real();
        AddCall("Gradients.Of(Ops.Sum({0}), {1})", [y, watched], given => Gradients.Of(Ops.Sum(given[0]), given[1]));
    }

    private void ReadCall()
    {
        int index = Index(_variables.Count);
        AddState($"w{index}.Value", [], (execution, _) => [execution.Variables[index].Value]);
    }

    private void AssignCall()
    {
        int index = Index(_variables.Count), value = Of(_variables[index].Spec);
        AddState($"w{index}.Assign({{0}})", [value], (execution, given) =>
        {
            execution.Variables[index].Assign(given[0]);
            return [];
        });
    }

    // A variable changed by its own value.
    private void CountCall()
    {
        int index = Index(_variables.Count);
        if (_variables[index].Spec.DType == DType.Bool) throw new ShapeException("No arithmetic on truth values.");
        double factor = _variables[index].Spec.DType.IsFloating ? Int(-9, 9) / 10.0 : 1;
        string text = factor.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        AddState($"w{index}.Assign((w{index} * {text}) + 1)", [], (execution, _) =>
        {
            execution.Variables[index].Assign((execution.Variables[index].Value * factor) + 1);
            return [];
        });
    }

    private int[] Trained() => [.. Enumerable.Range(0, _variables.Count).Where(index => _variables[index].IsTrainable && _variables[index].Spec.DType == _real)];

    private void GradientCall()
    {
        int loss = Real();
        int[] wanted = Trained();
        if (wanted.Length == 0) throw new ShapeException("Nothing to train.");
        if (Chance(0.5)) wanted = [wanted[Index(wanted.Length)]];
        AddState(
            $"Gradients.Of(Ops.Sum({{0}}), [{string.Join(", ", wanted.Select(index => $"w{index}"))}])", [loss],
            (execution, given) => Gradients.Of(Ops.Sum(given[0]), [.. wanted.Select(index => execution.Variables[index])]));
    }

    private void ApplyCall()
    {
        int loss = Real(), which = Index(RandomProgram.Optimizers.Count);
        int[] trained = Trained();
        if (trained.Length == 0 || _real != DType.Float32) throw new ShapeException("Nothing to train.");
        AddState(
            $"optimizer{which}.Apply(Gradients.Of(Ops.Sum({{0}}), [{string.Join(", ", trained.Select(index => $"w{index}"))}]), …)", [loss],
            (execution, given) =>
            {
                Variable[] variables = [.. trained.Select(index => execution.Variables[index])];
                execution.Optimizers[which].Apply(Gradients.Of(Ops.Sum(given[0]), variables), variables);
                return [];
            });
    }


    private void LoopCall()
    {
        if (_depth >= 2) throw new ShapeException("Deep enough.");
        int length = Int(1, 3), carried = Int(1, 2);
        int[] carries = [.. Enumerable.Range(0, carried).Select(_ => Chance(0.8) ? Real() : Any(_ => true))];
        int[] sequences = Chance(0.6) ? [Of(new TensorSpec([length, .. SmallShape(0, 2)], _real))] : [];
        TensorSpec[] specs = [.. carries.Select(SpecOf)];
        Block body = Inner([.. specs, .. sequences.Select(value => SpecOf(value) with { Shape = ShapeOf(value)[1..] })], Int(1, 5), () =>
        {
            int[] next = [.. specs.Select(Of)];
            return [.. next, .. Results(Int(0, 2), spec => spec.Shape.ElementCount * length <= MostElements)];
        });
        int outputs = body.Results.Length - carried;
        AddStatement(new Loop(carried, length, Chance(0.3), body, [.. carries, .. sequences], [.. Enumerable.Range(0, carried + outputs).Select(_ => _count++)]));
    }

    private void ChoiceCall()
    {
        if (_depth >= 2) throw new ShapeException("Deep enough.");
        int x = Real(shape => shape.ElementCount > 0);
        AddCall("Ops.Sum({0}) > 0", [x], given => Ops.Sum(given[0]) > 0);
        int condition = _known[^1].Id;
        TensorSpec[] specs = [.. Enumerable.Range(0, Int(1, 2)).Select(_ => SpecOf(Real()))];
        bool outer = _inChoice;
        _inChoice = true;
        try
        {
            Block whenTrue = Inner([], Int(1, 4), () => [.. specs.Select(Of)]), whenFalse = Inner([], Int(0, 3), () => [.. specs.Select(Of)]);
            AddStatement(new Choice(whenTrue, whenFalse, [condition], [.. specs.Select(_ => _count++)]));
        }
        finally
        {
            _inChoice = outer;
        }
    }

    // Sizes agree from the end, or one of them is 1.
    private static bool Fits(Shape a, Shape b)
    {
        for (int back = 1; back <= Math.Min(a.Rank, b.Rank); back++)
            if (a[^back] != b[^back] && a[^back] != 1 && b[^back] != 1) return false;
        return true;
    }

    // A shape that broadcasts to another.
    private Shape PartOf(Shape shape)
    {
        if (Chance(0.6)) return shape;
        int dropped = Int(0, shape.Rank);
        return [.. shape.Skip(dropped).Select(size => Chance(0.7) ? size : 1)];
    }
}
