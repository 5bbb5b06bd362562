using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cornea.Goldens.Operations;

/// <summary>The call of an operation: its arguments by Keras' names, whether given by place or by name. What nobody takes wasn't understood.</summary>
internal sealed class OperationCall
{
    private readonly GoldenCase _golden;
    private readonly string _who;
    private readonly Dictionary<string, JsonNode?> _given = [];
    private readonly HashSet<string> _left = [];
    private readonly Dictionary<string, Tensor> _inputs;

    /// <param name="golden">The case.</param>
    /// <param name="inputs">Its arrays x0, x1, … as tensors.</param>
    /// <param name="signature">The names of the arguments in Keras' order; one with * in front takes all further ones, one with ** those by other names.</param>
    public OperationCall(GoldenCase golden, Dictionary<string, Tensor> inputs, string signature)
    {
        _golden = golden;
        _inputs = inputs;
        _who = golden.Json["op"]?.ToText() ?? golden.Json["target"].ToText();
        string[] names = signature.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        JsonArray args = golden.Json["args"]!.Whole().AsArray(); // Its arguments are told by what is left of them.
        for (int index = 0; index < args.Count; index++)
        {
            if (index >= names.Length) throw new NotUnderstoodException($"{_who} takes {names.Length} arguments, the case has {args.Count}");
            if (names[index][0] == '*')
            {
                _given[names[index][1..]] = new JsonArray([.. args.Skip(index).Select(node => node?.DeepClone())]);
                break;
            }

            _given[names[index]] = args[index];
        }

        string? open = names.FirstOrDefault(name => name.StartsWith("**", StringComparison.Ordinal));
        foreach ((string name, JsonNode? value) in golden.Json["kwargs"]!.Whole().AsObject())
        {
            if (names.Contains(name)) _given[name] = value;
            else if (open is not null) Rest(open[2..])[name] = value?.DeepClone();
            else throw new NotUnderstoodException($"{_who} has no argument '{name}'");
        }

        JsonObject Rest(string name)
        {
            if (!_given.ContainsKey(name)) _given[name] = new JsonObject();
            return _given[name]!.AsObject();
        }

        _left = [.. _given.Keys];
    }

    /// <summary>A tensor that must be there.</summary>
    public Tensor this[string name] => Optional(name) ?? throw new NotUnderstoodException($"{_who} has no '{name}'");

    /// <summary>A tensor, or null.</summary>
    public Tensor? Optional(string name) => ToTensor(Take(name));

    /// <summary>Complex numbers: an array of them, or a pair of arrays. Arrays of real ones have no imaginary part.</summary>
    public ComplexTensor Complex(string name) => IsComplex(name) ? Ops.ViewAsComplex(this[name])
        : _given.GetValueOrDefault(name) is JsonArray { Count: 2 } && Tensors(name) is [var real, var imaginary] ? new ComplexTensor(real, imaginary)
        : this[name];

    /// <summary>Whether an argument is an array of complex numbers; as a tensor it has them as pairs along a last axis.</summary>
    public bool IsComplex(string name) =>
        _given.GetValueOrDefault(name) is JsonObject reference && reference["input"] is { } input && _golden[input.ToText()].IsComplex();

    /// <summary>The arguments by other names.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Others(string name) => Take(name) is JsonObject rest ? rest : [];

    /// <summary>A list of tensors.</summary>
    public Tensor[] Tensors(string name) => Take(name) is JsonArray list
        ? [.. list.Select(node => ToTensor(node)!)]
        : throw new NotUnderstoodException($"{_who}: '{name}' isn't a list");

    /// <summary>Whole numbers: a number, a list or an array. Null where it is null.</summary>
    public int[]? Ints(string name) => Take(name) switch
    {
        null => null,
        JsonObject reference => _inputs[reference["input"].ToText()].ToArray<int>(),
        JsonArray list when list.Any(node => node is JsonObject) => [.. list.Select(node => ToTensor(node)!.ToScalar<int>())],
        var node => [.. node.ToDoubles().Select(value => (int)value)],
    };

    /// <summary>A whole number, or null.</summary>
    public int? Int(string name) => Ints(name) is { } values ? values[0] : null;

    /// <summary>Axes, or null.</summary>
    public Axes? Axes(string name = "axis") => Ints(name) is { } values ? values : default(Axes?);

    /// <summary>Sizes, or null.</summary>
    public Shape? Shape(string name) => Ints(name) is { } values ? values : default(Shape?);

    /// <summary>A number, or null.</summary>
    public double? Number(string name) => Take(name) switch
    {
        null => null,
        JsonObject reference => _inputs[reference["input"].ToText()].ToScalar<double>(),
        var node => node.ToDouble(),
    };

    /// <summary>Numbers, or null.</summary>
    public double[]? Numbers(string name) => Take(name) switch
    {
        null => null,
        JsonObject reference => _inputs[reference["input"].ToText()].ToArray<double>(),
        var node => node.ToDoubles(),
    };

    public bool Bool(string name, bool otherwise = false) => Take(name) is { } node ? node.ToBool() : otherwise;

    public string Text(string name, string otherwise = "") => Take(name) is { } node ? node.ToText() : otherwise;

    public string? OptionalText(string name) => Take(name)?.ToText();

    public bool IsText(string name) => _given.GetValueOrDefault(name)?.GetValueKind() == JsonValueKind.String;

    public bool IsList(string name) => _given.GetValueOrDefault(name) is JsonArray || (_given.GetValueOrDefault(name) is JsonObject && Ints(name)!.Length > 1);

    public bool IsGiven(string name) => _given.ContainsKey(name);

    /// <summary>Two lists of axes, or null where there is a single number, or nothing.</summary>
    public (Axes Left, Axes Right)? Pairs(string name)
    {
        if (_given.GetValueOrDefault(name) is not JsonArray { Count: 2 } both) return null;
        Take(name);
        int[] Whole(JsonNode? node) => [.. node.ToDoubles().Select(value => (int)value)];
        return (Whole(both[0]), Whole(both[1]));
    }

    /// <summary>A dtype whose bytes matter: no other stands for it.</summary>
    public DType? SameDType(string name = "dtype") => Take(name)?.ToText() is not { } text ? null
        : Cornea.DType.All.FirstOrDefault(type => type.Name == text) ?? throw new NotUnderstoodException($"{_who}: there is no dtype {text}");

    public DType? DType(string name = "dtype") => Take(name)?.ToText() switch
    {
        null => null,
        "int8" or "int16" or "uint16" or "uint32" => Cornea.DType.Int32,
        "uint64" => Cornea.DType.Int64,
        "float16" or "bfloat16" or "float64" => Cornea.DType.Float32,
        var text => (DType)text,
    };

    /// <summary>Where the channels are. Keras' tests also set it for all calls, which a case doesn't record: then as the shapes tell.</summary>
    public DataFormat Format(string images, Func<DataFormat, Tensor>? attempt = null)
    {
        if (OptionalText("data_format") is { } text) return text;
        Tensor x = this[images];
        int last = x.Shape[^1], first = x.Shape[x.Rank is 3 or 4 && _who.Contains(".image.", StringComparison.Ordinal) ? x.Rank - 3 : 1];
        int[] expected = _golden.Has("y0") ? [.. _golden["y0"].Shape] : [];
        if (attempt is not null)
        {
            bool Fits(DataFormat format)
            {
                try
                {
                    return attempt(format).Shape.SequenceEqual(expected);
                }
                catch (ArgumentException)
                {
                    return false;
                }
            }

            if (Fits(DataFormat.ChannelsLast) != Fits(DataFormat.ChannelsFirst))
                return Fits(DataFormat.ChannelsLast) ? DataFormat.ChannelsLast : DataFormat.ChannelsFirst;
        }

        return last is not (1 or 3) && first is 1 or 3 ? DataFormat.ChannelsFirst : DataFormat.ChannelsLast;
    }

    /// <summary>An argument that changes nothing here.</summary>
    public void Ignore(params string[] names) => _left.ExceptWith(names);

    /// <summary>Checks that every argument has been taken.</summary>
    public void ExpectAllTaken()
    {
        if (_left.Count > 0) throw new NotUnderstoodException($"{_who} has arguments that nobody reads: {string.Join(", ", _left)}");
    }

    private JsonNode? Take(string name)
    {
        _left.Remove(name);
        return _given.GetValueOrDefault(name);
    }

    private Tensor? ToTensor(JsonNode? node) => node switch
    {
        null => null,
        JsonObject reference when reference["input"] is { } input => _inputs[input.ToText()],
        JsonArray list when list.Any(item => item is JsonObject or JsonArray { Count: > 0 } && item.ToJsonString().Contains("input", StringComparison.Ordinal)) =>
            Ops.Stack([.. list.Select(item => ToTensor(item)!)]),
        JsonArray => _golden.ToTensor(node),
        _ when node.GetValueKind() is JsonValueKind.True or JsonValueKind.False => Tensor.From([node.ToBool()], Cornea.Shape.Scalar),
        _ => node.ToDouble(),
    };
}
