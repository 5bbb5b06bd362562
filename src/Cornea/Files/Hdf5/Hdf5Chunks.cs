using System.Buffers.Binary;
using System.IO.Compression;

namespace Cornea.Files;

/// <summary>Reads the chunks of an HDF5 array: a B-tree says where each lies, and each is taken through its filters backwards.</summary>
/// <remarks>Each place of the grid is read once at most, and all chunks together aren't longer than the file: overlapping ones are a broken file.</remarks>
internal sealed class Hdf5Chunks(Hdf5Bytes file, Hdf5Place path, int elementSize, int[] shape, int[] chunk, List<int> filters)
{
    private const int LargestTreeDepth = 16;
    private const int ChecksumBytes = 4;

    private readonly int _chunkBytes = (int)FileLimits.ArrayBytes(FileElementType.UInt8, chunk, Array.MaxLength / (2 * elementSize), $"a chunk of '{path}'") * elementSize;

    /// <summary>Writes the chunks that there are over the values.</summary>
    /// <param name="tree">Where the tree begins; undefined when nothing was ever written.</param>
    /// <param name="values">Where they go.</param>
    public void Read(long tree, Hdf5Destination values)
    {
        var nodes = new HashSet<long>();
        var places = new HashSet<long>();
        long storedBytes = 0;
        int keyBytes = 8 + (8 * (shape.Length + 1));
        if (tree != Hdf5Bytes.Undefined) Node(tree, LargestTreeDepth);

        void Node(long address, int depth)
        {
            if (depth == 0 || !nodes.Add(address)) throw file.Broken(address, $"the chunks of '{path}' go round in a circle");
            file.Signature(address, "TREE"u8);
            if (file.Byte(address + 4) != 1) throw file.Broken(address, "expected a tree of chunks");
            int level = file.Byte(address + 5), count = file.UInt16(address + 6);
            Count(address, 24 + (count * (keyBytes + 8L)));
            for (int index = 0; index < count; index++)
            {
                long key = address + 24 + (index * (keyBytes + 8L)), child = file.UInt64(key + keyBytes);
                if (level > 0) Node(child, depth - 1);
                else Chunk(key, child);
            }
        }

        void Count(long address, long bytes)
        {
            storedBytes += bytes;
            if (storedBytes > file.Length) throw file.Broken(address, $"the chunks of '{path}' overlap each other");
        }

        void Chunk(long key, long address)
        {
            long stored = file.UInt32(key), mask = file.UInt32(key + 4), place = 0;
            Count(address, stored);
            var origin = new long[shape.Length];
            for (int axis = 0; axis < origin.Length; axis++)
            {
                origin[axis] = file.UInt64(key + 8 + (axis * 8));
                if (origin[axis] < 0 || origin[axis] >= shape[axis]) throw file.Broken(key, $"a chunk of '{path}' lies outside the array");
                if (origin[axis] % chunk[axis] != 0) throw file.Broken(key, $"a chunk of '{path}' lies beside the grid");
                place = (place * (((shape[axis] - 1L) / chunk[axis]) + 1)) + (origin[axis] / chunk[axis]); // Below the number of elements.
            }

            if (!places.Add(place)) throw file.Broken(key, $"a chunk of '{path}' stands twice");
            if (stored > Array.MaxLength) throw file.Broken(key, $"a chunk of '{path}' has {stored:N0} bytes");
            file.Check(address, stored);
            file.Budget.Take((double)_chunkBytes + stored, $"a chunk of '{path}'");
            byte[] bytes = new byte[stored];
            file.Read(address, bytes);
            Place(Unfiltered(bytes, mask, address), origin, values);
        }
    }

    // Row by row: the last axis lies in one piece.
    private void Place(Span<byte> from, long[] origin, Hdf5Destination values)
    {
        int last = shape.Length - 1;
        if (last < 0)
        {
            values.Put(0, from);
            return;
        }

        var at = new int[shape.Length];
        int row = (int)Math.Min(chunk[last], shape[last] - origin[last]) * elementSize;
        while (true)
        {
            long source = 0, target = 0;
            for (int axis = 0; axis <= last; axis++)
            {
                source = (source * chunk[axis]) + at[axis];
                target = (target * shape[axis]) + origin[axis] + at[axis];
            }

            values.Put(target, from.Slice((int)(source * elementSize), row));
            int next = last - 1;
            while (next >= 0 && (++at[next] == chunk[next] || origin[next] + at[next] == shape[next])) at[next--] = 0;
            if (next < 0) return;
        }
    }

    private Span<byte> Unfiltered(byte[] stored, long mask, long address)
    {
        Span<byte> values = stored;
        for (int index = filters.Count - 1; index >= 0; index--)
        {
            if (index < 32 && (mask >> index & 1) != 0) continue;
            values = filters[index] switch
            {
                1 => Inflate(values, address),
                2 => Unshuffle(values),
                _ => Checked(values, address),
            };
        }

        return values.Length == _chunkBytes ? values : throw Short(address);
    }

    private InvalidDataException Short(long address) => file.Broken(address, $"a chunk of '{path}' isn't {_chunkBytes:N0} bytes long");

    private Span<byte> Checked(Span<byte> values, long address)
    {
        if (values.Length < ChecksumBytes) throw Short(address);
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(values[^ChecksumBytes..]), found = Fletcher32.Of(values[..^ChecksumBytes]);
        return expected == found || expected == Fletcher32.Exchanged(found) ? values[..^ChecksumBytes]
            : throw file.Broken(address, $"the checksum of a chunk of '{path}' is wrong; the file is damaged");
    }

    private Span<byte> Inflate(ReadOnlySpan<byte> packed, long address)
    {
        // A byte more than a whole chunk and its checksums is enough to see that it's too long.
        byte[] result = new byte[_chunkBytes + (filters.Count * ChecksumBytes) + 1];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            int read = stream.ReadAtLeast(result, result.Length, throwOnEndOfStream: false);
            return result.AsSpan(0, read);
        }
        catch (InvalidDataException error)
        {
            throw file.Broken(address, $"a chunk of '{path}' can't be decompressed: {error.Message.TrimEnd('.')}");
        }
    }

    private byte[] Unshuffle(ReadOnlySpan<byte> shuffled)
    {
        int count = shuffled.Length / elementSize;
        byte[] result = new byte[shuffled.Length];
        for (int part = 0; part < elementSize; part++)
            for (int element = 0; element < count; element++) result[(element * elementSize) + part] = shuffled[(part * count) + element];
        shuffled[(count * elementSize)..].CopyTo(result.AsSpan(count * elementSize));
        return result;
    }
}
