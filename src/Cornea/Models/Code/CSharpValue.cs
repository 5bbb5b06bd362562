using System.Globalization;
using System.Text.Json.Nodes;

namespace Cornea;

/// <summary>Values of a config as C# writes them.</summary>
internal static class CSharpValue
{
    // Settings whose type converts from a pair or a triple of numbers, or from such pairs; lists of anything else stay lists.
    private static readonly HashSet<string> Tuples =
    [
        "kernel_size", "strides", "pool_size", "dilation_rate", "size", "output_padding", "output_size", "tile_grid_size", "padding", "cropping", "axes", "factor", "value_range", "sigma",
        "fill_value", "x_factor", "y_factor", "height_factor", "width_factor", "brightness_factor", "contrast_factor", "saturation_factor", "hue_factor", "addition_factor", "threshold_factor",
    ];

    // Of these, one number stands for equal ones.
    private static readonly HashSet<string> Sizes = ["kernel_size", "strides", "pool_size", "dilation_rate", "size", "output_padding", "output_size", "tile_grid_size", "padding", "cropping"];

    /// <summary>A setting's value; of a range that another layer has as a list too, <paramref name="isRange"/> says which it is.</summary>
    public static string Of(string setting, JsonNode? value, bool isRange = false) => value switch
    {
        null => "null",
        JsonArray { Count: 1 } list when Tuples.Contains(setting) => Of(setting, list[0]),
        JsonArray list when Sizes.Contains(setting) && list.All(item => JsonNode.DeepEquals(item, list[0])) && list[0] is JsonValue => Of(setting, list[0]),
        JsonArray list when Tuples.Contains(setting) || isRange => $"({string.Join(", ", list.Select(item => Pair(setting, item)))})",
        JsonArray list => $"[{string.Join(", ", list.Select(item => Of(setting, item)))}]",
        JsonValue single => Single(single),
        _ => throw new NotSupportedException($"{setting}: there is no C# for {ConfigJson.TextOf(value)}."),
    };

    /// <summary>A text as C# writes it.</summary>
    public static string Text(string text)
    {
        var result = new System.Text.StringBuilder("\"");
        foreach (char letter in text)
        {
            if (letter is '"' or '\\') result.Append('\\').Append(letter);
            else if (char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029') result.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else result.Append(letter);
        }

        return result.Append('"').ToString();
    }

    /// <summary>A shape as a list, −1 where a size isn't known.</summary>
    public static string List(Shape shape) => $"[{string.Join(", ", shape)}]";

    // Within a tuple a pair is a pair, whatever it has.
    private static string Pair(string setting, JsonNode? item) => item is JsonArray list ? $"({string.Join(", ", list.Select(inner => Of(setting, inner)))})" : Of(setting, item);

    private static string Single(JsonValue value)
    {
        if (value.TryGetValue(out bool flag)) return flag ? "true" : "false";
        if (value.TryGetValue(out string? text)) return Text(text);
        if (!value.TryGetValue(out double number)) return value.ToJsonString();
        if (double.IsFinite(number)) return number.ToString("R", CultureInfo.InvariantCulture);
        return double.IsNaN(number) ? "double.NaN" : number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
    }
}
