using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Cornea.Files;

/// <summary>Reads MATLAB files of versions 5 to 7: variables one after the other, compressed or not, which may hold others.</summary>
/// <param name="stream">Stands behind the header.</param>
/// <param name="place">What messages begin with.</param>
/// <param name="budget">What is made of the file is charged to.</param>
/// <param name="isBigEndian">The file's byte order.</param>
internal sealed class Mat5Reader(Stream stream, string place, LoadBudget budget, bool isBigEndian)
{
    private const int TagBytes = 8, LargestDepth = 64, LargestRank = 32, BytesPerArray = 512;
    private const int ComplexFlag = 0x0800, LogicalFlag = 0x0200;

    /// <summary>The variables; of a name that stands twice, the last.</summary>
    public OrderedDictionary<string, MatArray> Read()
    {
        var variables = new OrderedDictionary<string, MatArray>();
        while (stream.Length - stream.Position >= TagBytes)
        {
            long start = stream.Position;
            var source = new Mat5Stream(stream, stream.Length - start, place, isBigEndian);
            Mat5Element element = source.ReadElement(place);
            (string name, MatArray array) = element.Type switch
            {
                Mat5Type.Matrix => source.Within(element, place, () => ReadArray(source, place, isVariable: true, 0)),
                Mat5Type.Compressed => Unpacked(element),
                _ => throw source.Broken(place, $"expected a variable, got an element of type {(int)element.Type}"),
            };
            if (name.Length > 0) variables[name] = array; // One without a name belongs to MATLAB's objects.
            stream.Position = Math.Min(start + TagBytes + element.Size, stream.Length);
        }

        return variables;
    }

    private (string Name, MatArray Array) Unpacked(Mat5Element element)
    {
        try
        {
            using var unpacked = new ZLibStream(new StreamPart(stream, stream.Position, element.Size), CompressionMode.Decompress, leaveOpen: true);
            var source = new Mat5Stream(unpacked, FileLimits.LargestInflated(element.Size), place, isBigEndian);
            Mat5Element inner = source.ReadElement(place);
            if (inner.Type != Mat5Type.Matrix) throw source.Broken(place, $"expected a variable in what is compressed, got an element of type {(int)inner.Type}");
            (string, MatArray) read = source.Within(inner, place, () => ReadArray(source, place, isVariable: true, 0));
            unpacked.ReadByte(); // Whoever reads the end has the checksum compared.
            return read;
        }
        catch (InvalidDataException error) when (!error.Message.StartsWith(place, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{place}: the compressed data are damaged: {error.Message}", error);
        }
    }

    private (string Name, MatArray Array) ReadArray(Mat5Stream source, string around, bool isVariable, int depth)
    {
        if (depth > LargestDepth) throw source.Broken(around, $"arrays lie in each other more than {LargestDepth} deep");
        budget.Take(BytesPerArray, "one array more");
        if (source.Left == 0) return ("", MatArray.OfNumbers(around, new FileArray(FileElementType.Float64, [0, 0], []))); // An empty place of a cell array.
        uint[] flags = Words<uint>(source, around, "flags", Mat5Type.UInt32);
        if (flags.Length != 2) throw source.Broken(around, $"expected two words of flags, got {flags.Length}");
        var kind = (Mat5Class)(flags[0] & 0xFF);
        if (kind == Mat5Class.Opaque) return ReadOpaque(source, around);
        int[] shape = Words<int>(source, around, "sizes", Mat5Type.Int32, Mat5Type.UInt32);
        if (shape.Length is 0 or > LargestRank || Array.Exists(shape, size => size < 0)) throw source.Broken(around, $"expected sizes of at most {LargestRank} axes, got {string.Join(", ", shape.Take(LargestRank))}");
        string name = Encoding.UTF8.GetString(ReadBytes(source, around, "a name", Mat5Type.Int8, Mat5Type.UInt8, Mat5Type.Utf8));
        string who = isVariable ? $"{place}, variable '{FileText.Shortened(name)}'" : around;
        return (name, kind switch
        {
            Mat5Class.Cell => MatArray.OfCells(who, shape, ReadArrays(source, who, Count(source, shape, who), depth)),
            Mat5Class.Struct => ReadStructs(source, shape, who, depth),
            Mat5Class.Char => ReadText(source, shape, who),
            >= Mat5Class.Double and <= Mat5Class.UInt64 => ReadNumbers(source, kind, shape, (flags[0] & ComplexFlag) != 0, (flags[0] & LogicalFlag) != 0, who),
            Mat5Class.Sparse => MatArray.OfOther(who, shape, "a sparse array"),
            Mat5Class.Object => MatArray.OfOther(who, shape, "an object of a class"),
            Mat5Class.Function => MatArray.OfOther(who, shape, "a function"),
            _ => throw source.Broken(who, $"expected an array of class 1 to {(int)Mat5Class.Opaque}, got {(int)kind}"),
        });
    }

    // Objects of classes written in MATLAB: name, "MCOS", the class' name, and numbers that mean something to MATLAB alone.
    private (string Name, MatArray Array) ReadOpaque(Mat5Stream source, string around)
    {
        string name = Encoding.UTF8.GetString(ReadBytes(source, around, "a name", Mat5Type.Int8, Mat5Type.UInt8, Mat5Type.Utf8));
        return (name, MatArray.OfOther($"{place}, variable '{FileText.Shortened(name)}'", [1, 1], "an object of a class"));
    }

    // Each takes a tag at least, so what is really there bounds how many there can be.
    private MatArray[] ReadArrays(Mat5Stream source, string who, long count, int depth)
    {
        if (count > source.Left / TagBytes) throw source.Broken(who, $"{count:N0} arrays can't lie in {source.Left:N0} bytes");
        budget.Take(count * 8.0, who);
        var arrays = new MatArray[count];
        for (int index = 0; index < arrays.Length; index++)
        {
            Mat5Element element = source.ReadElement(who);
            if (element.Type != Mat5Type.Matrix) throw source.Broken(who, $"expected an array, got an element of type {(int)element.Type}");
            arrays[index] = source.Within(element, who, () => ReadArray(source, who, isVariable: false, depth + 1)).Array;
        }

        return arrays;
    }

    private MatArray ReadStructs(Mat5Stream source, int[] shape, string who, int depth)
    {
        int[] lengths = Words<int>(source, who, "the length of a field's name", Mat5Type.Int32);
        byte[] names = ReadBytes(source, who, "the names of fields", Mat5Type.Int8, Mat5Type.UInt8);
        if (lengths is not [> 0 and var length] || names.Length % length != 0) throw source.Broken(who, "expected names of fields, all of one length");
        budget.Take(names.Length * 4.0, who);
        string[] fields = [.. names.Chunk(length).Select(name => Encoding.UTF8.GetString(name.AsSpan(0, Array.IndexOf(name, (byte)0) is var end and >= 0 ? end : length)))];
        long count = Count(source, shape, who);
        budget.Take(count * 8.0, who); // Those without fields take nothing in the file.
        if (fields.Length > 0 && count > source.Left / TagBytes / fields.Length) throw source.Broken(who, $"{count:N0} structures can't lie in {source.Left:N0} bytes");
        return MatArray.OfStructs(who, shape, fields, ReadArrays(source, who, count * fields.Length, depth));
    }

    private MatArray ReadText(Mat5Stream source, int[] shape, string who)
    {
        long count = Count(source, shape, who);
        if (count == 0 && source.Left == 0) return MatArray.OfText(who, shape, []);
        Mat5Element element = source.ReadElement(who);
        char[] characters = element.Type switch
        {
            Mat5Type.Utf8 => MatNumbers.Decoded(who, Encoding.UTF8, source.ReadData(element, 1, budget, who), budget),
            Mat5Type.Utf32 => MatNumbers.Decoded(who, BitConverter.IsLittleEndian ? Encoding.UTF32 : new UTF32Encoding(bigEndian: true, byteOrderMark: false), source.ReadData(element, 4, budget, who), budget),
            Mat5Type.Utf16 => MatNumbers.Characters(who, FileElementType.UInt16, source.ReadData(element, 2, budget, who), budget),
            _ => MatNumbers.Characters(who, Stored(source, element, who), source.ReadData(element, Stored(source, element, who).Size(), budget, who), budget),
        };
        if (characters.Length != count && shape[0] != 1) throw source.Broken(who, $"expected {count:N0} characters, got {characters.Length:N0}"); // In a row some may take two places.
        return MatArray.OfText(who, shape, characters);
    }

    private MatArray ReadNumbers(Mat5Stream source, Mat5Class kind, int[] shape, bool isComplex, bool isLogical, string who)
    {
        FileElementType type = kind switch
        {
            _ when isLogical => FileElementType.Bool,
            Mat5Class.Double => FileElementType.Float64,
            Mat5Class.Single => FileElementType.Float32,
            Mat5Class.Int8 => FileElementType.Int8,
            Mat5Class.UInt8 => FileElementType.UInt8,
            Mat5Class.Int16 => FileElementType.Int16,
            Mat5Class.UInt16 => FileElementType.UInt16,
            Mat5Class.Int32 => FileElementType.Int32,
            Mat5Class.UInt32 => FileElementType.UInt32,
            Mat5Class.Int64 => FileElementType.Int64,
            _ => FileElementType.UInt64,
        };
        long count = Count(source, shape, who);
        MatNumbers.CheckSize(who, type, shape, isComplex);
        byte[] real = ReadPart(source, type, count, who), values = isComplex ? MatNumbers.Pairs(who, ref type, real, ReadPart(source, type, count, who), budget) : real;
        budget.Take(values.Length, who);
        var array = new FileArray(type, shape, AxisOrder.FromFirstFastest(values, shape, type.Size()));
        return isComplex ? MatArray.OfComplex(who, array) : MatArray.OfNumbers(who, array);
    }

    // Numbers are stored in as few bytes as they need, whatever their class.
    private byte[] ReadPart(Mat5Stream source, FileElementType type, long count, string who)
    {
        Mat5Element element = source.ReadElement(who);
        FileElementType stored = Stored(source, element, who);
        if (element.Size / stored.Size() != count) throw source.Broken(who, $"expected {count:N0} numbers, got {element.Size / stored.Size():N0}");
        byte[] bytes = source.ReadData(element, stored.Size(), budget, who);
        if (ElementConversion.IsSame(stored, type)) return bytes;
        budget.Take(count * (double)type.Size(), who);
        byte[] converted = new byte[count * type.Size()];
        try
        {
            ElementConversion.Convert(stored, bytes, type, converted);
        }
        catch (OverflowException error)
        {
            throw new InvalidDataException($"{who}: a number is too large for {type}.", error);
        }

        return converted;
    }

    private long Count(Mat5Stream source, int[] shape, string who)
    {
        double count = shape.Aggregate(1.0, (product, size) => product * size);
        return count <= Array.MaxLength ? (long)count : throw source.Broken(who, $"an array {FileArray.Describe(shape)} is more than is read");
    }

    private T[] Words<T>(Mat5Stream source, string who, string what, params ReadOnlySpan<Mat5Type> types)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes(source, who, what, sizeof(int), types)).ToArray();

    private byte[] ReadBytes(Mat5Stream source, string who, string what, params ReadOnlySpan<Mat5Type> types) => Bytes(source, who, what, 1, types);

    private byte[] Bytes(Mat5Stream source, string who, string what, int wordSize, ReadOnlySpan<Mat5Type> types)
    {
        Mat5Element element = source.ReadElement(who);
        if (!types.Contains(element.Type)) throw source.Broken(who, $"expected {what}, got an element of type {(int)element.Type}");
        return source.ReadData(element, wordSize, budget, who);
    }

    private static FileElementType Stored(Mat5Stream source, Mat5Element element, string who) => element.Type switch
    {
        Mat5Type.Int8 => FileElementType.Int8,
        Mat5Type.UInt8 or Mat5Type.Utf8 => FileElementType.UInt8,
        Mat5Type.Int16 => FileElementType.Int16,
        Mat5Type.UInt16 or Mat5Type.Utf16 => FileElementType.UInt16,
        Mat5Type.Int32 => FileElementType.Int32,
        Mat5Type.UInt32 => FileElementType.UInt32,
        Mat5Type.Single => FileElementType.Float32,
        Mat5Type.Double => FileElementType.Float64,
        Mat5Type.Int64 => FileElementType.Int64,
        Mat5Type.UInt64 => FileElementType.UInt64,
        _ => throw source.Broken(who, $"expected numbers, got an element of type {(int)element.Type}"),
    };
}
