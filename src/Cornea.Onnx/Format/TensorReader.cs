using System.Globalization;
using Cornea.Files;
using System.Runtime.InteropServices;

namespace Cornea.Onnx;

/// <summary>Makes tensors of a file's arrays: from numbers in its fields, from raw bytes at their place, or from a file beside.</summary>
/// <param name="path">The model's file.</param>
/// <param name="budget">What all arrays together may take.</param>
internal sealed class TensorReader(string path, MemoryBudget budget)
{
    /// <summary>The tensor of an array.</summary>
    /// <exception cref="InvalidDataException">Its shape, its type or its numbers are wrong.</exception>
    public Tensor Read(TensorProto proto)
    {
        string who = $"array '{NodeProto.Shortened(proto.Name)}'";
        try
        {
            Shape shape = ShapeOf(proto, who);
            DType dtype = proto.Type.ToDType();
            long count = shape.ElementCount, bytes = checked(count * proto.Type.Size());
            long given = proto.IsExternal ? bytes : proto.Raw is { } raw ? RawLength(raw) : bytes;
            if (given != bytes) throw Wrong(who, $"{proto.Type} {shape} takes {bytes:N0} bytes, but there are {given:N0}");
            if (!proto.IsExternal && proto.Raw is null) CheckNumbers(proto, count, shape, who);
            string? beside = proto.IsExternal ? External(proto, who) : null;
            budget.Take(count * (double)dtype.Size, who);
            if (beside is not null) return Convert(proto.Type, Beside(proto, beside, bytes, who), shape);
            return proto.Raw is { } place ? Convert(proto.Type, Stored(path, place.End - bytes, bytes), shape) : OfNumbers(proto, shape);
        }
        catch (Exception error) when (error is ShapeException or OverflowException or EndOfStreamException or FormatException)
        {
            throw Wrong(who, error.Message);
        }
        catch (InvalidDataException error) when (!error.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw Wrong(who, error.Message);
        }
    }

    private static Shape ShapeOf(TensorProto proto, string who)
    {
        if (proto.Dims.Count > 32) throw new ShapeException($"{proto.Dims.Count} axes are too many.");
        foreach (long size in proto.Dims)
            if (size is < 0 or > int.MaxValue) throw new ShapeException($"{who} has an axis of size {size:N0}; expected 0 to {int.MaxValue:N0}.");
        return [.. proto.Dims.Select(size => (int)size)];
    }

    private void CheckNumbers(TensorProto proto, long count, Shape shape, string who)
    {
        int given = proto.Type switch
        {
            ElementType.Float => proto.Floats.Count,
            ElementType.Double => proto.Doubles.Count,
            _ => proto.Integers.Count,
        };
        if (given != count) throw Wrong(who, $"{proto.Type} {shape} has {count:N0} elements, but there are {given:N0}");
    }

    private static Tensor OfNumbers(TensorProto proto, Shape shape) => proto.Type switch
    {
        ElementType.Float => Tensor.From(CollectionsMarshal.AsSpan(proto.Floats), shape),
        ElementType.Double => Tensor.From(CollectionsMarshal.AsSpan(proto.Doubles), shape),
        ElementType.Int64 or ElementType.UInt32 or ElementType.UInt64 => Tensor.From(CollectionsMarshal.AsSpan(proto.Integers), shape),
        ElementType.UInt8 => Tensor.From([.. proto.Integers.Select(number => (byte)number)], shape),
        ElementType.Bool => Tensor.From([.. proto.Integers.Select(number => number != 0)], shape),
        ElementType.Float16 => Tensor.From([.. proto.Integers.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))], shape),
        ElementType.BFloat16 => Tensor.From([.. proto.Integers.Select(bits => OfBFloat16((ushort)bits))], shape),
        _ => Tensor.From([.. proto.Integers.Select(number => (int)number)], shape),
    };

    private static Tensor Convert(ElementType type, byte[] bytes, Shape shape)
    {
        if (!BitConverter.IsLittleEndian) Reverse(bytes, type.Size());
        ReadOnlySpan<byte> span = bytes;
        return type switch
        {
            ElementType.Float => Tensor.From(MemoryMarshal.Cast<byte, float>(span), shape),
            ElementType.Double => Tensor.From(MemoryMarshal.Cast<byte, double>(span), shape),
            ElementType.Int32 => Tensor.From(MemoryMarshal.Cast<byte, int>(span), shape),
            ElementType.Int64 or ElementType.UInt64 => Tensor.From(MemoryMarshal.Cast<byte, long>(span), shape),
            ElementType.UInt8 => Tensor.From(span, shape),
            ElementType.Bool => Tensor.From(Array.ConvertAll(bytes, value => value != 0), shape),
            ElementType.Int8 => Tensor.From(Array.ConvertAll(bytes, value => (int)(sbyte)value), shape),
            ElementType.Int16 => Widened<short, int>(span, value => value, shape),
            ElementType.UInt16 => Widened<ushort, int>(span, value => value, shape),
            ElementType.UInt32 => Widened<uint, long>(span, value => value, shape),
            ElementType.Float16 => Widened<Half, float>(span, value => (float)value, shape),
            _ => Widened<ushort, float>(span, OfBFloat16, shape),
        };
    }

    private static Tensor Widened<TFrom, TTo>(ReadOnlySpan<byte> bytes, Func<TFrom, TTo> convert, Shape shape)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        ReadOnlySpan<TFrom> values = MemoryMarshal.Cast<byte, TFrom>(bytes);
        var result = new TTo[values.Length];
        for (int index = 0; index < result.Length; index++) result[index] = convert(values[index]);
        return Tensor.From(result, shape);
    }

    private static float OfBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static void Reverse(byte[] bytes, int size)
    {
        for (int start = 0; start < bytes.Length; start += size) bytes.AsSpan(start, size).Reverse();
    }

    // How many bytes follow the number that says so; it may be written longer than it need be.
    private long RawLength((long Start, long End) place)
    {
        byte[] head = Stored(path, place.Start, Math.Min(10, place.End - place.Start));
        int digits = 1 + Array.FindIndex(head, value => value < 0x80);
        return place.End - place.Start - digits;
    }

    private static byte[] Stored(string file, long start, long count)
    {
        using FileStream stream = File.OpenRead(file);
        stream.Position = start;
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)count));
        stream.ReadExactly(bytes);
        return bytes;
    }

    private string External(TensorProto proto, string who)
    {
        string location = proto.External.GetValueOrDefault("location", "");
        string file = FileBeside.Find(path, location, out string problem) ?? throw Wrong(who, $"its numbers lie in '{NodeProto.Shortened(location)}'{problem}");
        budget.Count(file);
        return file;
    }

    private byte[] Beside(TensorProto proto, string file, long bytes, string who)
    {
        long offset = Number(proto, "offset", 0, who), length = Number(proto, "length", bytes, who), available = new FileInfo(file).Length;
        if (length != bytes || offset > available - bytes)
            throw Wrong(who, $"{bytes:N0} bytes from {offset:N0} are wanted of '{Path.GetFileName(file)}' ({length:N0} are declared), which has {available:N0}");
        return bytes == 0 ? [] : Stored(file, offset, bytes); // A pipe has no length, so it's never opened.
    }

    private long Number(TensorProto proto, string key, long otherwise, string who) => !proto.External.TryGetValue(key, out string? text) ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw Wrong(who, $"expected a number as {key} of its numbers, got '{NodeProto.Shortened(text)}'");

    private InvalidDataException Wrong(string who, string what) => new($"{path}: {who}: {what}");
}
