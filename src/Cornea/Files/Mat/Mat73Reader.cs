using System.Runtime.InteropServices;

namespace Cornea.Files;

/// <summary>Reads MATLAB files of version 7.3: an HDF5 file behind a header, whose arrays have their axes the other way round.</summary>
/// <remarks>
/// An attribute says what each variable is to MATLAB. What a cell array holds lies in the group <c>#refs#</c>, and is found by address.
/// </remarks>
internal sealed class Mat73Reader
{
    private const int HeaderBytes = 512, LargestDepth = 64;
    private const string ClassName = "MATLAB_class", Empty = "MATLAB_empty", References = "#refs#", Subsystem = "#subsystem#";

    // HDF5 files of other programs have no word for it.
    private static readonly HashSet<string> Numbers = ["", "logical", "double", "single", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"];

    private readonly LoadBudget _budget;
    private readonly Dictionary<long, Hdf5Object> _referenced = [];
    private readonly string _place;

    private Mat73Reader(Hdf5Group root, string place, LoadBudget budget)
    {
        _place = place;
        _budget = budget;
        if (root.Find(References) is not { } group) return;
        foreach (Hdf5Object member in group.Members.Values) _referenced[member.Address] = member;
    }

    /// <summary>Whether an HDF5 file lies behind the header.</summary>
    public static bool IsIn(Stream stream)
    {
        byte[] signature = new byte[Hdf5Writer.Signature.Length];
        if (stream.Length < HeaderBytes + signature.Length) return false;
        stream.Position = HeaderBytes;
        return stream.ReadAtLeast(signature, signature.Length, throwOnEndOfStream: false) == signature.Length && signature.AsSpan().SequenceEqual(Hdf5Writer.Signature);
    }

    /// <summary>The variables, in the order of their names.</summary>
    public static OrderedDictionary<string, MatArray> Read(Stream stream, string place, LoadBudget budget)
    {
        var source = new ByteSource(stream, HeaderBytes, stream.Length - HeaderBytes, place); // The stream is the caller's to close.
        Hdf5Group root = Hdf5Reader.Read(source, place, budget, userBlock: HeaderBytes);
        var reader = new Mat73Reader(root, place, budget);
        var variables = new OrderedDictionary<string, MatArray>();
        foreach ((string name, Hdf5Object member) in root.Members)
            if (name is not (References or Subsystem)) variables.Add(name, reader.ReadObject(member, $"{place}, variable '{FileText.Shortened(name)}'", 0));
        return variables;
    }

    private MatArray ReadObject(Hdf5Object stored, string who, int depth)
    {
        if (depth > LargestDepth) throw new InvalidDataException($"{who}: arrays lie in each other more than {LargestDepth} deep.");
        _budget.Take(512, "one array more");
        string kind = stored.Attributes.TryGetValue(ClassName, out Hdf5Attribute? attribute) && attribute.Texts() is [var text] ? text : "";
        if (stored is Hdf5Group group) return ReadStructs(group, who, depth);
        var array = (Hdf5Array)stored;
        int[] shape = stored.Attributes.ContainsKey(Empty) ? EmptyShape(array, who) : [.. array.Shape.Reverse()];
        bool isEmpty = shape.Contains(0);
        if (kind == "cell") return MatArray.OfCells(who, shape, isEmpty ? [] : ReadReferences(array, who, depth));
        if (kind == "char") return MatArray.OfText(who, shape, isEmpty ? [] : MatNumbers.Characters(who, array.ElementType, Values(array), _budget));
        if (kind is "struct") return MatArray.OfStructs(who, shape, [], []); // Of an empty one only the sizes are there.
        if (!Numbers.Contains(kind)) return MatArray.OfOther(who, shape, kind == "function_handle" ? "a function" : "an object of a class");
        FileElementType type = kind == "logical" ? FileElementType.Bool : array.ElementType;
        if (shape.Length < 2) shape = shape.Length == 0 ? [1, 1] : [shape[0], 1];
        byte[] values = isEmpty ? [] : Values(array);
        if (kind == "logical" && !isEmpty && array.ElementType.Size() != 1) throw new InvalidDataException($"{who}: expected logical values of one byte, got {array.ElementType}.");
        if (values.Length > 0) values = AxisOrder.FromFirstFastest(values, shape, type.Size());
        var numbers = new FileArray(type, shape, values);
        return type is FileElementType.Complex64 or FileElementType.Complex128 ? MatArray.OfComplex(who, numbers) : MatArray.OfNumbers(who, numbers);
    }

    // A structure is a group of its fields; where there are several, each field is an array of references.
    private MatArray ReadStructs(Hdf5Group group, string who, int depth)
    {
        string[] fields = [.. group.Members.Keys];
        if (group.Members.Values.FirstOrDefault() is Hdf5Array first && !first.Attributes.ContainsKey(ClassName) && first.ElementType == FileElementType.UInt64)
        {
            int[] shape = [.. first.Shape.Reverse()];
            MatArray[][] columns = [.. fields.Select(field => group.Members[field] is Hdf5Array array && array.Shape.SequenceEqual(first.Shape)
                ? ReadReferences(array, $"{who}, field '{FileText.Shortened(field)}'", depth)
                : throw new InvalidDataException($"{who}: its fields are arrays of different sizes."))];
            return MatArray.OfStructs(who, shape, fields, [.. Enumerable.Range(0, columns[0].Length).SelectMany(index => columns.Select(column => column[index]))]);
        }

        return MatArray.OfStructs(who, [1, 1], fields, [.. fields.Select(field => ReadObject(group.Members[field], $"{who}, field '{FileText.Shortened(field)}'", depth + 1))]);
    }

    private MatArray[] ReadReferences(Hdf5Array array, string who, int depth)
    {
        if (array.ElementType != FileElementType.UInt64) throw new InvalidDataException($"{who}: expected references to what lies in it, got {array.ElementType}.");
        long[] addresses = MemoryMarshal.Cast<byte, long>(Values(array)).ToArray();
        return [.. addresses.Select((address, index) => _referenced.TryGetValue(address, out Hdf5Object? found)
            ? ReadObject(found, $"{who}, place {index}", depth + 1)
            : throw new InvalidDataException($"{who}: there is nothing at {address}, to which it refers."))];
    }

    // Of an empty array the sizes are stored.
    private int[] EmptyShape(Hdf5Array array, string who)
    {
        if (array.Shape.Count != 1 || array.Shape[0] is 0 or > 32) return [0, 0];
        var sizes = new FileArray(array.ElementType, [.. array.Shape], Values(array));
        int[] shape = Array.ConvertAll(sizes.ToArray<double>(), size => size is >= 0 and <= int.MaxValue ? (int)size : -1);
        return shape.Contains(0) && !shape.Contains(-1) ? shape : throw new InvalidDataException($"{who}: expected the sizes of an empty array, got {string.Join(", ", sizes.ToArray<double>())}.");
    }

    private byte[] Values(Hdf5Array array)
    {
        if (array.ByteCount > Array.MaxLength) throw new InvalidDataException($"{_place}: an array of {array.ByteCount:N0} bytes is more than is read.");
        _budget.Take(2.0 * array.ByteCount, "an array's values");
        Storage values = array.Values();
        byte[] bytes = values.Span<byte>().ToArray();
        GC.KeepAlive(values);
        return bytes;
    }
}
