using System.Globalization;
using System.Text.RegularExpressions;

namespace Cornea.Data;

/// <summary>A part of a set of samples as tensorflow-datasets writes it: <c>"train[:80%]"</c>, <c>"[100:200]"</c>, <c>"[-10%:]"</c>.</summary>
/// <remarks>
/// Numbers count samples, or with % are parts of the set, rounded to the nearest sample (a half to the even one); negative ones count from
/// the end. Source: tensorflow-datasets, splits and slicing.
/// </remarks>
internal sealed partial record SplitRange(string? Name, decimal? From, bool IsFromPercent, decimal? To, bool IsToPercent)
{
    private const decimal Whole = 100;

    /// <exception cref="ArgumentException">It isn't of that form.</exception>
    public static SplitRange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Match match = Form().Match(text.Trim());
        if (!match.Success || text.Trim().Length == 0)
            throw new ArgumentException($"Split: expected a part such as \"train[:80%]\", \"[80%:]\" or \"[100:200]\", got '{text}'.");
        return new SplitRange(
            match.Groups["name"].Success ? match.Groups["name"].Value : null,
            Boundary(match, "from", text), match.Groups["fromPercent"].Success, Boundary(match, "to", text), match.Groups["toPercent"].Success);
    }

    /// <summary>The first sample, and the one after the last.</summary>
    /// <exception cref="ArgumentException">A boundary lies outside, or they aren't in order.</exception>
    public (int Start, int End) In(int count)
    {
        int start = Place(From ?? 0, IsFromPercent, count), end = To is { } to ? Place(to, IsToPercent, count) : count;
        return start <= end
            ? (start, end)
            : throw new ArgumentException($"Split: {this} of {count} samples would begin at {start} and end before it, at {end}.");
    }

    public override string ToString() => $"{Name}[{Text(From, IsFromPercent)}:{Text(To, IsToPercent)}]";

    private int Place(decimal boundary, bool isPercent, int count)
    {
        decimal place = isPercent ? Math.Round(boundary * count / Whole, MidpointRounding.ToEven) : boundary;
        if (Math.Abs(place) > count)
            throw new ArgumentException($"Split: {this} doesn't fit {count} samples.");
        return (int)(place < 0 ? count + place : place);
    }

    private static decimal? Boundary(Match match, string group, string text)
    {
        if (!match.Groups[group].Success) return null;
        bool isPercent = match.Groups[group + "Percent"].Success;
        decimal value = decimal.Parse(match.Groups[group].Value.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        if (isPercent && Math.Abs(value) > Whole) throw new ArgumentException($"Split: expected per cent from -100 to 100, got '{text}'.");
        if (!isPercent && value != decimal.Truncate(value)) throw new ArgumentException($"Split: expected a whole number of samples, or per cent, got '{text}'.");
        return value;
    }

    private static string Text(decimal? boundary, bool isPercent) => boundary?.ToString(CultureInfo.InvariantCulture) + (isPercent ? "%" : "");

    [GeneratedRegex(@"^(?<name>[\w-]+)?(\[((?<from>-?[\d_]{1,18}(\.\d{1,9})?)(?<fromPercent>%)?)?:((?<to>-?[\d_]{1,18}(\.\d{1,9})?)(?<toPercent>%)?)?\])?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
