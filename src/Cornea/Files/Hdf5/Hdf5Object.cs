namespace Cornea.Files;

/// <summary>A group or an array of an HDF5 file, with its attributes.</summary>
internal abstract class Hdf5Object
{
    /// <summary>Where it lies in the file it was read from, which references to it say.</summary>
    public long Address { get; set; }

    /// <summary>Small data with a name.</summary>
    public SortedDictionary<string, Hdf5Attribute> Attributes { get; } = new(StringComparer.Ordinal);
}
