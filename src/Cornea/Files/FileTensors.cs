namespace Cornea.Files;

/// <summary>Arrays of files as tensors, and back.</summary>
internal static class FileTensors
{
    /// <summary>The array as a tensor: of its own type, or of the next wider one that tensors have.</summary>
    /// <exception cref="InvalidDataException">The elements are complex, or an unsigned one is too large for Int64.</exception>
    public static Tensor ToTensor(this FileArray array, string place)
    {
        DType dtype = array.ElementType switch
        {
            FileElementType.Bool => DType.Bool,
            FileElementType.UInt8 => DType.UInt8,
            FileElementType.Int8 or FileElementType.Int16 or FileElementType.UInt16 or FileElementType.Int32 => DType.Int32,
            FileElementType.UInt32 or FileElementType.Int64 or FileElementType.UInt64 => DType.Int64,
            FileElementType.Float16 or FileElementType.Float32 => DType.Float32,
            FileElementType.Float64 => DType.Float64,
            _ => throw new InvalidDataException($"{place}: expected numbers, got {array}."),
        };
        if (array.Shape.ToArray().Aggregate(1.0, (product, size) => product * Math.Max(size, 1)) > long.MaxValue / 16)
            throw new InvalidDataException($"{place}: a tensor of shape {FileArray.Describe(array.Shape)} can't be, empty as it is.");
        try
        {
            return Tensor.Of(ToStorage(array, dtype), new TensorSpec(new Shape(array.Shape.ToArray()), dtype));
        }
        catch (OverflowException error)
        {
            throw new InvalidDataException($"{place}: a value is too large for {dtype}.", error);
        }
    }

    /// <summary>The array's elements as those of a dtype.</summary>
    /// <exception cref="OverflowException">One is too large for it.</exception>
    public static Storage ToStorage(FileArray array, DType dtype)
    {
        Storage storage = Storage.Allocate(checked((nint)array.Count * dtype.Size));
        ElementConversion.Convert(array.ElementType, array.Bytes, TypeOf(dtype), storage.Span<byte>());
        return storage;
    }

    /// <summary>The tensor's values as a file's array. Computes.</summary>
    public static FileArray ToFileArray(this Tensor tensor) => new(TypeOf(tensor.DType), [.. tensor.Shape], BytesOf(tensor));

    /// <summary>A copy of the tensor's values. Computes.</summary>
    public static byte[] BytesOf(Tensor tensor)
    {
        Storage storage = tensor.Evaluate();
        byte[] bytes = storage.Span<byte>().ToArray();
        GC.KeepAlive(storage);
        return bytes;
    }

    /// <summary>How a file calls the elements of a dtype.</summary>
    public static FileElementType TypeOf(DType dtype) =>
        dtype == DType.Float32 ? FileElementType.Float32
        : dtype == DType.Float64 ? FileElementType.Float64
        : dtype == DType.Int32 ? FileElementType.Int32
        : dtype == DType.Int64 ? FileElementType.Int64
        : dtype == DType.Bool ? FileElementType.Bool
        : FileElementType.UInt8;
}
