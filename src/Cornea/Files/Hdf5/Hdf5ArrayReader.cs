using System.IO.Compression;

namespace Cornea.Files;

/// <summary>Reads an array of an HDF5 file: its type, its shape, and its values in one piece or in chunks.</summary>
internal sealed class Hdf5ArrayReader(Hdf5Bytes file, string path)
{
    private const int LargestRank = 32;
    private const int LargestTreeDepth = 16;

    public Hdf5Array Read(List<Hdf5Message> messages, long address)
    {
        if (messages.Exists(message => message.Type == Hdf5MessageType.ExternalFiles))
            throw file.Refused($"'{path}' keeps its values in other files; only what lies in the file itself is read");
        FileElementType type = ReadType(Only(Hdf5MessageType.Datatype), out bool isBigEndian);
        int[] shape = ReadShape(Only(Hdf5MessageType.Dataspace));
        int bytes = FileLimits.ArrayBytes(type, shape, file.Length * 1032L, $"'{path}'");
        Hdf5Message layout = Only(Hdf5MessageType.Layout);
        List<int> filters = messages.Exists(message => message.Type == Hdf5MessageType.Filters) ? ReadFilters(Only(Hdf5MessageType.Filters)) : [];
        Func<byte[]> read = Reader(layout, type, shape, bytes, filters);
        return new Hdf5Array(type, shape, isBigEndian ? () => Turned(read(), type) : read);

        Hdf5Message Only(Hdf5MessageType kind)
        {
            List<Hdf5Message> found = messages.FindAll(message => message.Type == kind);
            if (found.Count != 1) throw file.Broken(address, $"expected one {kind} of '{path}', got {found.Count}");
            return found[0].IsShared ? throw file.Refused($"'{path}': a {kind} that several objects share isn't read") : found[0];
        }
    }

    private static byte[] Turned(byte[] values, FileElementType type)
    {
        int size = type.Size();
        for (int at = 0; at < values.Length; at += size) values.AsSpan(at, size).Reverse();
        return values;
    }

    private FileElementType ReadType(Hdf5Message message, out bool isBigEndian)
    {
        int kind = file.Byte(message.Offset) & 15, bits = file.Byte(message.Offset + 1);
        long size = file.UInt32(message.Offset + 4);
        isBigEndian = (bits & 1) != 0;
        if (kind == 8 && size == 1) return FileElementType.Bool; // h5py's bool: an enumeration in one byte.
        bool isSigned = (bits & 8) != 0;
        return (kind, size) switch
        {
            (0, 1) => isSigned ? FileElementType.Int8 : FileElementType.UInt8,
            (0, 2) => isSigned ? FileElementType.Int16 : FileElementType.UInt16,
            (0, 4) => isSigned ? FileElementType.Int32 : FileElementType.UInt32,
            (0, 8) => isSigned ? FileElementType.Int64 : FileElementType.UInt64,
            (1, 2) => FileElementType.Float16,
            (1, 4) => FileElementType.Float32,
            (1, 8) => FileElementType.Float64,
            _ => throw file.Refused($"'{path}': expected numbers of 1, 2, 4 or 8 bytes, got HDF5's type class {kind} of {size} bytes"),
        };
    }

    private int[] ReadShape(Hdf5Message message)
    {
        int version = file.Byte(message.Offset), rank = file.Byte(message.Offset + 1);
        if (version is not (1 or 2)) throw file.Broken(message.Offset, "expected a dataspace of version 1 or 2");
        if (version == 2 && file.Byte(message.Offset + 3) == 2) throw file.Refused($"'{path}' has no values");
        if (rank > LargestRank) throw file.Broken(message.Offset, $"expected at most {LargestRank} axes");
        var shape = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            long size = file.UInt64(message.Offset + (version == 1 ? 8 : 4) + (axis * 8));
            shape[axis] = size is >= 0 and <= int.MaxValue ? (int)size : throw file.Broken(message.Offset, $"'{path}' has an axis of {size:N0}");
        }

        return shape;
    }

    private List<int> ReadFilters(Hdf5Message message)
    {
        int version = file.Byte(message.Offset), count = file.Byte(message.Offset + 1);
        long at = message.Offset + (version == 1 ? 8 : 2);
        var filters = new List<int>();
        for (int index = 0; index < count; index++)
        {
            int id = file.UInt16(at);
            bool hasName = version == 1 || id >= 256;
            int nameSize = hasName ? file.UInt16(at + 2) : 0, values = file.UInt16(at + (hasName ? 6 : 4));
            if (version == 1 && values % 2 == 1) values++;
            at += (hasName ? 8 : 6) + nameSize + (values * 4L);
            filters.Add(id is 1 or 2 or 3 ? id : throw file.Refused($"'{path}': HDF5's filter {id} isn't read; deflate, shuffle and fletcher32 are"));
        }

        return filters;
    }

    private Func<byte[]> Reader(Hdf5Message layout, FileElementType type, int[] shape, int bytes, List<int> filters)
    {
        int version = file.Byte(layout.Offset), kind = file.Byte(layout.Offset + 1);
        if (version is not (3 or 4)) throw file.Refused($"'{path}': expected a layout of version 3 or 4, got {version}");
        switch (kind)
        {
            case 0:
                int size = file.UInt16(layout.Offset + 2);
                if (size != bytes) throw file.Broken(layout.Offset, $"'{path}' needs {bytes:N0} bytes and has {size:N0}");
                return () => file.Span(layout.Offset + 4, bytes).ToArray();
            case 1:
                long start = file.UInt64(layout.Offset + 2), stored = file.UInt64(layout.Offset + 10);
                if (start == Hdf5Bytes.Undefined) return () => new byte[bytes]; // Never written: HDF5 gives zeros.
                if (stored != bytes) throw file.Broken(layout.Offset, $"'{path}' needs {bytes:N0} bytes and has {stored:N0}");
                file.Span(start, bytes);
                return () => file.Span(start, bytes).ToArray();
            case 2 when version == 3:
                int rank = file.Byte(layout.Offset + 2) - 1;
                if (rank != shape.Length) throw file.Broken(layout.Offset, $"the chunks of '{path}' have {rank} axes, the array {shape.Length}");
                var chunk = new int[rank];
                for (int axis = 0; axis < rank; axis++)
                {
                    long length = file.UInt32(layout.Offset + 11 + (axis * 4));
                    chunk[axis] = length is > 0 and <= int.MaxValue ? (int)length : throw file.Broken(layout.Offset, $"'{path}' has chunks of {length}");
                }

                int chunkBytes = FileLimits.ArrayBytes(type, chunk, Math.Max(1 << 20, 4L * bytes), $"'{path}'");
                long tree = file.UInt64(layout.Offset + 3);
                return () => ReadChunks(tree, type, shape, bytes, chunk, chunkBytes, filters);
            case 3:
                throw file.Refused($"'{path}' is a virtual dataset; only what lies in the file itself is read");
            default:
                throw file.Refused($"'{path}': chunks in HDF5's newer forms aren't read; write the file with libver 'earliest', h5py's default");
        }
    }

    private byte[] ReadChunks(long tree, FileElementType type, int[] shape, int bytes, int[] chunk, int chunkBytes, List<int> filters)
    {
        var result = new byte[bytes];
        var seen = new HashSet<long>();
        int keyBytes = 8 + (8 * (shape.Length + 1));
        if (tree != Hdf5Bytes.Undefined) Node(tree, LargestTreeDepth);
        return result;

        void Node(long address, int depth)
        {
            if (depth == 0 || !seen.Add(address)) throw file.Broken(address, $"the chunks of '{path}' go round in a circle");
            file.Signature(address, "TREE"u8);
            if (file.Byte(address + 4) != 1) throw file.Broken(address, "expected a tree of chunks");
            int level = file.Byte(address + 5), count = file.UInt16(address + 6);
            for (int index = 0; index < count; index++)
            {
                long key = address + 24 + (index * (keyBytes + 8L)), child = file.UInt64(key + keyBytes);
                if (level > 0) Node(child, depth - 1);
                else if (!seen.Add(child)) throw file.Broken(child, $"a chunk of '{path}' stands twice");
                else Chunk(key, child);
            }
        }

        void Chunk(long key, long address)
        {
            long stored = file.UInt32(key), mask = file.UInt32(key + 4);
            var origin = new long[shape.Length];
            for (int axis = 0; axis < origin.Length; axis++)
            {
                origin[axis] = file.UInt64(key + 8 + (axis * 8));
                if (origin[axis] < 0 || origin[axis] >= shape[axis]) throw file.Broken(key, $"a chunk of '{path}' lies outside the array");
            }

            Place(Unfiltered(file.Span(address, stored), filters, mask, chunkBytes, type.Size(), address), origin);
        }

        // Copies row by row: the last axis lies in one piece.
        void Place(byte[] values, long[] origin)
        {
            int last = shape.Length - 1, size = type.Size();
            var at = new int[shape.Length];
            if (last < 0)
            {
                values.CopyTo(result, 0);
                return;
            }

            long row = Math.Min(chunk[last], shape[last] - origin[last]) * size;
            while (true)
            {
                long from = 0, to = 0;
                for (int axis = 0; axis <= last; axis++)
                {
                    from = (from * chunk[axis]) + at[axis];
                    to = (to * shape[axis]) + origin[axis] + at[axis];
                }

                values.AsSpan((int)(from * size), (int)row).CopyTo(result.AsSpan((int)(to * size)));
                int next = last - 1;
                while (next >= 0 && (++at[next] == chunk[next] || origin[next] + at[next] == shape[next])) at[next--] = 0;
                if (next < 0) return;
            }
        }
    }

    private byte[] Unfiltered(ReadOnlySpan<byte> stored, List<int> filters, long mask, int expected, int elementSize, long address)
    {
        byte[] values = stored.ToArray();
        for (int index = filters.Count - 1; index >= 0; index--)
        {
            if ((mask >> index & 1) != 0) continue;
            values = filters[index] switch
            {
                1 => Inflate(values),
                2 => Unshuffle(values),
                _ => values.Length >= 4 ? values[..^4] : throw Short(), // Fletcher's checksum.
            };
        }

        return values.Length == expected ? values : throw Short();

        InvalidDataException Short() => file.Broken(address, $"a chunk of '{path}' isn't {expected:N0} bytes long");

        byte[] Inflate(byte[] packed)
        {
            // A byte more than a whole chunk and its checksum is enough to see that it's too long.
            var result = new byte[expected + 5];
            using var stream = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            int read = stream.ReadAtLeast(result, result.Length, throwOnEndOfStream: false);
            return result[..read];
        }

        byte[] Unshuffle(byte[] shuffled)
        {
            int count = shuffled.Length / elementSize;
            var result = new byte[shuffled.Length];
            for (int part = 0; part < elementSize; part++)
                for (int element = 0; element < count; element++) result[(element * elementSize) + part] = shuffled[(part * count) + element];
            shuffled.AsSpan(count * elementSize).CopyTo(result.AsSpan(count * elementSize));
            return result;
        }
    }
}
