using System.Buffers.Binary;

namespace Cornea.Files;

/// <summary>Reads MATLAB files of version 4: matrices of numbers and of text, one after the other.</summary>
/// <param name="stream">Stands at the beginning.</param>
/// <param name="place">What messages begin with.</param>
/// <param name="budget">What is made of the file is charged to.</param>
internal sealed class Mat4Reader(Stream stream, string place, LoadBudget budget)
{
    private const int HeaderBytes = 20, BytesPerVariable = 512;

    private static readonly FileElementType[] Types =
        [FileElementType.Float64, FileElementType.Float32, FileElementType.Int32, FileElementType.Int16, FileElementType.UInt16, FileElementType.UInt8];

    /// <summary>Whether a file begins with a matrix of this version.</summary>
    public static bool IsIn(ReadOnlySpan<byte> start) => start.Length >= HeaderBytes && Kind(start, out _) is not null;

    public OrderedDictionary<string, MatArray> Read()
    {
        var variables = new OrderedDictionary<string, MatArray>();
        byte[] header = new byte[HeaderBytes];
        while (stream.Position < stream.Length)
        {
            long at = stream.Position;
            StreamReading.Fill(stream, header, place, "a matrix' header");
            int kind = Kind(header, out bool isBigEndian) ?? throw Broken(at, "expected a matrix' header");
            int[] numbers = [.. Enumerable.Range(1, 4).Select(index => Number(header.AsSpan(4 * index), isBigEndian))]; // Rows, columns, imaginary part, name.
            if (numbers[0] < 0 || numbers[1] < 0 || numbers[2] is not (0 or 1) || numbers[3] < 1 || numbers[3] > Left)
                throw Broken(at, $"expected rows, columns, 0 or 1, and the length of a name, got {string.Join(", ", numbers)}");
            budget.Take(BytesPerVariable + (3.0 * numbers[3]), "one variable more");
            byte[] name = new byte[numbers[3]];
            StreamReading.Fill(stream, name, place, "a name");
            string text = System.Text.Encoding.Latin1.GetString(name).TrimEnd('\0');
            variables[text] = ReadMatrix($"{place}, variable '{FileText.Shortened(text)}'", [numbers[0], numbers[1]], Types[kind / 10 % 10], kind % 10, numbers[2] == 1, isBigEndian);
        }

        return variables;
    }

    private long Left => stream.Length - stream.Position;

    private MatArray ReadMatrix(string who, int[] shape, FileElementType type, int kind, bool isComplex, bool isBigEndian)
    {
        long bytes = FileLimits.ArrayBytes(type, shape, Left / (isComplex ? 2 : 1), who);
        if (kind == 2)
        {
            stream.Position += bytes * (isComplex ? 2 : 1);
            return MatArray.OfOther(who, shape, "a sparse array");
        }

        MatNumbers.CheckSize(who, type, shape, isComplex);
        byte[] real = Part(), parts = isComplex ? MatNumbers.Pairs(who, ref type, real, Part(), budget) : real;
        if (kind == 1 && !isComplex) return MatArray.OfText(who, shape, MatNumbers.Characters(who, type, parts, budget));
        var array = new FileArray(type, shape, AxisOrder.FromFirstFastest(parts, shape, type.Size()));
        return isComplex ? MatArray.OfComplex(who, array) : MatArray.OfNumbers(who, array);

        byte[] Part()
        {
            budget.Take(2.0 * bytes, who); // As they are, and in rows.
            byte[] values = new byte[bytes];
            StreamReading.Fill(stream, values, who, "its values");
            if (isBigEndian == BitConverter.IsLittleEndian) ByteOrder.Reverse(values, type.WordSize());
            return values;
        }
    }

    // The first number's digits: byte order (0 or 1), 0, type of the elements, kind of the matrix.
    private static int? Kind(ReadOnlySpan<byte> header, out bool isBigEndian)
    {
        int little = BinaryPrimitives.ReadInt32LittleEndian(header), big = BinaryPrimitives.ReadInt32BigEndian(header);
        isBigEndian = little is < 0 or >= 1000;
        int kind = isBigEndian ? big - 1000 : little;
        return kind is >= 0 and < 100 && kind / 10 < Types.Length && kind % 10 <= 2 ? kind : null;
    }

    private static int Number(ReadOnlySpan<byte> bytes, bool isBigEndian) => isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private InvalidDataException Broken(long at, string what) => new($"{place}: broken MATLAB file near byte {at:N0}: {what}.");
}
