using System.Text;

namespace Cornea.Files;

/// <summary>A line of a CSV file, both ways: a cell with a separator or quotes in it stands in quotes, its own doubled (RFC 4180).</summary>
internal static class CsvLine
{
    private const char Quote = '"';

    public static string Join(IEnumerable<string> cells, string separator) => string.Join(separator, cells.Select(cell =>
        cell.Contains(separator, StringComparison.Ordinal) || cell.Contains(Quote) ? $"{Quote}{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}{Quote}" : cell));

    public static List<string> Split(string line, string separator)
    {
        var ranges = new List<Range>();
        Split(line, separator, ranges);
        return [.. ranges.Select(range => Unquoted(line[range]))];
    }

    /// <summary>Where the cells stand, quotes included.</summary>
    /// <param name="line">The line.</param>
    /// <param name="separator">What stands between cells, unless in quotes.</param>
    /// <param name="cells">Takes the places; what it had is forgotten.</param>
    public static void Split(string line, string separator, List<Range> cells)
    {
        cells.Clear();
        bool isQuoted = false;
        int start = 0;
        for (int place = 0; place < line.Length; place++)
        {
            if (line[place] == Quote) isQuoted = !isQuoted; // Doubled ones in quotes open and close again.
            else if (!isQuoted && string.CompareOrdinal(line, place, separator, 0, separator.Length) == 0)
            {
                cells.Add(start..place);
                start = place + separator.Length;
                place = start - 1;
            }
        }

        cells.Add(start..line.Length);
    }

    // A quote goes, but of two in a row within quotes one stays.
    private static string Unquoted(string cell)
    {
        if (!cell.Contains(Quote)) return cell;
        var text = new StringBuilder();
        bool isQuoted = false;
        for (int place = 0; place < cell.Length; place++)
        {
            if (cell[place] != Quote) text.Append(cell[place]);
            else if (isQuoted && place + 1 < cell.Length && cell[place + 1] == Quote) text.Append(cell[place++]);
            else isQuoted = !isQuoted;
        }

        return text.ToString();
    }
}
