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
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool isQuoted = false;
        for (int place = 0; place < line.Length; place++)
        {
            if (isQuoted && line[place] == Quote && place + 1 < line.Length && line[place + 1] == Quote) cell.Append(line[++place]);
            else if (line[place] == Quote) isQuoted = !isQuoted;
            else if (!isQuoted && string.CompareOrdinal(line, place, separator, 0, separator.Length) == 0)
            {
                cells.Add(cell.ToString());
                cell.Clear();
                place += separator.Length - 1;
            }
            else cell.Append(line[place]);
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
