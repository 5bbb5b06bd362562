using System.Globalization;
using System.Text;

namespace Cornea.Files;

/// <summary>
/// Tables of numbers as text, a row a line: <c>CsvFile.Load("train.csv", skipRows: 1)</c>, as <c>numpy.loadtxt(…, delimiter=",")</c> reads them.
/// </summary>
/// <remarks>
/// Numbers are written with a point, in digits or powers of ten, also <c>nan</c> and <c>inf</c>, and may stand in quotes (RFC 4180); spaces around
/// them and empty lines don't count. A cell with nothing in it is NaN, or refused where the type has none.
/// </remarks>
public static class CsvFile
{
    private const int LongestShown = 40;

    /// <summary>Reads a table.</summary>
    /// <param name="path">Path of the file, UTF-8.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <param name="skipRows">How many lines to pass over at the start: 1 where the first one names the columns.</param>
    /// <param name="columns">The columns that are read, from 0, in this order; below 0 from the end; null: all.</param>
    /// <param name="dtype">Float32, Float64, Int32, Int64 or UInt8; null: Float32.</param>
    /// <returns>[rows, columns].</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A cell is no number of that type, rows differ in length, or there are none; the message names line and column.</exception>
    /// <exception cref="ArgumentException">The type can't be read, or there is no such column.</exception>
    public static Tensor Load(string path, char delimiter = ',', int skipRows = 0, IReadOnlyList<int>? columns = null, DType? dtype = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skipRows);
        if (delimiter is '"' or '\r' or '\n' or '.' or '-' or '+' || char.IsAsciiLetterOrDigit(delimiter))
            throw new ArgumentException($"CsvFile: expected a delimiter that no number contains, such as ',', ';' or a tab, got '{delimiter}'.", nameof(delimiter));
        using FileStream stream = FileReading.Open(path);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        DType type = dtype ?? DType.Float32;
        return type == DType.Float32 ? Read<float>(reader, path, delimiter, skipRows, columns, TryFloat)
            : type == DType.Float64 ? Read<double>(reader, path, delimiter, skipRows, columns, TryDouble)
            : type == DType.Int32 ? Read<int>(reader, path, delimiter, skipRows, columns, TryWhole)
            : type == DType.Int64 ? Read<long>(reader, path, delimiter, skipRows, columns, TryWhole)
            : type == DType.UInt8 ? Read<byte>(reader, path, delimiter, skipRows, columns, TryWhole)
            : throw new ArgumentException($"CsvFile: expected Float32, Float64, Int32, Int64 or UInt8, got {type}.", nameof(dtype));
    }

    /// <summary>Writes a table so that <see cref="Load"/> gives the same bits. Computes. A file of that name is replaced whole or not at all.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="table">[rows, columns], or [rows] for a single column.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <param name="header">The columns' names for a first line; null: none.</param>
    /// <exception cref="ArgumentException">The table has more axes, or there aren't as many names as columns.</exception>
    public static void Save(string path, Tensor table, char delimiter = ',', IReadOnlyList<string>? header = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Rank is not (1 or 2)) throw new ArgumentException($"CsvFile: expected a table [rows, columns], got {table.Shape}.", nameof(table));
        int rows = table.Shape[0], columns = table.Rank == 1 ? 1 : table.Shape[1];
        if (header is not null && header.Count != columns) throw new ArgumentException($"CsvFile: expected {columns} names, got {header.Count}.", nameof(header));
        Func<int, string> cell = Cells(table);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            if (header is not null) writer.WriteLine(CsvLine.Join(header, delimiter.ToString()));
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    if (column > 0) writer.Write(delimiter);
                    writer.Write(cell((row * columns) + column));
                }

                writer.WriteLine();
            }
        });
    }

    private delegate bool Parse<T>(ReadOnlySpan<char> text, out T value);

    private static Tensor Read<T>(StreamReader reader, string path, char delimiter, int skipRows, IReadOnlyList<int>? columns, Parse<T> parse)
        where T : unmanaged
    {
        var values = new List<T>();
        var cells = new List<Range>();
        string separator = delimiter.ToString();
        int line = 0, rows = 0, width = -1;
        int[] wanted = [];
        while (reader.ReadLine() is { } text)
        {
            if (++line <= skipRows || string.IsNullOrWhiteSpace(text)) continue;
            CsvLine.Split(text, separator, cells);
            if (width < 0)
            {
                width = cells.Count;
                wanted = columns is null ? [.. Enumerable.Range(0, width)] : [.. columns.Select(column => Place(column, width))];
            }

            if (cells.Count != width) throw new InvalidDataException($"{path}, line {line}: expected {width} cells as in the first row, got {cells.Count}.");
            foreach (int column in wanted)
            {
                ReadOnlySpan<char> cell = Bare(text.AsSpan(cells[column]));
                if (!parse(cell, out T value))
                {
                    string shown = cell.Length <= LongestShown ? cell.ToString() : $"{cell[..LongestShown]}…";
                    string advice = rows == 0 && line == skipRows + 1 ? "; for a line of names pass skipRows" : "";
                    throw new InvalidDataException($"{path}, line {line}, column {column}: '{shown}' is no {DType.Of<T>()}{advice}.");
                }

                values.Add(value);
            }

            rows++;
        }

        return rows > 0 ? Tensor.From(values.ToArray(), [rows, wanted.Length]) : throw new InvalidDataException($"{path}: there are no rows" + (skipRows > 0 ? $" after the first {skipRows} lines." : "."));
    }

    private static int Place(int column, int width) => column >= -width && column < width
        ? column < 0 ? column + width : column
        : throw new ArgumentException($"CsvFile: there is no column {column}; the file has {width}.", nameof(column));

    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim();
        return cell.Length >= 2 && cell[0] == '"' && cell[^1] == '"' ? cell[1..^1].Trim() : cell;
    }

    private static bool TryFloat(ReadOnlySpan<char> text, out float value)
    {
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return true;
        bool isSpecial = TrySpecial(text, out double special);
        value = (float)special;
        return isSpecial;
    }

    private static bool TryDouble(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || TrySpecial(text, out value);

    // What Python, R and others write, beside what .NET does.
    private static bool TrySpecial(ReadOnlySpan<char> text, out double value)
    {
        ReadOnlySpan<char> bare = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        bool isInfinite = bare.Equals("inf", StringComparison.OrdinalIgnoreCase) || bare.Equals("infinity", StringComparison.OrdinalIgnoreCase);
        value = isInfinite ? text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity : double.NaN;
        return isInfinite || text.Length == 0 || bare.Equals("nan", StringComparison.OrdinalIgnoreCase) || text.Equals("na", StringComparison.OrdinalIgnoreCase);
    }

    // 3, and also 3.0 and 3e0, which tables of classes often have.
    private static bool TryWhole<T>(ReadOnlySpan<char> text, out T value) where T : struct, System.Numerics.IBinaryInteger<T>
    {
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)) return true;
        const double ExactUpTo = 1L << 53;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || number != Math.Floor(number) || Math.Abs(number) > ExactUpTo) return false;
        try
        {
            value = T.CreateChecked(number);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static Func<int, string> Cells(Tensor table)
    {
        if (table.DType == DType.Float64) return Of(table.ToArray<double>());
        if (table.DType == DType.Int64) return Of(table.ToArray<long>());
        if (table.DType == DType.Float32) return Of(table.ToArray<float>());
        return table.DType == DType.UInt8 ? Of(table.ToArray<byte>()) : Of(table.Cast(DType.Int32).ToArray<int>());

        static Func<int, string> Of<T>(T[] values) where T : IFormattable => index => values[index].ToString(null, CultureInfo.InvariantCulture);
    }
}
