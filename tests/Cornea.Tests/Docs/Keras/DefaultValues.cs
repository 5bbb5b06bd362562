using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Cornea.Initializers;

namespace Cornea.Tests.Docs.Keras;

/// <summary>Compares a parameter's default with Keras': the constant itself, or, where C# says null, what an object made without it has in its config.</summary>
internal static class DefaultValues
{
    /// <summary>What a function takes where an argument is null: a size, axes or dtype can't be a constant of C#. Golden cases hold it to that.</summary>
    private static readonly Dictionary<string, string> NullMeans = new()
    {
        ["axes"] = "[0,1]",
        ["axis"] = "-1",
        ["default"] = "0",
        ["dilation"] = "1",
        ["dilation_rate"] = "1",
        ["dtype"] = "\"int32\"",
        ["kernel_size"] = "[3,3]",
        ["padding"] = "0",
        ["sigma"] = "[1.0,1.0]",
        ["stride"] = "1",
        ["strides"] = "1",
    };

    /// <summary>What's wrong, or null.</summary>
    public static string? Difference(KerasArgument argument, ParameterInfo parameter, Func<JsonObject?> config)
    {
        if (!argument.HasDefault) return null;
        if (parameter.IsDefined(typeof(ParamCollectionAttribute)) && argument.Default is null) return null; // Nothing at all is its default.
        if (!parameter.HasDefaultValue) return $"has no default, Keras' is {KerasArgument.Python(argument.Default)}";
        JsonNode? ours = Constant(parameter);

        // Keras' None means keras.config.image_data_format(), which is channels_last unless set.
        if (parameter.ParameterType == typeof(DataFormat) && ours?.ToString() == "channels_last" && argument.Default is null) return null;
        if (Same(ours, argument.Default)) return null;
        if (ours is null && config() is { } settings && settings.TryGetPropertyValue(argument.Name, out JsonNode? effective))
        {
            if (Same(effective, argument.Default)) return null;
            ours = effective;
        }
        else if (ours is null && parameter.Member is MethodInfo && NullMeans.TryGetValue(argument.Name, out string? meant) && JsonNode.DeepEquals(JsonNode.Parse(meant), argument.Default))
        {
            return null;
        }

        return $"is {ours?.ToJsonString() ?? "null"} by default, Keras' is {KerasArgument.Python(argument.Default)}";
    }

    private static JsonNode? Constant(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        object? value = parameter.DefaultValue;
        if (value is null && type.IsValueType && Nullable.GetUnderlyingType(type) is null) value = Activator.CreateInstance(type);
        return value switch
        {
            null => null,
            bool flag => flag,
            string text => text,
            IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
    }

    private static bool Same(JsonNode? ours, JsonNode? keras)
    {
        if (ours is JsonObject saved && saved["class_name"] is { } name)
            return keras is JsonValue text && text.TryGetValue(out string? word)
                && saved["config"]!.ToJsonString() == Initializer.Deserialize(word)?.GetConfig().Json.ToJsonString() && Plain(Initializer.Deserialize(word)!.GetType().Name) == Plain(name.GetValue<string>());

        // A factor f of Keras' augmentation stands for the range from 0 to f.
        if (ours is JsonArray { Count: 2 } range && keras is JsonValue factor && Same(range[0], JsonValue.Create(0)) && Same(range[1], factor)) return true;
        if (ours is JsonArray many && keras is not JsonArray) return many.Count > 0 && many.All(item => Same(item, keras));
        if (ours is JsonArray left && keras is JsonArray right) return left.Count == right.Count && left.Zip(right).All(pair => Same(pair.First, pair.Second));
        if (ours is null || keras is null) return ours is null && keras is null;
        if (ours is JsonValue a && keras is JsonValue b)
        {
            if (Number(a) is { } x && Number(b) is { } y) return (float)x == (float)y;
            return Plain(a.ToString()) == Plain(b.ToString());
        }

        return false;
    }

    private static double? Number(JsonValue value) => double.TryParse(value.ToString(), CultureInfo.InvariantCulture, out double number) ? number : null;

    internal static string Plain(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}
