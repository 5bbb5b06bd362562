namespace Cornea.Files;

/// <summary>An array of an HDF5 file: one that lies in a file and is read when it's asked for, or one that is to be written.</summary>
/// <param name="elementType">What the elements are.</param>
/// <param name="shape">The sizes of the axes.</param>
internal abstract class Hdf5Array(FileElementType elementType, int[] shape) : Hdf5Object, IFileValues
{
    public FileElementType ElementType { get; } = elementType;

    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>Whether the elements, of two bytes, are the upper halves of Float32.</summary>
    public virtual bool IsBFloat16 => false;

    /// <summary>How many bytes the elements take.</summary>
    public long ByteCount => Shape.Contains(0) ? 0 : Shape.Aggregate((long)ElementType.Size(), (bytes, size) => checked(bytes * size));

    /// <summary>The elements, as they are and in the machine's byte order.</summary>
    public abstract Storage Values();

    /// <inheritdoc/>
    public abstract void CopyTo(Storage target, FileElementType type);

    /// <summary>A small array as a whole.</summary>
    public FileArray Read()
    {
        Storage values = Values();
        var array = new FileArray(ElementType, [.. Shape], values.Span<byte>().ToArray());
        GC.KeepAlive(values);
        return array;
    }
}
