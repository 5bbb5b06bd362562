using System.Runtime.InteropServices;

namespace Cornea.Files;

/// <summary>A MATLAB variable, which is always an array: of numbers, of characters, of other variables.</summary>
/// <remarks>The shape is MATLAB's, of two axes at least; what lies in it is in the order of rows, the last axis fastest, as NumPy has it.</remarks>
public sealed class MatArray
{
    private readonly string _place;
    private readonly string _description;
    private readonly FileArray? _numbers;
    private readonly string[] _texts = [];
    private readonly MatArray[] _items = [];
    private readonly string[] _fields = [];

    private MatArray(string place, MatKind kind, int[] shape, string description) => (_place, Kind, Shape, _description) = (place, kind, new Shape(shape), description);

    private MatArray(string place, FileArray numbers, MatKind kind)
        : this(place, kind, numbers.Shape.ToArray(), kind == MatKind.Complex ? "complex numbers" : "numbers") => _numbers = numbers;

    private MatArray(string place, MatKind kind, int[] shape, string description, MatArray[] items)
        : this(place, kind, shape, description) => _items = items;

    private MatArray(string place, int[] shape, string[] texts)
        : this(place, MatKind.Text, shape, "text") => _texts = texts;

    private MatArray(string place, int[] shape, string[] fields, MatArray[] values)
        : this(place, MatKind.Struct, shape, "a structure")
    {
        _fields = fields;
        _items = values;
    }

    /// <summary>What it is.</summary>
    public MatKind Kind { get; }

    /// <summary>Its sizes.</summary>
    public Shape Shape { get; }

    /// <summary>The names of a structure's fields; none of anything else.</summary>
    public IReadOnlyList<string> FieldNames => _fields;

    /// <summary>What lies in a cell array; of an array of structures each one of them. In the order of rows.</summary>
    /// <exception cref="InvalidOperationException">It's neither.</exception>
    public IReadOnlyList<MatArray> Items => Kind switch
    {
        MatKind.Cell => _items,
        MatKind.Struct when _fields.Length == 0 => [.. Enumerable.Repeat(this, (int)Shape.ElementCount)],
        MatKind.Struct => [.. _items.Chunk(_fields.Length).Select(values => new MatArray(_place, [1, 1], _fields, values))],
        _ => throw Not("a cell array or structures"),
    };

    /// <summary>A field of a single structure.</summary>
    /// <exception cref="InvalidOperationException">It's no structure, or an array of several: take one of <see cref="Items"/> first.</exception>
    /// <exception cref="KeyNotFoundException">There is no such field; the message lists those there are.</exception>
    public MatArray this[string field]
    {
        get
        {
            if (Kind != MatKind.Struct) throw Not("a structure");
            if (Shape.ElementCount != 1) throw new InvalidOperationException($"{_place}: is an array of structures {Shape}; take one of its Items first.");
            int index = Array.IndexOf(_fields, field);
            return index >= 0 ? _items[index] : throw new KeyNotFoundException($"{_place}: there is no field '{field}'; there are {(_fields.Length == 0 ? "none" : FileText.List(_fields))}.");
        }
    }

    /// <summary>The numbers. Logical values are of dtype bool; of types that tensors don't have, the next wider one is taken.</summary>
    /// <exception cref="InvalidOperationException">It holds something else.</exception>
    /// <exception cref="InvalidDataException">A whole number is too large for int64.</exception>
    public Tensor ToTensor() => Kind == MatKind.Numbers ? _numbers!.ToTensor(_place)
        : throw (Kind == MatKind.Complex ? new InvalidOperationException($"{_place}: holds complex numbers; ToComplex gives them.") : Not("numbers"));

    /// <summary>The complex numbers; real ones have no imaginary part.</summary>
    /// <exception cref="InvalidOperationException">It holds something else than numbers.</exception>
    public ComplexTensor ToComplex()
    {
        if (Kind == MatKind.Numbers) return ToTensor();
        if (Kind != MatKind.Complex) throw Not("complex numbers");
        return _numbers!.ElementType == FileElementType.Complex64 ? Parts<float>() : Parts<double>();

        ComplexTensor Parts<T>()
            where T : unmanaged
        {
            ReadOnlySpan<T> pairs = MemoryMarshal.Cast<byte, T>(_numbers.Bytes);
            T[] real = new T[pairs.Length / 2], imaginary = new T[pairs.Length / 2];
            for (int index = 0; index < real.Length; index++) (real[index], imaginary[index]) = (pairs[2 * index], pairs[(2 * index) + 1]);
            return new ComplexTensor(Tensor.From(real, Shape), Tensor.From(imaginary, Shape));
        }
    }

    /// <summary>The texts, one for each row of characters; of a cell array of texts each of them.</summary>
    /// <exception cref="InvalidOperationException">It holds something else.</exception>
    public string[] ToTexts() => Kind == MatKind.Text ? [.. _texts]
        : Kind == MatKind.Cell && Array.TrueForAll(_items, item => item.Kind == MatKind.Text) ? [.. _items.Select(item => string.Join('\n', item._texts))]
        : throw Not("text");

    /// <summary>What it is and its shape, such as <c>numbers uint8 (28, 28, 12)</c>.</summary>
    public override string ToString() => _numbers is null ? $"{_description} {Shape}" : $"{_description} {_numbers.ElementType} {Shape}";

    internal static MatArray OfNumbers(string place, FileArray numbers) => new(place, numbers, MatKind.Numbers);

    internal static MatArray OfComplex(string place, FileArray numbers) => new(place, numbers, MatKind.Complex);

    /// <summary>Text of characters in MATLAB's order, the first axis fastest.</summary>
    internal static MatArray OfText(string place, int[] shape, ReadOnlySpan<char> characters)
    {
        int rows = shape.Length == 0 ? 0 : characters.Length == 0 ? Math.Min(shape[0], 1) : shape[0]; // Rows of nothing can be as many as a file likes to say.
        int columns = rows == 0 ? 0 : characters.Length / rows;
        var texts = new string[rows];
        char[] row = new char[columns];
        for (int index = 0; index < rows; index++)
        {
            for (int column = 0; column < columns; column++) row[column] = characters[(column * rows) + index];
            texts[index] = new string(row);
        }

        return new MatArray(place, shape, texts);
    }

    internal static MatArray OfCells(string place, int[] shape, MatArray[] items) => new(place, MatKind.Cell, shape, "a cell array", InRows(items, shape, 1));

    /// <summary>Structures whose values are given one structure after the other, in MATLAB's order.</summary>
    internal static MatArray OfStructs(string place, int[] shape, string[] fields, MatArray[] values) => new(place, shape, fields, InRows(values, shape, fields.Length));

    internal static MatArray OfOther(string place, int[] shape, string description) => new(place, MatKind.Other, shape, description);

    // From MATLAB's order to that of rows; each element is a group of so many.
    private static MatArray[] InRows(MatArray[] items, int[] shape, int group)
    {
        if (group == 0) return items;
        var order = new int[items.Length / group];
        for (int index = 0; index < order.Length; index++) order[index] = index;
        byte[] sorted = AxisOrder.FromFirstFastest(MemoryMarshal.AsBytes(order.AsSpan()), shape, sizeof(int));
        return [.. MemoryMarshal.Cast<byte, int>(sorted).ToArray().SelectMany(index => items.AsSpan(index * group, group).ToArray())];
    }

    private InvalidOperationException Not(string wanted) => new($"{_place}: expected {wanted}, it is {this}.");
}
