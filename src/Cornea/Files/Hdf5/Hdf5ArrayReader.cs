namespace Cornea.Files;

/// <summary>Reads an array of an HDF5 file: its type, its shape, and its values in one piece or in chunks.</summary>
/// <remarks>What was never written reads as the array's fill value. Values are charged to the load's budget before there is memory for them.</remarks>
internal sealed class Hdf5ArrayReader(Hdf5Bytes file, Hdf5Place path)
{
    private const int LargestRank = 32;
    private const long LargestArray = 1L << 60;

    public Hdf5Array Read(List<Hdf5Message> messages, long address)
    {
        if (messages.Exists(message => message.Type == Hdf5MessageType.ExternalFiles))
            throw file.Refused($"'{path}' keeps its values in other files; only what lies in the file itself is read");
        Hdf5NumberType type = Hdf5NumberType.Read(file, Only(Hdf5MessageType.Datatype), path);
        int[] shape = ReadShape(Only(Hdf5MessageType.Dataspace));
        long count = FileLimits.ArrayBytes(type.Elements, shape, LargestArray, $"'{path}'") / type.Elements.Size();
        Hdf5Message layout = Only(Hdf5MessageType.Layout);
        List<int> filters = messages.Exists(message => message.Type == Hdf5MessageType.Filters) ? ReadFilters(Only(Hdf5MessageType.Filters)) : [];
        byte[] fill = Hdf5FillValue.Read(file, messages, type.StoredSize);
        return new Hdf5StoredArray(file, path, type, shape, Reader(layout, type, shape, count, filters, fill));

        Hdf5Message Only(Hdf5MessageType kind)
        {
            List<Hdf5Message> found = messages.FindAll(message => message.Type == kind);
            if (found.Count != 1) throw file.Broken(address, $"expected one {kind} of '{path}', got {found.Count}");
            return found[0].IsShared ? throw file.Refused($"'{path}': a {kind} that several objects share isn't read") : found[0];
        }
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

    // What puts the values where they belong; what the file can't have is found before.
    private Action<Hdf5Destination> Reader(Hdf5Message layout, Hdf5NumberType type, int[] shape, long count, List<int> filters, byte[] fill)
    {
        int version = file.Byte(layout.Offset), kind = file.Byte(layout.Offset + 1);
        if (version is not (3 or 4)) throw file.Refused($"'{path}': expected a layout of version 3 or 4, got {version}");
        long bytes = count * type.StoredSize;
        switch (kind)
        {
            case 0:
                int size = file.UInt16(layout.Offset + 2);
                if (size != bytes) throw file.Broken(layout.Offset, $"'{path}' needs {bytes:N0} bytes and has {size:N0}");
                return InOnePiece(layout.Offset + 4);
            case 1:
                long start = file.UInt64(layout.Offset + 2), stored = file.UInt64(layout.Offset + 10);
                if (start == Hdf5Bytes.Undefined) return values => values.Fill(fill); // Never written.
                if (stored != bytes) throw file.Broken(layout.Offset, $"'{path}' needs {bytes:N0} bytes and has {stored:N0}");
                return InOnePiece(start);
            case 2 when version == 3:
                int rank = file.Byte(layout.Offset + 2) - 1;
                if (rank != shape.Length) throw file.Broken(layout.Offset, $"the chunks of '{path}' have {rank} axes, the array {shape.Length}");
                var chunk = new int[rank];
                for (int axis = 0; axis < rank; axis++)
                {
                    long length = file.UInt32(layout.Offset + 11 + (axis * 4));
                    chunk[axis] = length is > 0 and <= int.MaxValue ? (int)length : throw file.Broken(layout.Offset, $"'{path}' has chunks of {length}");
                }

                var chunks = new Hdf5Chunks(file, path, type.StoredSize, shape, chunk, filters);
                long tree = file.UInt64(layout.Offset + 3);
                return values =>
                {
                    values.Fill(fill);
                    chunks.Read(tree, values);
                };
            case 3:
                throw file.Refused($"'{path}' is a virtual dataset; only what lies in the file itself is read");
            default:
                throw file.Refused($"'{path}': chunks in HDF5's newer forms aren't read; write the file with libver 'earliest', h5py's default");
        }

        Action<Hdf5Destination> InOnePiece(long start)
        {
            file.Check(start, bytes);
            return values => values.Read(count, (offset, target) => file.Read(start + offset, target));
        }
    }
}
