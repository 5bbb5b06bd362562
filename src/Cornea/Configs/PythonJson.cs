using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Cornea;

/// <summary>Writes JSON to the letter as Python's <c>json.dumps</c> does, and so as Keras' files and texts have it.</summary>
/// <remarks>
/// A space behind commas and colons; letters beyond ASCII as \u; floating-point numbers with a point or an exponent of two digits; numbers
/// that aren't finite as bare words. Source: Python's json module and float.__repr__.
/// </remarks>
internal static class PythonJson
{
    private const int IndentLetters = 2;
    private const int LastPlain = 16, FirstPlain = -4; // Powers of ten from which on numbers have an exponent.

    /// <summary>The text.</summary>
    /// <param name="json">What is written.</param>
    /// <param name="indented">Whether each value has a line, as with <c>indent=2</c>.</param>
    public static string Of(JsonNode? json, bool indented)
    {
        var text = new StringBuilder();
        Add(text, json, indented ? 0 : -1);
        return text.ToString();
    }

    /// <summary>A number as Python's repr has it: 1.0, 1e-07, NaN.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value)) return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        // The fewest digits that give the number back, which both languages find, as d.ddde±x.
        string shortest = value.ToString("E16", CultureInfo.InvariantCulture), plain = value.ToString("R", CultureInfo.InvariantCulture);
        string sign = shortest[0] == '-' ? "-" : "";
        int exponent = value == 0 ? 0 : int.Parse(shortest.AsSpan(shortest.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string digits = Digits(plain, ref exponent);
        if (exponent is < FirstPlain or >= LastPlain)
            return $"{sign}{digits[0]}{(digits.Length > 1 ? $".{digits[1..]}" : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        return digits.Length <= exponent + 1 ? $"{sign}{digits.PadRight(exponent + 1, '0')}.0" : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    // The digits without zeros around them; the exponent of 9.99… that is rounded up is one more.
    private static string Digits(string plain, ref int exponent)
    {
        int end = plain.IndexOf('E', StringComparison.Ordinal);
        string mantissa = end < 0 ? plain : plain[..end];
        string all = mantissa.Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        string digits = all.TrimStart('0');
        int point = mantissa.TrimStart('-').IndexOf('.', StringComparison.Ordinal) is var found and >= 0 ? found : mantissa.TrimStart('-').Length;
        int power = end < 0 ? 0 : int.Parse(plain.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (digits.Length > 0) exponent = power + point - 1 - (all.Length - digits.Length);
        digits = digits.TrimEnd('0');
        return digits.Length == 0 ? "0" : digits;
    }

    private static void Add(StringBuilder text, JsonNode? json, int depth)
    {
        switch (json)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject item:
                AddAll(text, '{', '}', item.Count, depth, item, (pair, inner) =>
                {
                    AddText(text, pair.Key);
                    text.Append(": ");
                    Add(text, pair.Value, inner);
                });
                break;
            case JsonArray list:
                AddAll(text, '[', ']', list.Count, depth, list, (value, inner) => Add(text, value, inner));
                break;
            default:
                AddValue(text, (JsonValue)json);
                break;
        }
    }

    private static void AddAll<T>(StringBuilder text, char open, char close, int count, int depth, IEnumerable<T> items, Action<T, int> add)
    {
        int inner = depth < 0 ? depth : depth + 1;
        bool isFirst = true;
        text.Append(open);
        foreach (T item in items)
        {
            if (!isFirst) text.Append(depth < 0 ? ", " : ",");
            NewLine(inner);
            add(item, inner);
            isFirst = false;
        }

        if (count > 0) NewLine(depth);
        text.Append(close);

        void NewLine(int at)
        {
            if (depth >= 0) text.Append('\n').Append(' ', IndentLetters * at);
        }
    }

    private static void AddValue(StringBuilder text, JsonValue value)
    {
        if (value.TryGetValue(out string? words)) AddText(text, words);
        else if (!value.TryGetValue(out long _) && !value.TryGetValue(out int _) && value.TryGetValue(out double number)) text.Append(Number(number)); // Of text that was read, whole numbers are those without a point.
        else text.Append(value.ToJsonString());
    }

    private static void AddText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char letter in value)
        {
            switch (letter)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case >= ' ' and <= '~': text.Append(letter); break;
                default: text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"); break;
            }
        }

        text.Append('"');
    }
}
