using System.Buffers.Binary;
using System.IO.Compression;

namespace Cornea.Tests.Fuzz;

/// <summary>Changes MATLAB files: any bytes, those of what is compressed, or the HDF5 file of version 7.3.</summary>
internal static class MatMutator
{
    private const int Header = 128, Hdf5Header = 512, Tag = 8, Compressed = 15;

    public static byte[] Mutate(Random random, byte[] whole)
    {
        if (whole.Length > Hdf5Header && whole.AsSpan(Hdf5Header + 1, 3).SequenceEqual("HDF"u8)) return [.. whole[..Hdf5Header], .. ByteMutator.Mutate(random, whole[Hdf5Header..])];
        bool isPacked = whole.Length > Header + Tag && BinaryPrimitives.ReadInt32LittleEndian(whole.AsSpan(Header)) == Compressed;
        return isPacked && random.Next(5) > 0 ? Repacked(random, whole) : ByteMutator.Mutate(random, whole, most: random.Next(3) == 0 ? int.MaxValue : 400);
    }

    // One of the variables, or several, are changed within.
    private static byte[] Repacked(Random random, byte[] whole)
    {
        using var result = new MemoryStream();
        result.Write(whole.AsSpan(0, Header));
        byte[] tag = new byte[Tag];
        for (int at = Header; at + Tag <= whole.Length;)
        {
            int size = BinaryPrimitives.ReadInt32LittleEndian(whole.AsSpan(at + 4));
            using var content = new MemoryStream();
            using (var unpacked = new ZLibStream(new MemoryStream(whole, at + Tag, size), CompressionMode.Decompress)) unpacked.CopyTo(content);
            byte[] bytes = random.Next(3) == 0 ? ByteMutator.Mutate(random, content.ToArray(), most: random.Next(4) == 0 ? int.MaxValue : 160) : content.ToArray();
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(bytes);
            BinaryPrimitives.WriteInt32LittleEndian(tag, Compressed);
            BinaryPrimitives.WriteInt32LittleEndian(tag.AsSpan(4), (int)packed.Length);
            result.Write(tag);
            result.Write(packed.ToArray());
            at += Tag + size;
        }

        return result.ToArray();
    }
}
