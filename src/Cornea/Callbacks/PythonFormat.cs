using System.Globalization;
using System.Text;

namespace Cornea.Callbacks;

/// <summary>Python's <c>str.format</c> for names and numbers, as file names of checkpoints use it: <c>{epoch:02d}-{val_loss:.2f}</c>.</summary>
internal static class PythonFormat
{
    /// <summary>Fills in the values.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or the text isn't understood.</exception>
    public static string Format(string text, Func<string, double?> value)
    {
        var result = new StringBuilder();
        for (int at = 0; at < text.Length; at++)
        {
            char letter = text[at];
            if (letter is '{' or '}' && at + 1 < text.Length && text[at + 1] == letter)
            {
                result.Append(letter);
                at++;
                continue;
            }

            if (letter != '{')
            {
                result.Append(letter);
                continue;
            }

            int end = text.IndexOf('}', at);
            if (end < 0) throw new ArgumentException($"'{text}': a '{{' has no end.");
            string field = text[(at + 1)..end];
            int colon = field.IndexOf(':');
            string name = colon < 0 ? field : field[..colon];
            double number = value(name) ?? throw new ArgumentException($"'{text}': there is no value '{name}'.");
            result.Append(Number(number, colon < 0 ? "" : field[(colon + 1)..], text));
            at = end;
        }

        return result.ToString();
    }

    // [[fill]align][sign][0][width][.precision][type]
    private static string Number(double number, string format, string text)
    {
        int at = 0;
        char fill = ' ', align = '>', sign = '-';
        if (format.Length > 1 && format[1] is '<' or '>' or '^' or '=') (fill, align, at) = (format[0], format[1], 2);
        else if (format.Length > 0 && format[0] is '<' or '>' or '^' or '=') (align, at) = (format[0], 1);
        if (at < format.Length && format[at] is '+' or '-' or ' ') sign = format[at++];
        if (at < format.Length && format[at] == '0') (fill, align, at) = ('0', '=', at + 1);
        int width = Digits() ?? 0;
        int? precision = null;
        if (at < format.Length && format[at] == '.')
        {
            at++;
            precision = Digits() ?? throw Unknown();
        }

        char type = at < format.Length ? format[at++] : '\0';
        if (at != format.Length) throw Unknown();
        double size = Math.Abs(number);
        string digits = Text(size, type, precision) ?? throw Unknown();
        string before = double.IsNegative(number) && !double.IsNaN(number) ? "-" : sign == '-' ? "" : sign.ToString();
        int missing = width - digits.Length - before.Length;
        if (missing <= 0) return before + digits;
        return align switch
        {
            '<' => before + digits + new string(fill, missing),
            '=' => before + new string(fill, missing) + digits,
            '^' => new string(fill, missing / 2) + before + digits + new string(fill, missing - (missing / 2)),
            _ => new string(fill, missing) + before + digits,
        };

        int? Digits()
        {
            int start = at;
            while (at < format.Length && char.IsAsciiDigit(format[at])) at++;
            return start == at ? null : at - start <= 4 ? int.Parse(format.AsSpan(start, at - start), CultureInfo.InvariantCulture) : throw Unknown();
        }

        ArgumentException Unknown() => new($"'{text}': the format '{format}' isn't understood; there are d, f, e, g and %, as in {{epoch:02d}}, {{val_loss:.2f}}.");
    }

    private static string? Text(double size, char type, int? precision)
    {
        if (!double.IsFinite(size)) return double.IsNaN(size) ? "nan" : "inf";
        CultureInfo culture = CultureInfo.InvariantCulture;
        return type switch
        {
            'd' => size == Math.Floor(size) ? size.ToString("F0", culture) : null,
            'f' or 'F' => size.ToString($"F{precision ?? 6}", culture),
            '%' => (size * 100).ToString($"F{precision ?? 6}", culture) + "%",
            'e' or 'E' => Exponent(size, type, precision ?? 6),
            'g' or 'G' or '\0' when precision is not null || type != '\0' => General(size, type, Math.Max(1, precision ?? 6)),
            '\0' => Shortest(size),
            _ => null,
        };
    }

    private static string Exponent(double size, char type, int precision) =>
        size.ToString($"{(precision == 0 ? "0" : "0." + new string('0', precision))}{(char.IsUpper(type) ? "E" : "e")}+00", CultureInfo.InvariantCulture);

    private static string General(double size, char type, int precision)
    {
        int exponent = size == 0 ? 0 : int.Parse(Exponent(size, 'e', precision - 1).Split('e')[1], CultureInfo.InvariantCulture);
        if (exponent >= -4 && exponent < precision)
        {
            string text = size.ToString($"F{precision - 1 - exponent}", CultureInfo.InvariantCulture);
            return text.Contains('.') ? text.TrimEnd('0').TrimEnd('.') : text;
        }

        string[] parts = Exponent(size, 'e', precision - 1).Split('e');
        string mantissa = parts[0].Contains('.') ? parts[0].TrimEnd('0').TrimEnd('.') : parts[0];
        return $"{mantissa}{(type == 'G' ? 'E' : 'e')}{parts[1]}";
    }

    // Python's repr: whole numbers here are those of epochs and batches, which are whole in Python too.
    private static string Shortest(double size)
    {
        if (size == Math.Floor(size) && size < 1e15) return size.ToString("F0", CultureInfo.InvariantCulture);
        string text = size.ToString("R", CultureInfo.InvariantCulture);
        int at = text.IndexOf('E');
        if (at < 0) return text;
        int exponent = int.Parse(text.AsSpan(at + 1), CultureInfo.InvariantCulture);
        if (exponent >= -4 && exponent < 16) return size.ToString("0.####################", CultureInfo.InvariantCulture);
        return $"{text[..at]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }
}
