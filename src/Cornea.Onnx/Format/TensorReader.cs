using System.Globalization;
using Cornea.Files;
using System.Runtime.InteropServices;

namespace Cornea.Onnx;

/// <summary>Makes tensors of a file's arrays: from numbers in its fields, from raw bytes at their place, or from a file beside.</summary>
/// <param name="path">The model's file.</param>
/// <param name="budget">What all arrays together may take.</param>
internal sealed class TensorReader(string path, MemoryBudget budget)
{
    private const int Piece = 1 << 24; // Elements.

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
            if (beside is not null) return Stored(proto.Type, beside, Offset(proto, beside, bytes, who), shape);
            return proto.Raw is { } place ? Stored(proto.Type, path, place.End - bytes, shape) : OfNumbers(proto, shape);
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

    private static Tensor Stored(ElementType type, string file, long start, Shape shape)
    {
        long count = shape.ElementCount;
        return type switch
        {
            ElementType.Float => Tensor.From(Stored<float>(file, start, count), shape),
            ElementType.Double => Tensor.From(Stored<double>(file, start, count), shape),
            ElementType.Int32 => Tensor.From(Stored<int>(file, start, count), shape),
            ElementType.Int64 or ElementType.UInt64 => Tensor.From(Stored<long>(file, start, count), shape),
            ElementType.UInt8 => Tensor.From(Stored<byte>(file, start, count), shape),
            ElementType.Bool => Tensor.From(Array.ConvertAll(Stored<byte>(file, start, count), value => value != 0), shape),
            ElementType.Int8 => Tensor.From(Array.ConvertAll(Stored<sbyte>(file, start, count), value => (int)value), shape),
            ElementType.Int16 => Tensor.From(Array.ConvertAll(Stored<short>(file, start, count), value => (int)value), shape),
            ElementType.UInt16 => Tensor.From(Array.ConvertAll(Stored<ushort>(file, start, count), value => (int)value), shape),
            ElementType.UInt32 => Tensor.From(Array.ConvertAll(Stored<uint>(file, start, count), value => (long)value), shape),
            ElementType.Float16 => Tensor.From(Array.ConvertAll(Stored<Half>(file, start, count), value => (float)value), shape),
            _ => Tensor.From(Array.ConvertAll(Stored<ushort>(file, start, count), OfBFloat16), shape),
        };
    }

    private static float OfBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    // How many bytes follow the number that says so; it may be written longer than it need be.
    private long RawLength((long Start, long End) place)
    {
        byte[] head = Stored<byte>(path, place.Start, Math.Min(10, place.End - place.Start));
        int digits = 1 + Array.FindIndex(head, value => value < 0x80);
        return place.End - place.Start - digits;
    }

    // By pieces: a span of bytes ends at 2 GiB, an array needn't.
    private static T[] Stored<T>(string file, long start, long count)
        where T : unmanaged
    {
        T[] values = GC.AllocateUninitializedArray<T>(checked((int)count));
        if (count == 0) return values; // A pipe has no length, so it's never opened.
        using FileStream stream = File.OpenRead(file);
        stream.Position = start;
        for (int first = 0; first < values.Length; first += Piece)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan(first, Math.Min(Piece, values.Length - first)));
            stream.ReadExactly(bytes);
            if (!BitConverter.IsLittleEndian)
                for (int at = 0; at < bytes.Length; at += Marshal.SizeOf<T>()) bytes.Slice(at, Marshal.SizeOf<T>()).Reverse();
        }

        return values;
    }

    private string External(TensorProto proto, string who)
    {
        string location = proto.External.GetValueOrDefault("location", "");
        string file = FileBeside.Find(path, location, out string problem) ?? throw Wrong(who, $"its numbers lie in '{NodeProto.Shortened(location)}'{problem}");
        budget.Count(file);
        return file;
    }

    private long Offset(TensorProto proto, string file, long bytes, string who)
    {
        long offset = Number(proto, "offset", 0, who), length = Number(proto, "length", bytes, who), available = new FileInfo(file).Length;
        if (length != bytes || offset > available - bytes)
            throw Wrong(who, $"{bytes:N0} bytes from {offset:N0} are wanted of '{Path.GetFileName(file)}' ({length:N0} are declared), which has {available:N0}");
        return offset;
    }

    private long Number(TensorProto proto, string key, long otherwise, string who) => !proto.External.TryGetValue(key, out string? text) ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw Wrong(who, $"expected a number as {key} of its numbers, got '{NodeProto.Shortened(text)}'");

    private InvalidDataException Wrong(string who, string what) => new($"{path}: {who}: {what}");
}
