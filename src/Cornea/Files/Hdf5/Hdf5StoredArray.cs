namespace Cornea.Files;

/// <summary>An array that lies in a file, which must stay open until the elements have been asked for.</summary>
/// <param name="file">The file.</param>
/// <param name="path">Where in it.</param>
/// <param name="type">How the file stores the elements.</param>
/// <param name="shape">The sizes of the axes.</param>
/// <param name="read">Puts them where they belong.</param>
internal sealed class Hdf5StoredArray(Hdf5Bytes file, Hdf5Place path, Hdf5NumberType type, int[] shape, Action<Hdf5Destination> read)
    : Hdf5Array(type.Elements, shape)
{
    public override Storage Values()
    {
        file.Budget.Take(ByteCount, $"the array '{path}'");
        Storage values = Storage.Allocate(checked((nint)ByteCount));
        CopyTo(values, ElementType);
        return values;
    }

    public override void CopyTo(Storage target, FileElementType elements) => read(new Hdf5Destination(target, elements, type));
}
