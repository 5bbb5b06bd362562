using System.Text.Json.Nodes;
using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Layers' values in Keras' JSON, both ways.</summary>
internal static class ConfigValues
{
    public static JsonNode ShapeJson(Shape shape) =>
        new JsonArray([.. shape.Select(size => size == Shape.Unknown ? null : (JsonNode)size)]);

    public static JsonNode Numbers(IEnumerable<int> numbers) => new JsonArray([.. numbers.Select(number => (JsonNode)number)]);

    public static JsonNode Numbers(IEnumerable<double> numbers) => new JsonArray([.. numbers.Select(number => (JsonNode)number)]);

    /// <summary>Keras' dtype policy, as each layer's config names it.</summary>
    public static JsonNode Policy(DType dtype) => new JsonObject
    {
        ["module"] = "keras",
        ["class_name"] = "DTypePolicy",
        ["config"] = new JsonObject { ["name"] = dtype.Name },
        ["registered_name"] = null,
    };

    public static LayerConfig With(this LayerConfig config, string name, Size2 size) => config.With(name, Numbers([size.Height, size.Width]));

    public static LayerConfig With(this LayerConfig config, string name, Margins margins) =>
        config.With(name, new JsonArray(Numbers([margins.Top, margins.Bottom]), Numbers([margins.Left, margins.Right])));

    public static LayerConfig With(this LayerConfig config, string name, Initializer value) => config.With(name, KerasSaveable.JsonOf(value));

    public static LayerConfig With(this LayerConfig config, string name, Regularizer? value) => config.With(name, KerasSaveable.JsonOf(value));

    public static LayerConfig With(this LayerConfig config, string name, Constraint? value) => config.With(name, KerasSaveable.JsonOf(value));

    public static LayerConfig With(this LayerConfig config, string name, ActivationFunction value) => config.With(name, value.ToJson());

    /// <summary>Keras leaves the activity's penalty out of some layers' configs where there is none.</summary>
    public static LayerConfig WithActivity(this LayerConfig config, Regularizer? value) =>
        value is null ? config : config.With("activity_regularizer", value);

    public static Size2 GetSize(this LayerConfig config, string name, Size2? missing = null)
    {
        if (missing is { } size && !config.Has(name)) return size;
        int[] numbers = config.GetInts(name);
        return numbers.Length switch
        {
            1 => numbers[0],
            2 => (numbers[0], numbers[1]),
            _ => throw new InvalidDataException($"Config: expected one or two whole numbers for '{name}', got {numbers.Length}."),
        };
    }

    /// <summary>A whole number, which may stand in a list of one.</summary>
    public static int GetStep(this LayerConfig config, string name, int? missing = null)
    {
        if (missing is { } size && !config.Has(name)) return size;
        int[] numbers = config.GetInts(name);
        return numbers.Length == 1 ? numbers[0] : throw new InvalidDataException($"Config: expected one whole number for '{name}', got {numbers.Length}.");
    }

    public static Size3 GetSize3(this LayerConfig config, string name, Size3? missing = null)
    {
        if (missing is { } size && !config.Has(name)) return size;
        int[] numbers = config.GetInts(name);
        return numbers.Length switch
        {
            1 => numbers[0],
            3 => (numbers[0], numbers[1], numbers[2]),
            _ => throw new InvalidDataException($"Config: expected one or three whole numbers for '{name}', got {numbers.Length}."),
        };
    }

    /// <summary>Amounts before and after each of so many axes: one number, one for each axis, or a pair for each axis.</summary>
    public static Ends[] GetEnds(this LayerConfig config, string name, int axes)
    {
        if (config.Json[name] is not JsonArray list) return [.. Enumerable.Repeat<Ends>(config.GetInt(name), axes)];
        Ends[] ends = axes == 1 && list is [JsonValue, JsonValue] ? [Pair(list)]
            : [.. list.Select(item => item is JsonArray pair ? Pair(pair) : (Ends)Whole(item))];
        return ends.Length == axes ? ends : throw new InvalidDataException($"Config: expected amounts for {axes} axes for '{name}', got {ends.Length}.");

        Ends Pair(JsonArray pair) => pair.Count == 2 ? (Whole(pair[0]), Whole(pair[1]))
            : throw new InvalidDataException($"Config: expected pairs of whole numbers for '{name}', got {pair.ToJsonString()}.");

        int Whole(JsonNode? node) => new ObjectConfig(new JsonObject { [name] = node?.DeepClone() }).GetInt(name);
    }

    public static JsonNode EndsJson(IEnumerable<Ends> ends) => new JsonArray([.. ends.Select(pair => Numbers([pair.Before, pair.After]))]);

    public static Margins GetMargins(this LayerConfig config, string name)
    {
        if (config.Json[name] is not JsonArray list) return config.GetInt(name);
        if (list.Count == 2 && list[0] is JsonArray)
        {
            int[] rows = Pair(list[0]), columns = Pair(list[1]);
            return new Margins(rows[0], rows[1], columns[0], columns[1]);
        }

        int[] both = Pair(list);
        return (both[0], both[1]);

        int[] Pair(JsonNode? node)
        {
            int[] numbers = new ObjectConfig(new JsonObject { [name] = node?.DeepClone() }).GetInts(name);
            return numbers.Length == 2 ? numbers : throw new InvalidDataException($"Config: expected pairs of whole numbers for '{name}', got {node?.ToJsonString()}.");
        }
    }

    /// <summary>So many whole numbers: one in the file stands for all.</summary>
    public static int[] GetSizes(this LayerConfig config, string name, int count, int? missing = null)
    {
        int[] numbers = missing is { } size && !config.Has(name) ? [size] : config.GetInts(name);
        return numbers.Length == count ? numbers
            : numbers.Length == 1 ? [.. Enumerable.Repeat(numbers[0], count)]
            : throw new InvalidDataException($"Config: expected one or {count} whole numbers for '{name}', got {numbers.Length}.");
    }

    /// <summary>A list of whole numbers, or null where it's missing.</summary>
    public static int[]? GetIntsOrNull(this LayerConfig config, string name) => config.Has(name) ? config.GetInts(name) : null;

    /// <summary>A number, a (nested) list of numbers read row by row, or null where it's missing.</summary>
    public static double[]? GetNumbers(this LayerConfig config, string name)
    {
        if (config.Json[name] is not { } node) return null;
        var numbers = new List<double>();
        Read(node);
        return [.. numbers];

        void Read(JsonNode? item)
        {
            if (item is JsonArray list)
                foreach (JsonNode? inner in list) Read(inner);
            else
                numbers.Add(new ObjectConfig(new JsonObject { [name] = item?.DeepClone() }).GetDouble(name));
        }
    }

    public static int? GetIntOrNull(this LayerConfig config, string name) => config.Has(name) ? config.GetInt(name) : null;

    public static Padding GetPadding(this LayerConfig config) => Known(() => (Padding)config.GetString("padding", "valid")!);

    public static DataFormat GetDataFormat(this LayerConfig config) => Known(() => (DataFormat)config.GetString("data_format", "channels_last")!);

    public static ActivationFunction GetActivation(this LayerConfig config, string name = "activation") => ActivationFunction.FromJson(config.Json[name]);

    public static Initializer? GetInitializer(this LayerConfig config, string name) => Initializer.Deserialize(config.Json[name]);

    public static Regularizer? GetRegularizer(this LayerConfig config, string name) => Regularizer.Deserialize(config.Json[name]);

    public static Constraint? GetConstraint(this LayerConfig config, string name) => Constraint.Deserialize(config.Json[name]);

    /// <summary>A dtype's name, or the name in a dtype policy; null where it's missing.</summary>
    public static DType? GetDType(this LayerConfig config, string name) => config.Json[name] switch
    {
        null => null,
        JsonObject policy => new LayerConfig(policy["config"] as JsonObject).GetString("name") is { } inner ? Known(() => (DType)inner) : null,
        _ => Known(() => (DType)config.GetString(name)!),
    };

    // A name that a program writes wrongly is an argument error; in a file it's a broken file.
    private static T Known<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"Config: {error.Message}", error);
        }
    }
}
