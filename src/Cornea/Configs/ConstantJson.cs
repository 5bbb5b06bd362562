using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cornea;

/// <summary>Data between a model's layers, as Keras writes them: a number as it is, an array as <c>__tensor__</c>.</summary>
internal static class ConstantJson
{
    // Larger ones belong into a weight: as text they take several times their bytes.
    private const long LargestCount = 1 << 20;

    /// <summary>Whether an object of JSON is an array.</summary>
    public static bool IsArray(JsonNode? node) => node is JsonObject item && item["class_name"] is JsonValue name && name.TryGetValue(out string? text) && text is "__tensor__" or "__numpy__";

    /// <summary>The JSON of data.</summary>
    /// <exception cref="NotSupportedException">They depend on a variable, or there are too many.</exception>
    public static JsonNode Write(Tensor tensor)
    {
        if (tensor.Literal is { } number)
            return tensor.DType == DType.Bool ? number != 0 : !tensor.DType.IsFloating && number == Math.Floor(number) && Math.Abs(number) < 1L << 53 ? (long)number : number;
        if (tensor.Source is not null || tensor.RequiresGradient)
            throw new NotSupportedException("A variable between the model's tensors can't be written into its structure; make a layer of your own with a weight.");
        if (!tensor.Shape.IsKnown)
            throw new NotSupportedException($"Data of shape {tensor.Shape}, whose sizes aren't all known, stand between the model's tensors and can't be written into its structure.");
        if (tensor.Shape.ElementCount > LargestCount)
            throw new NotSupportedException($"Data of shape {tensor.Shape} between the model's tensors are too many to be written into its structure; make a layer of your own with a weight.");
        tensor.Evaluate();
        int next = 0;
        JsonNode value = tensor.DType == DType.Bool ? Nested(tensor.Cast(DType.Int32).ToArray<int>(), flag => flag != 0)
            : tensor.DType.IsFloating ? Nested(tensor.Cast(DType.Float64).ToArray<double>(), single => single)
            : Nested(tensor.Cast(DType.Int64).ToArray<long>(), whole => whole);
        return new JsonObject { ["class_name"] = "__tensor__", ["config"] = new JsonObject { ["value"] = value, ["dtype"] = tensor.DType.Name } };

        JsonNode Nested<T>(T[] values, Func<T, JsonNode> write, int axis = 0) =>
            axis == tensor.Rank ? write(values[next++]) : new JsonArray([.. Enumerable.Range(0, tensor.Shape[axis]).Select(_ => Nested(values, write, axis + 1))]);
    }

    /// <summary>The data of an array.</summary>
    /// <exception cref="InvalidDataException">The lists aren't those of an array, or a value isn't of the dtype.</exception>
    public static Tensor Read(JsonNode node)
    {
        var config = new ObjectConfig(node["config"]?.DeepClone() as JsonObject);
        string name = config.GetString("dtype", "float32")!;
        DType dtype = DType.All.FirstOrDefault(type => type.Name == name) ?? throw new InvalidDataException($"Data between layers: expected one of {string.Join(", ", DType.All)}, got '{name}'.");
        var shape = new List<int>();
        for (JsonNode? inner = config.Json["value"]; inner is JsonArray list; inner = list.Count > 0 ? list[0] : null) shape.Add(list.Count);
        var values = new List<double>();
        var wholes = new List<long>();
        Collect(config.Json["value"], 0);
        return dtype.IsFloating || dtype == DType.Bool ? Tensor.From([.. values], [.. shape]).Cast(dtype) : Tensor.From([.. wholes], [.. shape]).Cast(dtype);

        void Collect(JsonNode? item, int axis)
        {
            if (item is JsonArray list ? axis == shape.Count || list.Count != shape[axis] : axis != shape.Count)
                throw new InvalidDataException("Data between layers: expected lists of one length along each axis.");
            if (item is JsonArray inner)
                foreach (JsonNode? next in inner) Collect(next, axis + 1);
            else if (dtype == DType.Bool && item?.GetValueKind() is JsonValueKind.True or JsonValueKind.False) values.Add(item.GetValue<bool>() ? 1 : 0);
            else if (dtype.IsFloating || dtype == DType.Bool) values.Add(new ObjectConfig(new JsonObject { ["value"] = item?.DeepClone() }).GetDouble("value"));
            else wholes.Add(item is JsonValue value && value.TryGetValue(out long whole) ? whole : throw new InvalidDataException($"Data between layers: expected whole numbers, got {item?.ToJsonString() ?? "null"}."));
        }
    }
}
