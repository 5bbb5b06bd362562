namespace Cornea.Files;

/// <summary>A group or an array of an HDF5 file.</summary>
internal abstract class Hdf5Object;
