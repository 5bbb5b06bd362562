using Microsoft.ML.OnnxRuntime;

namespace Cornea.Onnx.Tests.Nodes;

/// <summary>A graph that grows node by node on an image: of operators that keep, move, join and cut axes, which the import has to follow.</summary>
/// <param name="random">Draws everything.</param>
/// <param name="path">A file that may be written.</param>
/// <param name="isBatchOpen">Whether the file leaves open how many samples there are.</param>
internal sealed class RandomGraph(Random random, string path, bool isBatchOpen)
{
    private const int Opset = 17;
    private const int LargestValue = 4000; // Elements.

    private readonly RandomNode _draw = new(random, Opset, isBatchOpen);
    private readonly List<(string Name, int[] Shape)> _values = [];

    private Tensor[] _images = [];

    /// <summary>What may be fed: one batch, or two of which the second has other samples, and more.</summary>
    public IReadOnlyList<Tensor> Images => _images;

    public override string ToString() => _draw.ToString();

    /// <summary>Grows it and writes it.</summary>
    /// <returns>What ONNX Runtime computes of each batch.</returns>
    public Tensor[][] Grow(int nodes)
    {
        int channels = _draw.Between(2, 5), size = _draw.Coin() ? channels : _draw.Between(3, 7); // Equal sizes hide no axis from the checks, but from the eye.
        int[] shape = [2, channels, size, _draw.Coin() ? size : _draw.Between(3, 7)];
        _images = isBatchOpen ? [_draw.Floats(shape), _draw.Floats([3, .. shape[1..]])] : [_draw.Floats(shape)];
        _values.Add((_draw.Feed(_images[0]), shape));
        for (int attempt = 0; attempt < 5 * nodes && _values.Count <= nodes; attempt++) Extend();
        string last = _values[^1].Name;
        _draw.Give(_values.Count > 2 && _draw.Coin() ? [last, _values[_draw.Between(1, _values.Count - 2)].Name] : [last]);
        _draw.Write(path);
        return [.. _images.Select(image => RuntimeModel.RunPlain(path, image))];
    }

    private void Extend()
    {
        (int Nodes, int Fed, int Stored, int Lines) mark = _draw.Mark();
        (string x, int[] shape) = _values[_draw.Between(0, 3) == 0 ? _draw.Between(0, _values.Count - 1) : _values.Count - 1];
        string[] added = Add(x, shape);
        try
        {
            if (added.Length == 0) return;
            _draw.Give(added);
            _draw.Write(path);
            Tensor[] results = RuntimeModel.RunPlain(path, _images[0]);
            if (isBatchOpen) RuntimeModel.RunPlain(path, _images[1]); // What fits one number of samples only is none of a model's.
            if (results.All(result => result.Shape.Rank > 0 && result.Shape.ElementCount is > 0 and <= LargestValue && result.ToArray<float>().All(value => Math.Abs(value) < 1e4) && result.ToArray<float>().Any(value => Math.Abs(value) > 1e-4))) // Else all there is may be rounding.
            {
                _values.AddRange(added.Zip(results, (name, result) => (name, result.Shape.ToArray())));
                return;
            }
        }
        catch (OnnxRuntimeException)
        {
            // What doesn't fit: something else is tried.
        }

        _draw.Return(mark);
    }

    private string[] Add(string x, int[] shape)
    {
        int rank = shape.Length, axis = _draw.Between(0, rank - 1), channels = rank > 1 ? shape[1] : 1;
        int given = _draw.Coin() ? axis : axis - rank;
        return _draw.Between(0, 27) switch
        {
            0 => Node(_draw.OneOf("Relu", "Sigmoid", "Neg", "Tanh"), [x]),
            1 or 2 => Convolution(x, channels),
            3 => Node("BatchNormalization", [x, Weights([channels]), Weights([channels]), Weights([channels]), _draw.Store(_draw.Floats([channels], 0.5f))]),
            4 => rank < 4 || shape[2..].Min() < 2 ? [] : Node(_draw.OneOf("MaxPool", "AveragePool"), [x], ("kernel_shape", new long[] { 2, 2 }), ("strides", _draw.OneOf<long[]>([2, 2], [1, 1])), ("pads", _draw.OneOf<long[]>([0, 0, 0, 0], [1, 1, 1, 1]))),
            5 => Node("GlobalAveragePool", [x]),
            6 or 7 or 8 => Node("Transpose", [x], ("perm", _draw.Axes(rank, rank).Select(own => (long)((own + rank) % rank)).ToArray())),
            9 or 10 or 11 => Reshape(x, shape),
            12 => Node("Flatten", [x], ("axis", (long)_draw.Between(0, rank))),
            13 or 14 => Node("Concat", [x, _draw.Coin() ? x : _draw.OneOf([.. _values.Select(value => value.Name)])], ("axis", (long)given)),
            15 => Node("Slice", [x, _draw.Store(_draw.Between(0, 1)), _draw.Store(_draw.Between(2, 5)), _draw.Store(given), _draw.Store(_draw.OneOf(1, 1, 2))]),
            16 => shape[axis] < 2 ? [] : _draw.Add("Split", [x, _draw.Store(1, shape[axis] - 1)], [("axis", (long)given)], 2, isInner: true),
            17 => Node("Pad", [x, _draw.Store(Enumerable.Range(0, 2 * rank).Select(index => index % rank == axis ? _draw.Between(0, 2) : 0).ToArray())]),
            18 => Node(_draw.OneOf("ReduceMean", "ReduceMax"), [x], ("axes", _draw.Axes(rank).Select(own => (long)own).ToArray()), ("keepdims", _draw.OneOf(0L, 1L))),
            19 => Node("Unsqueeze", [x, _draw.Store(_draw.Between(0, rank))]),
            20 => Node("Squeeze", [x]),
            21 or 22 => Node(_draw.OneOf("Add", "Mul", "Sub"), _draw.Coin() ? [x, Weights(Broadcast(shape))] : [_draw.OneOf([.. _values.Select(value => value.Name)]), x]),
            23 => Node("MatMul", [x, Weights([shape[^1], _draw.Between(1, 5)])]),
            24 => Node(_draw.OneOf("Softmax", "LogSoftmax"), [x], ("axis", (long)given)),
            25 => Node("Gather", [x, _draw.Store(_draw.Coin() ? Tensor.From([(long)_draw.Between(0, shape[axis] - 1)], []) : _draw.Integers([2], 0, shape[axis] - 1).Cast(DType.Int64))], ("axis", (long)given)),
            26 => Node("LayerNormalization", [x, Weights([shape[^1]]), Weights([shape[^1]])], ("axis", -1L), ("epsilon", 0.1f)),
            _ => rank != 4 ? [] : Node("Resize", [x, "", _draw.Store(Tensor.From([1f, 1f, 2f, 2f], [4]))], ("mode", _draw.OneOf("nearest", "linear")), ("coordinate_transformation_mode", _draw.OneOf("asymmetric", "half_pixel")), ("nearest_mode", "floor")),
        };
    }

    private string[] Convolution(string x, int channels)
    {
        int size = _draw.OneOf(1, 3), filters = _draw.Between(2, 5), groups = _draw.OneOf(1, 1, channels);
        long pad = size == 3 && _draw.Coin() ? 1 : 0;
        if (groups > 1) filters = groups;
        string weights = Weights([filters, channels / groups, size, size]);
        return Node("Conv", _draw.Coin() ? [x, weights] : [x, weights, Weights([filters])], ("pads", new[] { pad, pad, pad, pad }), ("strides", _draw.OneOf<long[]>([1, 1], [2, 2])), ("group", (long)groups));
    }

    // Axes joined or cut, as numbers, with one that is left to be told, or computed from the shape.
    private string[] Reshape(string x, int[] shape)
    {
        List<int> target = [.. shape];
        for (int change = _draw.Between(1, 3); change > 0; change--)
        {
            int axis = _draw.Between(0, target.Count - 1);
            if (axis + 1 < target.Count && _draw.Coin())
            {
                target[axis] *= target[axis + 1];
                target.RemoveAt(axis + 1);
            }
            else if (Enumerable.Range(2, Math.Max(0, target[axis] - 2)).FirstOrDefault(divisor => target[axis] % divisor == 0) is > 0 and var divisor)
            {
                target.Insert(axis, divisor);
                target[axis + 1] /= divisor;
            }
        }

        if (_draw.Between(0, 3) == 0 && target.Count > 0 && target[0] == shape[0])
        {
            string size = _draw.Add("Slice", [_draw.Add("Shape", [x], [], isInner: true)[0], _draw.Store(0), _draw.Store(1)], [], isInner: true)[0];
            return Node("Reshape", [x, _draw.Add("Concat", [size, _draw.Store(target.Skip(1).ToArray())], [("axis", 0L)], isInner: true)[0]]);
        }

        if (target[0] == shape[0] && _draw.Coin()) target[0] = 0;
        else if (_draw.Coin()) target[_draw.Between(0, target.Count - 1)] = -1;
        return Node("Reshape", [x, _draw.Store(target)]);
    }

    private int[] Broadcast(int[] shape)
    {
        int[] full = [.. shape.Skip(_draw.Between(0, shape.Length - 1)).Select(size => _draw.Coin() ? 1 : size)];
        return isBatchOpen && full.Length == shape.Length ? [1, .. full.Skip(1)] : full;
    }

    private string Weights(int[] shape) => _draw.Store(_draw.Floats(shape, -0.7f, 0.7f));

    private string[] Node(string operation, string[] inputs, params (string Name, object Value)[] attributes) => _draw.Add(operation, inputs, attributes, isInner: true);
}
