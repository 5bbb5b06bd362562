using System.Text;

namespace Cornea.Files;

/// <summary>Writes groups and arrays as h5py does by default: superblock 0, symbol tables, arrays in one piece, attributes with text.</summary>
/// <remarks>
/// The same tree gives the same bytes: no times stand in the file. Source: HDF5 File Format Specification 3.0.
/// </remarks>
internal sealed class Hdf5Writer
{
    private const int LeafEntries = 8; // Twice the "leaf K" in the superblock.
    private const int NodeChildren = 32; // Twice the "internal K".
    private const int SuperblockBytes = 96;
    private const int LargestMessage = 65_000;

    private const int PieceBytes = 1 << 20;

    private readonly List<(long Address, long Bytes, Action<Stream> Write)> _parts = [];
    private readonly Dictionary<string, (int Index, byte[] Text)> _texts = [];
    private long _end = SuperblockBytes;
    private long _textHeap;

    private Hdf5Writer()
    {
    }

    /// <summary>The first 8 bytes of every HDF5 file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a tree of groups and arrays; the values are asked for one array after the other.</summary>
    public static void Write(Stream stream, Hdf5Group root) => new Hdf5Writer().WriteAll(stream, root);

    private void WriteAll(Stream stream, Hdf5Group root)
    {
        CollectTexts(root);
        if (_texts.Count > 0) AddTextHeap();
        (long header, long tree, long heap) = AddGroup(root);
        _parts.Sort((a, b) => a.Address.CompareTo(b.Address));
        stream.Write(Superblock(header, tree, heap));
        long at = SuperblockBytes;
        foreach ((long address, long bytes, Action<Stream> write) in _parts)
        {
            for (; at < address; at++) stream.WriteByte(0);
            write(stream);
            at += bytes;
        }

        for (; at < _end; at++) stream.WriteByte(0);
    }

    // Piece by piece, as an array may be larger than what one span holds.
    private static void WriteValues(Stream stream, Hdf5Array array)
    {
        Storage values = array.Values();
        if (values.Bytes != array.ByteCount) throw new InvalidOperationException($"An array of {array.ByteCount:N0} bytes can't have {values.Bytes:N0}.");
        for (nint at = 0; at < values.Bytes; at += PieceBytes) stream.Write(values.Span(at, (int)Math.Min(PieceBytes, values.Bytes - at)));
        GC.KeepAlive(values);
    }

    private byte[] Superblock(long header, long tree, long heap)
    {
        var block = new Hdf5Block(SuperblockBytes);
        block.Bytes(Signature).Bytes([0, 0, 0, 0, 0, 8, 8, 0]).UInt16(LeafEntries / 2).UInt16(NodeChildren / 2).UInt32(0)
            .UInt64(0).UInt64(-1).UInt64(_end).UInt64(-1)
            .UInt64(0).UInt64(header).UInt32(1).UInt32(0).UInt64(tree).UInt64(heap);
        return block.ToArray();
    }

    private (long Header, long Tree, long Heap) AddGroup(Hdf5Group group)
    {
        // Names first: a heap begins with the empty name.
        var names = new Hdf5Block(64);
        names.UInt64(0);
        var entries = new List<(int Name, Hdf5Object Object)>();
        foreach ((string name, Hdf5Object member) in group.Members)
        {
            entries.Add((names.Length, member));
            names.Bytes(Encoding.UTF8.GetBytes(name)).Bytes([0]).Pad(8);
        }

        // HDF5 looks for a place for further names: 16 bytes that are free, the last of the list.
        int free = names.Length;
        names.UInt64(1).UInt64(16);
        long heapData = Add(names.ToArray());
        long heap = Add(new Hdf5Block(32).Bytes("HEAP"u8).UInt32(0).UInt64(names.Length).UInt64(free).UInt64(heapData).ToArray());
        Hdf5Block[] attributes = [.. group.Attributes.Select(pair => AttributeOf(pair.Key, pair.Value))];
        long header = Reserve(16 + 24 + attributes.Sum(attribute => 8 + ((attribute.Length + 7L) & ~7L)));
        var addresses = entries.ConvertAll(entry => (entry.Name, Address: AddObject(entry.Object)));
        long tree = AddTree(addresses);
        var messages = new Hdf5Block(64);
        messages.Message(Hdf5MessageType.SymbolTable, new Hdf5Block(16).UInt64(tree).UInt64(heap));
        foreach (Hdf5Block attribute in attributes) messages.Message(Hdf5MessageType.Attribute, attribute);
        Fill(header, Header(messages, 1 + attributes.Length));
        return (header, tree, heap);
    }

    private long AddObject(Hdf5Object member) => member is Hdf5Group group ? AddGroup(group).Header : AddArray((Hdf5Array)member);

    private long AddArray(Hdf5Array array)
    {
        long bytes = array.ByteCount, data = bytes == 0 ? Hdf5Bytes.Undefined : Reserve(bytes);
        if (bytes > 0) _parts.Add((data, bytes, stream => WriteValues(stream, array)));
        var space = new Hdf5Block(64);
        space.Bytes([1, (byte)array.Shape.Count, 0, 0, 0, 0, 0, 0]);
        foreach (int size in array.Shape) space.UInt64(size);
        var messages = new Hdf5Block(128);
        messages.Message(Hdf5MessageType.Dataspace, space)
            .Message(Hdf5MessageType.Datatype, array.IsBFloat16 ? Floating(8, 7) : TypeOf(array.ElementType), flags: 1)
            .Message(Hdf5MessageType.FillValue, new Hdf5Block(8).Bytes([2, 2, 2, 0]).Pad(8), flags: 1)
            .Message(Hdf5MessageType.Layout, new Hdf5Block(24).Bytes([3, 1]).UInt64(data).UInt64(bytes).Pad(8));
        foreach ((string name, Hdf5Attribute attribute) in array.Attributes) messages.Message(Hdf5MessageType.Attribute, AttributeOf(name, attribute));
        return Add(Header(messages, 4 + array.Attributes.Count));
    }

    private static byte[] Header(Hdf5Block messages, int count) =>
        new Hdf5Block(16 + messages.Length).Bytes([1, 0]).UInt16(count).UInt32(1).UInt32(messages.Length).UInt32(0).Bytes(messages.ToArray()).ToArray();

    private static Hdf5Block TypeOf(FileElementType type)
    {
        switch (type)
        {
            case FileElementType.Float16: return Floating(5, 10);
            case FileElementType.Float32: return Floating(8, 23);
            case FileElementType.Float64: return Floating(11, 52);
        }

        int size = type.Size();
        bool isSigned = type is FileElementType.Int8 or FileElementType.Int16 or FileElementType.Int32 or FileElementType.Int64;
        return new Hdf5Block(24).Bytes([0x10, (byte)(isSigned ? 8 : 0), 0, 0]).UInt32(size).UInt16(0).UInt16(size * 8).Pad(8);
    }

    // Little-endian, the mantissa's first bit is left out; then where sign, exponent and mantissa lie, and the exponent's bias.
    private static Hdf5Block Floating(int exponentBits, int mantissaBits)
    {
        int bits = 1 + exponentBits + mantissaBits;
        return new Hdf5Block(24).Bytes([0x11, 0x20, (byte)(bits - 1), 0]).UInt32(bits / 8).UInt16(0).UInt16(bits)
            .Bytes([(byte)mantissaBits, (byte)exponentBits, 0, (byte)mantissaBits]).UInt32((1 << (exponentBits - 1)) - 1).Pad(8);
    }

    private long AddTree(List<(int Name, long Address)> entries)
    {
        // Each subtree with the last name in it; a tree's keys stand around its children.
        var level = new List<(int LastName, long Address)>();
        foreach ((int Name, long Address)[] part in entries.Count == 0 ? [] : entries.Chunk(LeafEntries))
        {
            var block = new Hdf5Block(8 + (40 * LeafEntries));
            block.Bytes("SNOD"u8).Bytes([1, 0]).UInt16(part.Length);
            foreach ((int name, long address) in part) block.UInt64(name).UInt64(address).UInt64(0).UInt64(0).UInt64(0);
            block.PadTo(8 + (40 * LeafEntries));
            level.Add((part[^1].Name, Add(block.ToArray())));
        }

        for (int depth = 0; ; depth++)
        {
            (int LastName, long Address)[][] nodes = level.Count == 0 ? [[]] : [.. level.Chunk(NodeChildren)];
            long[] addresses = [.. nodes.Select(_ => Reserve(24 + (8 * ((2 * NodeChildren) + 1))))];
            int before = 0; // The name before a node's first.
            level = [];
            for (int index = 0; index < nodes.Length; index++)
            {
                var block = new Hdf5Block(24 + (8 * ((2 * NodeChildren) + 1)));
                block.Bytes("TREE"u8).Bytes([0, (byte)depth]).UInt16(nodes[index].Length)
                    .UInt64(index > 0 ? addresses[index - 1] : -1).UInt64(index + 1 < nodes.Length ? addresses[index + 1] : -1).UInt64(before);
                foreach ((int lastName, long address) in nodes[index]) block.UInt64(address).UInt64(before = lastName);
                block.PadTo(24 + (8 * ((2 * NodeChildren) + 1)));
                Fill(addresses[index], block.ToArray());
                level.Add((before, addresses[index]));
            }

            if (level.Count == 1) return level[0].Address;
        }
    }

    private void CollectTexts(Hdf5Object from)
    {
        foreach (Hdf5Attribute attribute in from.Attributes.Values)
            if (!attribute.IsList) _texts.TryAdd(attribute.Texts()[0], (_texts.Count + 1, Encoding.UTF8.GetBytes(attribute.Texts()[0])));
        if (from is not Hdf5Group group) return;
        foreach (Hdf5Object member in group.Members.Values) CollectTexts(member);
    }

    // A heap's objects have numbers of 16 bits.
    private void AddTextHeap()
    {
        if (_texts.Count >= ushort.MaxValue) throw new NotSupportedException($"A file of more than {ushort.MaxValue - 1} different layers' names can't be written.");
        var objects = new Hdf5Block(4096);
        foreach ((int index, byte[] text) in _texts.Values) objects.UInt16(index).UInt16(1).UInt32(0).UInt64(text.Length).Bytes(text).Pad(8);
        int size = Math.Max(4096, 16 + objects.Length + 16);
        objects.UInt16(0).UInt16(0).UInt32(0).UInt64(size - 16 - objects.Length + 8);
        _textHeap = Add(new Hdf5Block(size).Bytes("GCOL"u8).Bytes([1, 0, 0, 0]).UInt64(size).Bytes(objects.ToArray()).PadTo(size).ToArray());
    }

    // One text is of any length and lies in the heap; texts of a list are as long as the longest; a list of none is one of no numbers, as with
    // NumPy. An attribute's parts are padded, the sizes that stand before them are without padding.
    private Hdf5Block AttributeOf(string name, Hdf5Attribute attribute)
    {
        byte[] nameBytes = [.. Encoding.UTF8.GetBytes(name), 0];
        string[] texts = attribute.Texts();
        byte[][] list = [.. texts.Select(Encoding.UTF8.GetBytes)];
        int longest = list.Select(text => text.Length).Append(1).Max();
        Hdf5Block type = !attribute.IsList ? AnyText() : list.Length == 0 ? TypeOf(FileElementType.Float64) : FixedText(longest);
        int typeBytes = !attribute.IsList ? 20 : list.Length == 0 ? 20 : 8;
        var space = new Hdf5Block(16);
        space.Bytes([1, (byte)(attribute.IsList ? 1 : 0), 0, 0, 0, 0, 0, 0]);
        if (attribute.IsList) space.UInt64(list.Length);
        var block = new Hdf5Block(96);
        block.Bytes([1, 0]).UInt16(nameBytes.Length).UInt16(typeBytes).UInt16(space.Length)
            .Bytes(nameBytes).Pad(8).Bytes(type.ToArray()).Pad(8).Bytes(space.ToArray());
        if (!attribute.IsList)
        {
            (int index, byte[] text) = _texts[texts[0]];
            return block.UInt32(text.Length).UInt64(_textHeap).UInt32(index);
        }

        foreach (byte[] text in list) block.Bytes(text).Bytes(new byte[longest - text.Length]);
        if (block.Length > LargestMessage) throw new NotSupportedException($"The attribute '{FileText.Shortened(name)}' has more than the {LargestMessage:N0} bytes that HDF5 allows.");
        return block;

        static Hdf5Block AnyText() => new Hdf5Block(24).Bytes([0x19, 0x01, 0x01, 0x00]).UInt32(16).Bytes([0x10, 0, 0, 0]).UInt32(1).UInt16(0).UInt16(8).Pad(8);

        static Hdf5Block FixedText(int bytes) => new Hdf5Block(8).Bytes([0x13, 0x11, 0x00, 0x00]).UInt32(bytes); // Padded by zeros, UTF-8.
    }

    private long Reserve(long bytes)
    {
        long address = _end;
        _end = (address + bytes + 7) & ~7L;
        return address;
    }

    private long Add(byte[] bytes)
    {
        long address = Reserve(bytes.Length);
        Fill(address, bytes);
        return address;
    }

    private void Fill(long address, byte[] bytes) => _parts.Add((address, bytes.Length, stream => stream.Write(bytes)));
}
