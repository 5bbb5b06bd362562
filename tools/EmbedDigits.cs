// Makes the embedded form of the digits: the pixels, then the labels, one byte each, compressed by Brotli.
//   dotnet run tools/EmbedDigits.cs digits.npz src/Cornea/Data/Resources/digits.br
// digits.npz holds images.npy (1797, 8, 8) and labels.npy (1797,), both UInt8.
using System.IO.Compression;

const int Count = 1797;

using ZipArchive source = ZipFile.OpenRead(args[0]);
byte[] embedded = [.. Last("images.npy", Count * 64), .. Last("labels.npy", Count)];
byte[] compressed = new byte[BrotliEncoder.GetMaxCompressedLength(embedded.Length)];
if (!BrotliEncoder.TryCompress(embedded, compressed, out int length, quality: 11, window: 18))
    throw new InvalidOperationException("Brotli failed.");
File.WriteAllBytes(args[1], compressed[..length]);
Console.WriteLine($"{embedded.Length:N0} bytes in {length:N0}");

// The elements of a .npy file are its last bytes.
byte[] Last(string entry, int bytes)
{
    using Stream stream = source.GetEntry(entry)!.Open();
    using var memory = new MemoryStream();
    stream.CopyTo(memory);
    return memory.ToArray()[^bytes..];
}
