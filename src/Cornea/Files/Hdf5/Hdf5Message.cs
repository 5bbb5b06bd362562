namespace Cornea.Files;

/// <summary>A message of an HDF5 object's header: what kind, and where its bytes lie.</summary>
internal readonly record struct Hdf5Message(Hdf5MessageType Type, long Offset, int Size, bool IsShared)
{
    public long End => Offset + Size;
}
