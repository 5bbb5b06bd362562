namespace Cornea.Files;

/// <summary>An entry of a zip archive, as the directory at the archive's end describes it.</summary>
/// <param name="Name">Its name; it never becomes a path.</param>
/// <param name="Start">Where its own header begins.</param>
/// <param name="StoredBytes">How many bytes it takes in the archive.</param>
/// <param name="Bytes">How many it has unpacked, as it declares.</param>
/// <param name="Method">How it is compressed: 0 not at all, 8 by deflate.</param>
/// <param name="Flags">Bit 0: encrypted; bit 3: sizes follow the data.</param>
/// <param name="Crc">The checksum of what it has unpacked.</param>
internal sealed record ZipEntry(string Name, long Start, long StoredBytes, long Bytes, int Method, int Flags, uint Crc)
{
    public bool IsEncrypted => (Flags & 1) != 0;
}
