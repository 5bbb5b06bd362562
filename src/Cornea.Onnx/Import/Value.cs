namespace Cornea.Onnx;

/// <summary>What a name of the file stands for while it is imported: a tensor with the layout it lies in, or numbers of shape arithmetic.</summary>
internal sealed class Value
{
    private readonly Tensor? _tensor;
    private long[]? _numbers;

    private Value(Tensor? tensor, Layout layout, bool isConstant) => (_tensor, Layout, IsConstant) = (tensor, layout, isConstant);

    /// <summary>The tensor, in its <see cref="Layout"/>.</summary>
    /// <exception cref="InvalidDataException">There is none: it's a shape with a size that isn't known.</exception>
    public Tensor Tensor => _tensor ?? throw new InvalidDataException(
        $"it computes with a size that isn't known ({string.Join(", ", Symbols!)}) in a way that isn't supported; give the file's inputs fixed sizes");

    public Layout Layout { get; }

    /// <summary>True for what doesn't depend on the model's inputs.</summary>
    public bool IsConstant { get; }

    /// <summary>The file's element type, where it's another one than the dtype tells.</summary>
    public ElementType Type { get => field == ElementType.Undefined ? ElementTypes.Of(DType) : field; init; }

    /// <summary>Numbers of shape arithmetic of which some aren't known; null otherwise.</summary>
    public Dim[]? Symbols { get; private init; }

    /// <summary>The unknown size that the file's first axis is; where the tensor's is unknown.</summary>
    public Dim? Batch { get; init; }

    public bool IsShape => Symbols is not null;

    public DType DType => IsShape ? DType.Int64 : Tensor.DType;

    public int Rank => Layout.Rank;

    /// <summary>The sizes of the file's axes; −1 where unknown.</summary>
    public int[] Sizes
    {
        get
        {
            if (IsShape) return Rank == 0 ? [] : [Symbols!.Length];
            var sizes = new int[Rank];
            for (int place = 0; place < sizes.Length; place++) sizes[Layout.Order[place]] = Tensor.Shape[place];
            return sizes;
        }
    }

    /// <summary>The tensor just as the file has it: transposed where it lies otherwise.</summary>
    public Tensor Plain => To(Layout.Plain(Rank));

    public static Value Constant(Tensor tensor, ElementType type = ElementType.Undefined) => new(tensor, Layout.Plain(tensor.Rank), isConstant: true) { Type = type };

    public static Value Of(Tensor tensor, Layout? layout = null, Dim? batch = null, ElementType type = ElementType.Undefined) =>
        new(tensor, layout ?? Layout.Plain(tensor.Rank), isConstant: false) { Batch = batch, Type = type };

    /// <summary>Numbers of shape arithmetic: a constant where all are known.</summary>
    public static Value OfShape(Dim[] numbers, bool isScalar)
    {
        if (numbers.All(number => number.IsKnown)) return Constant(Tensor.From([.. numbers.Select(number => number.Factor)], isScalar ? Shape.Scalar : [numbers.Length]));
        return new(null, Layout.Plain(isScalar ? 0 : 1), isConstant: false) { Symbols = numbers };
    }

    /// <summary>The same with another type noted.</summary>
    public Value As(ElementType type) => new(_tensor, Layout, IsConstant) { Type = type, Batch = Batch, Symbols = Symbols };

    /// <summary>The same with another note of the unknown first size.</summary>
    public Value With(Dim? batch) => new(_tensor, Layout, IsConstant) { Type = Type, Batch = batch, Symbols = Symbols };

    /// <summary>A constant's whole numbers.</summary>
    /// <exception cref="InvalidDataException">It isn't constant, or has too many.</exception>
    public long[] Numbers(string what)
    {
        if (!IsConstant) throw new InvalidDataException($"its {what} must be known when the model is imported, but it {(IsShape ? "is of unknown size" : "depends on the inputs")}");
        if (Tensor.Shape.ElementCount > 1 << 16) throw new InvalidDataException($"its {what} are {Tensor.Shape.ElementCount:N0} numbers, which is too many");
        return _numbers ??= Tensor.ToArray<long>();
    }

    /// <summary>The tensor in a layout of more axes perhaps: those that are missing are put in front, with a size of 1.</summary>
    public Tensor To(Layout layout)
    {
        Tensor x = Tensor;
        Layout from = Layout;
        if (from.Mix is { } mixed && !Equals(layout.Mix, mixed with { Axis = mixed.Axis + layout.Rank - Rank }))
        {
            x = mixed.Undo(x, from.PlaceOf(mixed.Axis));
            from = from.Unmixed;
        }

        int added = layout.Rank - Rank;
        if (added > 0)
        {
            if (layout.IsPlain && from.IsPlain) return x; // Operations put them there themselves.
            x = Ops.ExpandDims(x, (Axes)(int[])[.. Enumerable.Range(0, added)]);
            from = Layout.Of([.. Enumerable.Range(0, added), .. from.Order.Select(axis => axis + added)], from.Mix is { } mix ? mix with { Axis = mix.Axis + added } : null);
        }

        if (!from.Order.SequenceEqual(layout.Order)) x = Moved(x, [.. layout.Order.Select(from.PlaceOf)]);
        if (layout.Mix is { } wanted && from.Mix is null && x.Shape[layout.PlaceOf(wanted.Axis)] != 1) x = wanted.Apply(x, layout.PlaceOf(wanted.Axis));
        return x;
    }

    // Where only axes of size 1 change places, nothing moves in memory.
    private static Tensor Moved(Tensor x, int[] places)
    {
        int[] real = [.. places.Where(place => x.Shape[place] != 1)];
        bool isView = real.Zip(real.Skip(1)).All(pair => pair.First < pair.Second);
        if (!isView) return x.Transpose(places);
        int unknown = x.Shape.Count(size => size == Shape.Unknown);
        if (unknown <= 1) return x.Reshape([.. places.Select(place => x.Shape[place])]);
        int[] ones = [.. Enumerable.Range(0, x.Rank).Where(place => x.Shape[place] == 1)];
        return Ops.ExpandDims(x.Squeeze((Axes)ones), (Axes)(int[])[.. Enumerable.Range(0, places.Length).Where(place => x.Shape[places[place]] == 1)]);
    }
}
