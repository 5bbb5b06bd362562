namespace Cornea.Files;

/// <summary>An array that is to be written.</summary>
/// <param name="elementType">What the elements are.</param>
/// <param name="shape">The sizes of the axes.</param>
/// <param name="values">Gives the elements when their turn has come.</param>
internal sealed class Hdf5GivenArray(FileElementType elementType, int[] shape, Func<Storage> values) : Hdf5Array(elementType, shape)
{
    public override Storage Values() => values();

    public override void CopyTo(Storage target, FileElementType type)
    {
        Storage from = Values();
        ElementConversion.Convert(ElementType, from.Span<byte>(), type, target.Span<byte>());
        GC.KeepAlive(from);
    }
}
