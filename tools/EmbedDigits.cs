// Makes the embedded form of the digits: the pixels, then the labels, one byte each, compressed by deflate (WebAssembly has no Brotli).
//   dotnet run tools/EmbedDigits.cs digits.npz src/Cornea/Data/Resources/digits.deflate
// digits.npz holds images.npy (1797, 8, 8) and labels.npy (1797,), both UInt8.
using System.IO.Compression;

const int Count = 1797;

using ZipArchive source = ZipFile.OpenRead(args[0]);
byte[] embedded = [.. Last("images.npy", Count * 64), .. Last("labels.npy", Count)];
using var compressed = new MemoryStream();
using (var deflate = new DeflateStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(embedded);
File.WriteAllBytes(args[1], compressed.ToArray());
Console.WriteLine($"{embedded.Length:N0} bytes in {compressed.Length:N0}");

// The elements of a .npy file are its last bytes.
byte[] Last(string entry, int bytes)
{
    using Stream stream = source.GetEntry(entry)!.Open();
    using var memory = new MemoryStream();
    stream.CopyTo(memory);
    return memory.ToArray()[^bytes..];
}
