namespace Cornea.Data;

/// <summary>A file of a data set as its publishers offer it.</summary>
/// <param name="Name">Its name, on the server and in the cache.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal.</param>
internal sealed record DatasetFile(string Name, long Bytes, string Sha256);
