using Cornea.Layers;

namespace Cornea.Onnx;

/// <summary>Makes a model of a file.</summary>
/// <param name="model">The file.</param>
/// <param name="keepLayout">Whether inputs and outputs are as the file has them, rather than with the channels last.</param>
/// <param name="anyBatch">Whether a fixed number of samples is let go.</param>
/// <param name="constants">Inputs that are given now rather than fed.</param>
internal sealed class ModelImport(ModelProto model, bool keepLayout, bool anyBatch, IReadOnlyDictionary<string, Tensor>? constants = null)
{
    private readonly GraphProto _graph = model.Graph!;
    private readonly GraphImport _import = new(model);

    public Model Run()
    {
        OperatorList.Of(model).ThrowIfUnsupported(model.Path);
        var given = new HashSet<string>(_graph.Initializers.Select(array => array.Name));
        var inputs = new List<Tensor>();
        var values = new Dictionary<string, Value>();
        foreach (ValueInfoProto info in _graph.Inputs.Where(info => !given.Contains(info.Name)))
        {
            if (constants?.GetValueOrDefault(info.Name) is { } constant)
            {
                values[info.Name] = Value.Constant(constant, info.Type);
                continue;
            }

            (Tensor tensor, Value value) = Input(info);
            inputs.Add(tensor);
            values[info.Name] = value;
        }

        if (inputs.Count == 0) throw _import.Wrong("it has no inputs");
        Value[] outputs = _import.Run(_graph, values);
        if (outputs.Length == 0) throw _import.Wrong("it has no outputs");
        Tensor[] results = [.. outputs.Select((output, index) => Output(output, _graph.Outputs[index].Name, inputs[0]))];
        string name = Path.GetFileNameWithoutExtension(model.Path);
        try
        {
            return new Model(TensorList.Create([.. inputs]), TensorList.Create(results), name.Length > 0 ? NodeProto.Shortened(name) : null);
        }
        catch (ArgumentException error)
        {
            throw _import.Wrong(error.Message, error);
        }
    }

    private (Tensor Tensor, Value Value) Input(ValueInfoProto info)
    {
        string what = $"input '{NodeProto.Shortened(info.Name)}'";
        if (info.Type == ElementType.Undefined) throw _import.Wrong($"{what} isn't a tensor; only tensors are supported");
        if (info.Dims is not { } dims) throw _import.Wrong($"{what}: the file doesn't give the number of its axes");
        if (dims.Count == 0) throw _import.Wrong($"{what} is a scalar; a model's inputs have an axis of samples");
        if (dims.Count > 8) throw _import.Wrong($"{what} has {dims.Count} axes; up to 8 are supported");
        try
        {
            int[] sizes = [.. dims.Select(dim => dim.Size is { } size and >= 0 ? checked((int)size) : Shape.Unknown)];
            if (anyBatch) sizes[0] = Shape.Unknown;
            Layout file = Layout.Plain(sizes.Length), wanted = InputLayouts.Of(model, info.Name, sizes);
            Layout layout = keepLayout ? file : wanted;
            var input = Cornea.Layers.Input.OfBatch([.. layout.Order.Select(axis => sizes[axis])], info.Type.ToDType(), _import.LayerName(info.Name));
            Dim? batch = sizes[0] != Shape.Unknown ? null : _import.Symbol(dims[0].Size is null ? dims[0].Name : "");
            Value value = Value.Of(input.Tensor, layout, batch, info.Type);
            return (input.Tensor, keepLayout && !wanted.IsPlain ? Value.Of(value.To(wanted), wanted, batch, info.Type) : value);
        }
        catch (Exception error) when (error is ShapeException or OverflowException or InvalidDataException)
        {
            throw _import.Wrong($"{what}: {error.Message}", error);
        }
    }

    private Tensor Output(Value value, string name, Tensor input)
    {
        string what = $"output '{NodeProto.Shortened(name)}'";
        if (value.IsShape) throw _import.Wrong($"{what} is a shape with a size that isn't known ({string.Join(", ", value.Symbols!)})");
        bool isImage = value.Rank >= 4 || (value.Rank == 3 && _graph.Inputs.Any(input => input.Dims?.Count == 3));
        bool isLast = value.Layout.Mix is null && value.Layout.Order.SequenceEqual(Layout.ChannelsLast(value.Rank).Order);
        Tensor output = !keepLayout && isImage && isLast ? value.Tensor : value.Plain;
        return value.IsConstant ? Depending(output, input) : output;
    }

    // The sizes of an image, anchors: a model's outputs depend on its inputs, so the sum of none of an input's samples is added.
    private static Tensor Depending(Tensor constant, Tensor input)
    {
        Tensor nothing = Ops.Sum(Ops.Slice(input, 0, 0, 0).Cast(DType.Float32));
        return constant.DType == DType.Bool ? Ops.LogicalOr(constant, nothing.Cast(DType.Bool)) : constant + nothing.Cast(constant.DType);
    }
}
