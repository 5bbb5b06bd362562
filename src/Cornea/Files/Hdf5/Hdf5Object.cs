namespace Cornea.Files;

/// <summary>A group or an array of an HDF5 file, with its attributes.</summary>
internal abstract class Hdf5Object
{
    /// <summary>Small data with a name.</summary>
    public SortedDictionary<string, Hdf5Attribute> Attributes { get; } = new(StringComparer.Ordinal);
}
