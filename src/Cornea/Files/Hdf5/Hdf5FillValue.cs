namespace Cornea.Files;

/// <summary>What the elements of an HDF5 array are that were never written.</summary>
internal static class Hdf5FillValue
{
    /// <summary>The fill value's bytes as they stand in the file; none for zeros.</summary>
    public static byte[] Read(Hdf5Bytes file, List<Hdf5Message> messages, int elementSize)
    {
        // The message of old libraries counts only where there is no new one.
        foreach (Hdf5MessageType kind in (ReadOnlySpan<Hdf5MessageType>)[Hdf5MessageType.FillValue, Hdf5MessageType.OldFillValue])
        {
            int found = messages.FindIndex(message => message.Type == kind);
            if (found < 0) continue;
            Hdf5Message message = messages[found];
            if (message.IsShared) throw file.Refused("a fill value that several objects share isn't read");
            if (ValueAt(message) is { } at) return Value(at, elementSize);
        }

        return [];

        long? ValueAt(Hdf5Message message)
        {
            long at = message.Offset;
            if (message.Type == Hdf5MessageType.OldFillValue) return at;
            int version = file.Byte(at), flags = file.Byte(at + 1);
            return version switch
            {
                1 => at + 4,
                2 => file.Byte(at + 3) == 1 ? at + 4 : null,
                3 => (flags & 0x20) != 0 ? at + 2 : null,
                _ => throw file.Broken(at, $"expected a fill value of version 1 to 3, got {version}"),
            };
        }

        byte[] Value(long at, int expected)
        {
            long size = file.UInt32(at);
            if (size is 0 or uint.MaxValue) return []; // Not set: zeros.
            return size == expected ? file.Span(at + 4, expected).ToArray() : throw file.Broken(at, $"expected a fill value of {expected} bytes, got {size:N0}");
        }
    }
}
