namespace Cornea.Files;

/// <summary>An array of an HDF5 file. Its values are read when they are asked for.</summary>
/// <param name="elementType">What the elements are.</param>
/// <param name="shape">The sizes of the axes.</param>
/// <param name="read">Gives the elements in the machine's byte order.</param>
internal sealed class Hdf5Array(FileElementType elementType, int[] shape, Func<byte[]> read) : Hdf5Object
{
    public FileElementType ElementType { get; } = elementType;

    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>How many bytes the elements take.</summary>
    public long ByteCount => Shape.Aggregate((long)ElementType.Size(), (bytes, size) => bytes * size);

    public FileArray Read() => new(ElementType, [.. Shape], read());
}
