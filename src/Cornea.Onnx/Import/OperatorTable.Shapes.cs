namespace Cornea.Onnx;

// Shapes and what is made of them: computed while the file is imported, also where the number of samples isn't known.
internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Shapes() =>
    [
        One("Shape", call =>
        {
            Dim[] sizes = Sizes(call, call[0]);
            int start = Bound(call.Int("start", 0), sizes.Length), end = Bound(call.Int("end", sizes.Length), sizes.Length);
            return Value.OfShape(start < end ? sizes[start..end] : [], isScalar: false);
        }),
        One("Size", call =>
        {
            Dim count = 1;
            foreach (Dim size in Sizes(call, call[0])) count = Dim.Multiply(count, size) ?? call.Import.Symbol();
            return Value.OfShape([count], isScalar: true);
        }),
        One("Constant", Constant),
        One("ConstantOfShape", ConstantOfShape),
        One("Range", call =>
        {
            double start = Scalar(call, 0, "start"), limit = Scalar(call, 1, "limit"), step = Scalar(call, 2, "delta");
            double count = Math.Max(0, Math.Ceiling((limit - start) / step));
            if (!(count <= int.MaxValue)) throw new InvalidDataException($"from {start} to {limit} by {step} aren't a range");
            call.Import.Take(count * call[0].DType.Size, "a range");
            return call.Give(Tensor.From([.. Enumerable.Range(0, (int)count).Select(index => start + (index * step))], [(int)count]).Cast(call[0].DType));
        }),
        One("EyeLike", call =>
        {
            int[] sizes = call[0].Sizes;
            if (sizes.Length != 2) throw new ShapeException($"expected two axes, got {sizes.Length}");
            DType dtype = call.Has("dtype") ? ((ElementType)call.Int("dtype", 1)).ToDType() : call[0].DType;
            call.Import.Take((double)sizes[0] * sizes[1] * dtype.Size, "a unit matrix");
            return Value.Constant(Ops.Eye(sizes[0], sizes[1], checked((int)call.Int("k", 0)), dtype));
        }),
    ];

    private static int Bound(long bound, int count) => (int)Math.Clamp(bound < 0 ? bound + count : bound, 0, count);

    /// <summary>A constant input of one number.</summary>
    private static double Scalar(OperatorCall call, int input, string what)
    {
        Value value = call[input];
        if (!value.IsConstant) throw new InvalidDataException($"its {what} must be known when the model is imported, but it {(value.IsShape ? "is of unknown size" : "depends on the inputs")}");
        return value.Tensor.ToScalar<double>();
    }

    /// <summary>The sizes of a value's axes, unknown ones by their symbols.</summary>
    private static Dim[] Sizes(OperatorCall call, Value x) =>
        [.. x.Sizes.Select((size, axis) => size != Shape.Unknown ? new Dim(size) : axis == 0 && x.Batch is { } batch ? batch : call.Import.Symbol())];

    private static Value Constant(OperatorCall call)
    {
        Dictionary<string, AttributeProto> given = call.Node.Attributes;
        if (given.TryGetValue("value", out AttributeProto? value) && value.Tensor is { } array) return Value.Constant(call.Import.Read(array), array.Type);
        if (given.TryGetValue("value_float", out value)) return Value.Constant(Tensor.From(value.Float ?? 0));
        if (given.TryGetValue("value_int", out value)) return Value.Constant(Tensor.From(value.Integer ?? 0));
        if (given.TryGetValue("value_floats", out value)) return Value.Constant(Tensor.From([.. value.Floats], [value.Floats.Count]));
        if (given.TryGetValue("value_ints", out value)) return Value.Constant(Tensor.From([.. value.Integers], [value.Integers.Count]));
        throw OperatorCall.Unsupported($"a constant given as {string.Join(", ", given.Keys.Select(NodeProto.Shortened))}");
    }

    private static Value ConstantOfShape(OperatorCall call)
    {
        TensorProto? array = call.Node.Attributes.GetValueOrDefault("value")?.Tensor;
        Tensor value = array is null ? Number(0, DType.Float32) : call.Import.Read(array).Reshape([]);
        Dim[] sizes = DimsOf(call[0], "shape");
        ElementType type = array?.Type ?? ElementType.Float;
        if (sizes.All(size => size.IsKnown))
        {
            call.Import.Take(sizes.Aggregate((double)value.DType.Size, (bytes, size) => bytes * size.Factor), "an array of one value");
            return Value.Constant(Ops.Full([.. sizes.Select(size => size.Size)], value, value.DType), type);
        }

        if (!sizes[0].IsKnown && sizes.Skip(1).All(size => size.IsKnown) && call.Import.OfBatch(sizes[0]) is { } like)
        {
            Tensor column = like.Plain;
            while (column.Rank > 1) column = Ops.Slice(column, column.Rank - 1, 0, 1).Squeeze(-1);
            Tensor filled = Ops.ZerosLike(column, value.DType);
            for (int axis = 1; axis < sizes.Length; axis++) filled = filled.ExpandDims(1);
            return Value.Of(Ops.Add(filled, Ops.Full([1, .. sizes.Skip(1).Select(size => size.Size)], value, value.DType)), null, sizes[0], type);
        }

        throw OperatorCall.Unsupported($"an array of the shape ({string.Join<Dim>(", ", sizes)}), which isn't known,");
    }
}
