namespace Cornea.Files;

/// <summary>HDF5's newer B-tree, which lists the members or the attributes of an object that has many.</summary>
/// <remarks>Source: HDF5 File Format Specification 3.0, section III.A.2. Checksums aren't looked at: what the tree leads to is checked.</remarks>
internal sealed class Hdf5Tree2(Hdf5Bytes file, Hdf5Place path)
{
    /// <summary>The kind of tree that lists links by their names.</summary>
    public const int LinkNames = 5;

    /// <summary>The kind of tree that lists attributes by their names.</summary>
    public const int AttributeNames = 8;

    private const int LargestDepth = 8;
    private const int NodeOverhead = 10; // Signature, version, kind, checksum.

    /// <summary>Where in the file the records' heap numbers lie, in order.</summary>
    public List<long> Records(long header, int kind)
    {
        file.Signature(header, "BTHD"u8);
        file.Claim(header, 38);
        if (file.Byte(header + 5) != kind) throw file.Broken(header, $"expected a tree of kind {kind}");
        long nodeBytes = file.UInt32(header + 6);
        int recordBytes = file.UInt16(header + 10), depth = file.UInt16(header + 12), count = file.UInt16(header + 24);
        long root = file.UInt64(header + 16);
        int idAt = kind == LinkNames ? 4 : 0;
        if (recordBytes < idAt + 7 || nodeBytes < NodeOverhead + recordBytes || depth > LargestDepth) throw file.Broken(header, $"the tree of '{path}' can't be");

        // How many records a node of each depth has at most, which says how wide the numbers beside a child's address are.
        long[] most = new long[depth + 1], all = new long[depth + 1];
        most[0] = all[0] = (nodeBytes - NodeOverhead) / recordBytes;
        for (int level = 1; level <= depth; level++)
        {
            int pointer = PointerBytes(level);
            most[level] = (nodeBytes - NodeOverhead - pointer) / (recordBytes + pointer);
            if (most[level] < 1) throw file.Broken(header, $"the tree of '{path}' can't be");
            all[level] = Math.Min(((most[level] + 1) * all[level - 1]) + most[level], long.MaxValue / (1 << 20));
        }

        var records = new List<long>();
        var seen = new HashSet<long>();
        if (root != Hdf5Bytes.Undefined) Node(root, count, depth);
        return records;

        int PointerBytes(int level) => 8 + Width(most[0]) + (level > 1 ? Width(all[level - 1]) : 0);

        void Node(long address, long records, int level)
        {
            if (!seen.Add(address)) throw file.Broken(address, $"the tree of '{path}' goes round in a circle");
            file.Signature(address, level == 0 ? "BTLF"u8 : "BTIN"u8);
            if (records > most[level]) throw file.Broken(address, $"the tree of '{path}' has more records in a node than fit");
            long first = address + 6, children = first + (records * recordBytes);
            file.Claim(address, NodeOverhead + (records * recordBytes) + (level > 0 ? (records + 1) * PointerBytes(level) : 0));
            for (long index = 0; index <= records; index++)
            {
                if (level > 0)
                {
                    long child = children + (index * PointerBytes(level));
                    Node(file.UInt64(child), Small(child + 8, Width(most[0])), level - 1);
                }

                if (index < records) Add(first + (index * recordBytes) + idAt);
            }
        }

        void Add(long record) => records.Add(record);
    }

    private static int Width(long largest) => (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Math.Max(largest, 1))) / 8 + 1;

    private long Small(long at, int bytes)
    {
        long value = 0;
        ReadOnlySpan<byte> span = file.Span(at, bytes);
        for (int index = bytes - 1; index >= 0; index--) value = (value << 8) | span[index];
        return value;
    }
}
