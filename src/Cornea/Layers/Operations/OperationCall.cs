using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>The call of one of Keras' operations: its arguments by Keras' names, whether given by place or by name. What nobody takes wasn't understood.</summary>
internal sealed class OperationCall
{
    private readonly string _who;
    private readonly Dictionary<string, JsonNode?> _given = [];
    private readonly HashSet<string> _left;
    private readonly TensorList _tensors;

    /// <param name="who">What messages call the operation.</param>
    /// <param name="signature">The names of all arguments in Keras' order; one with * in front takes all further ones, one with ** those by other names.</param>
    /// <param name="config">Those that were given when the operation was made.</param>
    /// <param name="arguments">Those that the call was given.</param>
    /// <param name="tensors">What stands in the places of the tensors.</param>
    /// <exception cref="InvalidDataException">There is no such argument.</exception>
    public OperationCall(string who, string signature, JsonObject config, OperationArguments arguments, TensorList tensors)
    {
        _who = who;
        _tensors = tensors;
        string[] names = signature.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string? open = Array.Find(names, name => name.StartsWith("**", StringComparison.Ordinal))?[2..];
        foreach ((string name, JsonNode? value) in config)
            if (name != "name") _given[Known(name)] = value;
        string[] places = [.. names.Where(name => !name.StartsWith("**", StringComparison.Ordinal) && !_given.ContainsKey(name))];
        for (int index = 0; index < arguments.Args.Count; index++)
        {
            if (index >= places.Length) throw Wrong($"takes {places.Length} arguments by place, got {arguments.Args.Count}");
            if (places[index][0] == '*')
            {
                _given[places[index][1..]] = new JsonArray([.. arguments.Args.Skip(index).Select(node => node?.DeepClone())]);
                break;
            }

            _given[places[index]] = arguments.Args[index];
        }

        foreach ((string name, JsonNode? value) in arguments.Kwargs)
        {
            if (names.Contains(name) || open is null) _given[Known(name)] = value;
            else ((JsonObject)(_given.GetValueOrDefault(open) ?? (_given[open] = new JsonObject()))!)[name] = value?.DeepClone();
        }

        _left = [.. _given.Where(pair => pair.Value is not null).Select(pair => pair.Key)];

        string Known(string name) => names.Contains(name) ? name : throw Wrong($"has no argument '{name}'; there are {string.Join(", ", names)}");
    }

    /// <summary>A tensor that must be there.</summary>
    public Tensor this[string name] => Optional(name) ?? throw Wrong($"expected '{name}', got none");

    /// <summary>A tensor, or null.</summary>
    public Tensor? Optional(string name) => ToTensor(Take(name), name);

    /// <summary>Complex numbers: a pair of tensors, or a tensor of real ones.</summary>
    public ComplexTensor Complex(string name) => _given.GetValueOrDefault(name) is JsonArray { Count: 2 } && Tensors(name) is [var real, var imaginary]
        ? new ComplexTensor(real, imaginary)
        : this[name];

    /// <summary>The whole numbers by other names.</summary>
    public IEnumerable<KeyValuePair<string, int>> Others(string name) =>
        (Take(name) as JsonObject ?? []).Select(pair => KeyValuePair.Create(pair.Key, Config(pair.Key, pair.Value).GetInt(pair.Key)));

    /// <summary>A list of tensors.</summary>
    public Tensor[] Tensors(string name) => Take(name) is JsonArray list
        ? [.. list.Select(node => ToTensor(node, name) ?? throw Wrong($"expected a list of tensors for '{name}'"))]
        : throw Wrong($"expected a list for '{name}'");

    /// <summary>Whole numbers: a number, or a (nested) list. Null where it is null.</summary>
    public int[]? Ints(string name)
    {
        if (Take(name) is not { } node) return null;
        var numbers = new List<int>();
        Read(node);
        return [.. numbers];

        void Read(JsonNode? item)
        {
            if (item is JsonArray list)
                foreach (JsonNode? inner in list) Read(inner);
            else if (OperationArguments.PlaceOf(item) is { } place) numbers.AddRange(_tensors[place].IsSymbolic ? throw Wrong($"expected numbers for '{name}', got a tensor") : _tensors[place].ToArray<int>());
            else numbers.Add(item is null ? Cornea.Shape.Unknown : Config(name, item).GetInt(name));
        }
    }

    /// <summary>So many whole numbers, or null.</summary>
    public int[]? Ints(string name, int count) => Ints(name) is { } values ? values.Length == count ? values : throw Wrong($"expected {count} whole numbers for '{name}', got {values.Length}") : null;

    /// <summary>Whole numbers that must be there.</summary>
    public int[] NeededInts(string name) => Ints(name) ?? throw Wrong($"expected whole numbers for '{name}', got none");

    /// <summary>So many whole numbers that must be there.</summary>
    public int[] NeededInts(string name, int count) => Ints(name, count) ?? throw Wrong($"expected whole numbers for '{name}', got none");

    /// <summary>A whole number, or null.</summary>
    public int? Int(string name) => Ints(name) is { } values ? values is [var single] ? single : throw Wrong($"expected one whole number for '{name}', got {values.Length}") : null;

    /// <summary>A whole number that must be there.</summary>
    public int NeededInt(string name) => Int(name) ?? throw Wrong($"expected a whole number for '{name}', got none");

    /// <summary>Axes, or null.</summary>
    public Axes? Axes(string name = "axis") => Ints(name) is { } values ? values : default(Axes?);

    /// <summary>Axes that must be there.</summary>
    public Axes NeededAxes(string name = "axis") => Axes(name) ?? throw Wrong($"expected whole numbers for '{name}', got none");

    /// <summary>Sizes, or null.</summary>
    public Shape? Shape(string name) => Ints(name) is { } values ? values : default(Shape?);

    /// <summary>Sizes that must be there.</summary>
    public Shape NeededShape(string name) => Shape(name) ?? throw Wrong($"expected sizes for '{name}', got none");

    /// <summary>A number, or null.</summary>
    public double? Number(string name) => Numbers(name) is { } values ? values is [var single] ? single : throw Wrong($"expected one number for '{name}', got {values.Length}") : null;

    /// <summary>A number that must be there.</summary>
    public double NeededNumber(string name) => Number(name) ?? throw Wrong($"expected a number for '{name}', got none");

    /// <summary>Numbers, or null.</summary>
    public double[]? Numbers(string name) => Take(name) is not { } node ? null
        : OperationArguments.PlaceOf(node) is { } place ? (_tensors[place].IsSymbolic ? throw Wrong($"expected numbers for '{name}', got a tensor") : _tensors[place].Cast(Cornea.DType.Float32).ToArray<double>())
        : Config(name, node).GetDoubles(name);

    /// <summary>So many numbers, or null.</summary>
    public double[]? Numbers(string name, int count) => Numbers(name) is { } values ? values.Length == count ? values : throw Wrong($"expected {count} numbers for '{name}', got {values.Length}") : null;

    public bool Bool(string name, bool otherwise = false) => Take(name) is { } node ? Config(name, node).GetBool(name, otherwise) : otherwise;

    public string Text(string name, string otherwise = "") => OptionalText(name) ?? otherwise;

    public string? OptionalText(string name) => Take(name) is { } node ? Config(name, node).GetString(name) : null;

    public bool IsText(string name) => _given.GetValueOrDefault(name)?.GetValueKind() == JsonValueKind.String;

    public bool IsList(string name) => _given.GetValueOrDefault(name) is JsonArray;

    public bool IsGiven(string name) => _given.ContainsKey(name);

    /// <summary>Two lists of axes, or null where there is a single number, or nothing.</summary>
    public (Axes Left, Axes Right)? Pairs(string name)
    {
        if (_given.GetValueOrDefault(name) is not JsonArray { Count: 2 } both) return null;
        Take(name);
        return (Of(both[0]), Of(both[1]));

        Axes Of(JsonNode? node) => Config(name, node).GetInts(name);
    }

    public DType? DType(string name = "dtype") => OptionalText(name) is not { } text ? null
        : Cornea.DType.All.FirstOrDefault(type => type.Name == text) ?? throw Wrong($"expected one of {string.Join(", ", Cornea.DType.All)} for '{name}', got '{text}'");

    /// <summary>A dtype that must be there.</summary>
    public DType NeededDType() => DType() ?? throw Wrong("expected a dtype, got none");

    /// <summary>Where the channels are.</summary>
    public DataFormat Format() => OptionalText("data_format") ?? "channels_last";

    /// <summary>What stands between brackets.</summary>
    public TensorIndex[] Key(string name)
    {
        JsonNode? key = Take(name);
        return key is JsonArray list ? [.. list.Select(Index)] : [Index(key)];

        TensorIndex Index(JsonNode? node)
        {
            if (node is null) return TensorIndex.NewAxis;
            if (OperationArguments.PlaceOf(node) is { } place) return _tensors[place];
            if (node is JsonValue) return Config(name, node).GetInt(name);
            if (node is not JsonObject special) throw Wrong($"expected places, ranges, null or … for '{name}', got {node.ToJsonString()}");
            var bounds = new ObjectConfig(special["config"]?.DeepClone() as JsonObject);
            return Config("class_name", special["class_name"]).GetString("class_name") switch
            {
                "__ellipsis__" => TensorIndex.Ellipsis,
                "__slice__" => TensorIndex.Slice(bounds.GetNullableInt("start"), bounds.GetNullableInt("stop"), bounds.GetInt("step", 1)),
                var other => throw Wrong($"expected places, ranges, null or … for '{name}', got '{other}'"),
            };
        }
    }

    /// <summary>An error about an argument whose value isn't known here.</summary>
    public InvalidDataException NotRead(string name) => Wrong($"its argument {name} = {_given.GetValueOrDefault(name)?.ToJsonString() ?? "null"} isn't known here");

    /// <summary>Arguments that change nothing here.</summary>
    public void Ignore(params string[] names) => _left.ExceptWith(names);

    /// <summary>Checks that every argument has been taken.</summary>
    /// <exception cref="InvalidDataException">One hasn't.</exception>
    public void ExpectAllTaken()
    {
        if (_left.Count > 0) throw Wrong($"its arguments {string.Join(", ", _left)} aren't known here");
    }

    private static ObjectConfig Config(string name, JsonNode? node) => new(new JsonObject { [name] = node?.DeepClone() });

    private JsonNode? Take(string name)
    {
        _left.Remove(name);
        return _given.GetValueOrDefault(name);
    }

    private Tensor? ToTensor(JsonNode? node, string name) => node switch
    {
        null => null,
        JsonObject when OperationArguments.PlaceOf(node) is { } place => _tensors[place],
        JsonArray { Count: > 0 } list => Ops.Stack([.. list.Select(item => ToTensor(item, name)!)]),
        _ when node.GetValueKind() is JsonValueKind.True or JsonValueKind.False => Tensor.From([node.GetValue<bool>()], Cornea.Shape.Scalar),
        _ => Config(name, node).GetDouble(name),
    };

    private InvalidDataException Wrong(string what) => new($"Operation {_who}: {what}.");
}
