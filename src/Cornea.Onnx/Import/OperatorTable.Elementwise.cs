using Cornea.Layers;

namespace Cornea.Onnx;

// Element by element: the layouts of the operands meet, nothing else matters.
internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Elementwise() =>
    [
        Unary("Abs", Ops.Abs),
        Unary("Acos", Ops.Arccos),
        Unary("Acosh", Ops.Arccosh),
        Unary("Asin", Ops.Arcsin),
        Unary("Asinh", Ops.Arcsinh),
        Unary("Atan", Ops.Arctan),
        Unary("Atanh", Ops.Arctanh),
        Unary("Ceil", Ops.Ceil),
        Unary("Cos", Ops.Cos),
        Unary("Cosh", Ops.Cosh),
        Unary("Erf", Ops.Erf),
        Unary("Exp", Ops.Exp),
        Unary("Floor", Ops.Floor),
        Unary("Log", Ops.Log),
        Unary("Neg", Ops.Negative),
        Unary("Reciprocal", Ops.Reciprocal),
        Unary("Round", x => Ops.Round(x)),
        Unary("Sign", Ops.Sign),
        Unary("Sin", Ops.Sin),
        Unary("Sinh", Ops.Sinh),
        Unary("Sqrt", Ops.Sqrt),
        Unary("Tan", Ops.Tan),
        Unary("IsNaN", Ops.IsNaN),
        Unary("Not", Ops.LogicalNot),
        Unary("BitwiseNot", Ops.BitwiseNot),
        One("IsInf", call =>
        {
            Value x = call[0];
            bool negative = call.Flag("detect_negative", true), positive = call.Flag("detect_positive", true);
            return call.Give(positive ? negative ? Ops.IsInf(x.Tensor) : Ops.IsPosInf(x.Tensor) : negative ? Ops.IsNegInf(x.Tensor) : Ops.LogicalAnd(Ops.IsPosInf(x.Tensor), Ops.IsNegInf(x.Tensor)), x.Layout);
        }),
        One("Add", call => Sum(call, Ops.Add, () => new Add(call.Name))),
        One("Sub", call => Arithmetic(call, Dim.Subtract) ?? Join(call, Ops.Subtract, () => new Subtract(call.Name))),
        One("Mul", call => Arithmetic(call, Dim.Multiply) ?? Join(call, Ops.Multiply, () => new Multiply(call.Name))),
        One("Div", call => Arithmetic(call, Dim.Divide) ?? Join(call, Divide)),
        One("Pow", call => Join(call, (x, y) => Power(x, y))),
        One("Mod", call => Join(call, call.Flag("fmod") ? Ops.Fmod : Modulo)),
        One("Sum", call => Fold(call, Ops.Add, () => new Add(call.Name))),
        One("Mean", call => Fold(call, Ops.Add, null) is var sum && call.Count == 1 ? sum : call.Give(sum.Tensor / call.Count, sum.Layout)),
        One("Max", call => Arithmetic(call, (a, b) => a.IsKnown && b.IsKnown ? Math.Max(a.Factor, b.Factor) : null) ?? Fold(call, Ops.Maximum, () => new Maximum(call.Name))),
        One("Min", call => Arithmetic(call, (a, b) => a.IsKnown && b.IsKnown ? Math.Min(a.Factor, b.Factor) : null) ?? Fold(call, Ops.Minimum, () => new Minimum(call.Name))),
        One("BitShift", call =>
        {
            bool isLeft = call.Text("direction", "") switch
            {
                "LEFT" => true,
                "RIGHT" => false,
                var other => throw new InvalidDataException($"its direction is '{other}'; expected LEFT or RIGHT"),
            };
            Value shifted = Join(call, isLeft ? Ops.LeftShift : Ops.RightShift);
            return isLeft && call[0].Type is ElementType.UInt16 or ElementType.UInt32 ? call.Give(Ops.BitwiseAnd(shifted.Tensor, Number(call[0].Type == ElementType.UInt16 ? 0xFFFF : 0xFFFFFFFF, shifted.DType)), shifted.Layout) : shifted;
        }),
        One("BitwiseAnd", call => Join(call, Ops.BitwiseAnd)),
        One("BitwiseOr", call => Join(call, Ops.BitwiseOr)),
        One("BitwiseXor", call => Join(call, Ops.BitwiseXor)),
        One("Cast", call => call[0].IsShape ? call[0] : Cast(call, (ElementType)call.Int("to", 0))),
        One("CastLike", call => Cast(call, call[1].Type)),
        One("Clip", Clip),
        One("Identity", call => call[0]),
        One("Dropout", call => call[0]) with { Run = Dropout },
    ];

    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Comparisons() =>
    [
        One("Equal", call => Arithmetic(call, (a, b) => a.IsKnown && b.IsKnown ? (a.Factor == b.Factor ? 1 : 0) : a == b ? 1 : a.IsKnown != b.IsKnown ? 0 : null) ?? Join(call, Ops.Equal)),
        One("Greater", call => Join(call, Ops.Greater)),
        One("GreaterOrEqual", call => Join(call, Ops.GreaterEqual)),
        One("Less", call => Join(call, Ops.Less)),
        One("LessOrEqual", call => Join(call, Ops.LessEqual)),
        One("And", call => Join(call, Ops.LogicalAnd)),
        One("Or", call => Join(call, Ops.LogicalOr)),
        One("Xor", call => Join(call, Ops.LogicalXor)),
        One("Where", call =>
        {
            if (call[1].IsShape || call[2].IsShape) return ChooseShape(call);
            (Tensor[] operands, Layout layout) = Meet(call, [call[0], call[1], call[2]]);
            return call.Give(Ops.Where(operands[0], operands[1], operands[2]), layout);
        }),
    ];

    private static (string Name, Func<OperatorCall, Value[]> Run) Unary(string name, Func<Tensor, Tensor> function) =>
        One(name, call => call.Give(function(call[0].Tensor), call[0].Layout));

    /// <summary>A scalar of a dtype.</summary>
    private static Tensor Number(double value, DType dtype) => Ops.Full(Shape.Scalar, value, dtype);

    /// <summary>Operands of one layout: that of the largest one that depends on the model's inputs.</summary>
    private static (Tensor[] Operands, Layout Layout) Meet(OperatorCall call, Value[] values)
    {
        int rank = values.Max(value => value.Rank);
        Value? leader = values.Where(value => !value.IsConstant && value.Rank == rank).OrderBy(value => value.Layout.IsOrdered ? 1 : 0)
            .ThenBy(value => value.Sizes.Count(size => size == 1)).FirstOrDefault();
        Layout layout = leader?.Layout ?? Layout.Plain(rank);
        if (layout.Mix is { } mix && values.Any(value => !value.IsConstant && value.Rank > 0 && !Equals(value.Layout.Mix, mix))) layout = layout.Unmixed;
        return ([.. values.Select(value => value.To(layout))], layout);
    }

    private static Value Join(OperatorCall call, Func<Tensor, Tensor, Tensor> function, Func<Layer>? layer = null)
    {
        (Tensor[] operands, Layout layout) = Meet(call, [call[0], call[1]]);
        return call.Give(layer is not null && AreAlike(call[0], call[1], operands) ? layer().Call(operands)[0] : function(operands[0], operands[1]), layout);
    }

    private static Value Fold(OperatorCall call, Func<Tensor, Tensor, Tensor> function, Func<Layer>? layer)
    {
        Value[] values = [.. call.All];
        if (values.Length == 1) return values[0];
        (Tensor[] operands, Layout layout) = Meet(call, values);
        bool isLayer = layer is not null && values.Skip(1).All(value => AreAlike(values[0], value, operands));
        return call.Give(isLayer ? layer!().Call(operands)[0] : operands.Aggregate(function), layout);
    }

    private static Value Sum(OperatorCall call, Func<Tensor, Tensor, Tensor> function, Func<Layer> layer) => Arithmetic(call, Dim.Add) ?? Join(call, function, layer);

    // What Keras' merging layers take: float tensors with as many axes and samples each.
    private static bool AreAlike(Value a, Value b, Tensor[] operands) => !a.IsConstant && !b.IsConstant && a.Rank == b.Rank && a.Rank >= 2
        && operands.All(operand => operand.DType == DType.Float32 && operand.Shape[0] == operands[0].Shape[0]);

    private static Tensor Divide(Tensor x, Tensor y)
    {
        if (x.DType.IsFloating) return x / y;
        Tensor rest = Ops.Fmod(x, y); // Towards 0: without its rest the quotient is whole.
        return Ops.FloorDivide(x - rest, y).Cast(x.DType);
    }

    private static Tensor Modulo(Tensor x, Tensor y) => Ops.Mod(x, y);

    private static Tensor Power(Tensor x, Tensor y)
    {
        if (x.DType.IsFloating) return Ops.Power(x, y.Cast(x.DType));
        return y.DType.IsFloating ? Ops.Power(x.Cast(DType.Float64), y.Cast(DType.Float64)).Cast(x.DType) : Ops.Power(x, y.Cast(x.DType));
    }

    private static Value Cast(OperatorCall call, ElementType to)
    {
        Value x = call[0];
        Tensor y = x.Tensor;
        DType dtype = to.ToDType();
        if (to == ElementType.Bool) return call.Give(y.DType == DType.Bool ? y : Ops.NotEqual(y, 0), x.Layout, to);
        if (to.Range() is { } range && dtype != y.DType && y.DType.IsInteger && to is ElementType.UInt8)
        {
            y = Ops.Mod(y.Cast(DType.Int64), Number(range.Most + 1, DType.Int64)); // Wraps, as in C.
        }
        else if (to is ElementType.Int8 or ElementType.Int16 or ElementType.UInt16 && (y.DType.IsFloating || x.Type.Range() is null || x.Type.Range()!.Value.Most > to.Range()!.Value.Most || x.Type.Range()!.Value.Least < to.Range()!.Value.Least))
        {
            (double least, double most) = to.Range()!.Value;
            Tensor whole = y.Cast(DType.Int64), span = Number(most - least + 1, DType.Int64);
            y = Ops.Mod(whole - Number(least, DType.Int64), span) + Number(least, DType.Int64);
        }
        else if (to is ElementType.Float16 or ElementType.BFloat16 && x.IsConstant)
        {
            float[] values = y.ToArray<float>();
            for (int index = 0; index < values.Length; index++) values[index] = to == ElementType.Float16 ? (float)(Half)values[index] : Rounded(values[index]);
            y = Tensor.From(values, y.Shape);
        }

        return call.Give(y.Cast(dtype), x.Layout, to);
    }

    // To the nearest number of bfloat16, ties to the even one.
    private static float Rounded(float value)
    {
        if (float.IsNaN(value)) return value;
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);
    }

    private static Value Clip(OperatorCall call)
    {
        Value x = call[0];
        double? least = Limit("min", 1), most = Limit("max", 2);
        if (call.At(1) is { IsConstant: false } || call.At(2) is { IsConstant: false })
        {
            Tensor y = x.Tensor;
            if (call.At(1) is { } low) y = Ops.Maximum(y, low.Tensor);
            if (call.At(2) is { } high) y = Ops.Minimum(y, high.Tensor);
            return call.Give(y, x.Layout);
        }

        if (least is null && most is null) return x;
        if (!x.IsConstant && x.DType == DType.Float32)
        {
            if (least == 0 && most is null or 6) return call.Call(new ReLU(maxValue: most, name: call.Name), x, x.Layout);
        }

        Tensor clipped = x.Tensor;
        if (least is { } from) clipped = Ops.Maximum(clipped, from);
        if (most is { } to) clipped = Ops.Minimum(clipped, to);
        return call.Give(clipped, x.Layout);

        double? Limit(string name, int input) => call.Has(name) ? call.Float(name, 0)
            : call.At(input) is { IsConstant: true } given ? given.Tensor.ToArray<double>() is [var only] ? only : throw new InvalidDataException($"its {name} has {given.Tensor.Shape.ElementCount} elements; expected one")
            : null;
    }

    private static Value[] Dropout(OperatorCall call)
    {
        Value x = call[0];
        double rate = call.At(1) is { IsConstant: true } ratio ? ratio.Tensor.ToScalar<double>() : call.Float("ratio", 0.5);
        if (call.At(2) is { IsConstant: true } training && training.Tensor.ToArray<byte>() is [1] && rate != 0) throw OperatorCall.Unsupported("its training mode");
        Value y = x.IsConstant || x.DType != DType.Float32 || rate is < 0 or > 1 ? x : call.Call(new Dropout(rate, name: call.Name), x, x.Layout);
        return call.Wants(1) ? [y, call.Give(Ops.OnesLike(x.Tensor, DType.Bool), x.Layout)] : [y];
    }

    /// <summary>Shape arithmetic on two vectors or numbers; null where no unknown size is in them.</summary>
    private static Value? Arithmetic(OperatorCall call, Func<Dim, Dim, Dim?> function)
    {
        if (call.Count == 1 || call.All.All(value => !value.IsShape)) return null;
        Value first = call[0], second = call[1];
        if (call.Count != 2 || first.Rank > 1 || second.Rank > 1) throw OperatorCall.Unsupported("this arithmetic with unknown sizes");
        Dim[] a = DimsOf(first), b = DimsOf(second);
        int count = a.Length == 1 ? b.Length : a.Length;
        if (b.Length != 1 && b.Length != count) throw new ShapeException($"shapes ({a.Length},) and ({b.Length},) don't fit each other");
        var result = new Dim[count];
        for (int index = 0; index < count; index++)
            result[index] = function(a[a.Length == 1 ? 0 : index], b[b.Length == 1 ? 0 : index]) ?? call.Import.Symbol();
        return Value.OfShape(result, isScalar: first.Rank == 0 && second.Rank == 0);
    }

    /// <summary>Numbers of shape arithmetic, known ones or not.</summary>
    private static Dim[] DimsOf(Value value, string what = "numbers") => value.Symbols ?? [.. value.Numbers(what).Select(number => new Dim(number))];

    private static Value ChooseShape(OperatorCall call)
    {
        long[] condition = call[0].Numbers("condition");
        Dim[] x = DimsOf(call[1]), y = DimsOf(call[2]);
        int count = Math.Max(condition.Length, Math.Max(x.Length, y.Length));
        return Value.OfShape([.. Enumerable.Range(0, count).Select(index => condition[condition.Length == 1 ? 0 : index] != 0 ? x[x.Length == 1 ? 0 : index] : y[y.Length == 1 ? 0 : index])], call[1].Rank == 0 && call[2].Rank == 0 && call[0].Rank == 0);
    }
}
