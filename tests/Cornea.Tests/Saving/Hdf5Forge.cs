using System.Text;
using Cornea.Files;

namespace Cornea.Tests.Saving;

/// <summary>Puts HDF5 files together that no library writes: object headers of version 2 with whatever messages, at whatever places.</summary>
internal sealed class Hdf5Forge
{
    private const int SuperblockBytes = 48;
    private readonly List<byte> _bytes = [.. new byte[SuperblockBytes]];

    /// <summary>Where the next part will lie.</summary>
    public long Next => _bytes.Count;

    public static byte[] Float32 => new Hdf5Block(20).Bytes([0x11, 0x20, 31, 0]).UInt32(4).UInt16(0).UInt16(32).Bytes([23, 8, 0, 23]).UInt32(127).ToArray();

    public static byte[] BFloat16 => new Hdf5Block(20).Bytes([0x11, 0x20, 15, 0]).UInt32(2).UInt16(0).UInt16(16).Bytes([7, 8, 0, 7]).UInt32(127).ToArray();

    public static byte[] Space(params ReadOnlySpan<long> shape)
    {
        var block = new Hdf5Block(64);
        block.Bytes([2, (byte)shape.Length, 0, 1]);
        foreach (long size in shape) block.UInt64(size);
        return block.ToArray();
    }

    public static byte[] InOnePiece(long address, long bytes) => new Hdf5Block(18).Bytes([3, 1]).UInt64(address).UInt64(bytes).ToArray();

    public static byte[] InChunks(long tree, params ReadOnlySpan<int> chunk)
    {
        var block = new Hdf5Block(64);
        block.Bytes([3, 2, (byte)(chunk.Length + 1)]).UInt64(tree);
        foreach (int size in chunk) block.UInt32(size);
        return block.UInt32(4).ToArray();
    }

    public static byte[] Link(string name, long address)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        return new Hdf5Block(32).Bytes([1, 1]).UInt16(text.Length).Bytes(text).UInt64(address).ToArray();
    }

    public static byte[] Fill(params ReadOnlySpan<byte> value) => new Hdf5Block(16).Bytes([3, 0x20]).UInt32(value.Length).Bytes(value).ToArray();

    public static byte[] Continuation(long start, long size) => new Hdf5Block(16).UInt64(start).UInt64(size).ToArray();

    public long Add(ReadOnlySpan<byte> bytes)
    {
        long address = Next;
        _bytes.AddRange(bytes);
        return address;
    }

    /// <summary>Messages as they stand in a header.</summary>
    public static byte[] Messages(params ReadOnlySpan<(Hdf5MessageType Type, byte[] Body)> messages)
    {
        var block = new Hdf5Block(256);
        foreach ((Hdf5MessageType type, byte[] body) in messages) block.Bytes([(byte)type]).UInt16(body.Length).Bytes([0]).Bytes(body);
        return block.ToArray();
    }

    /// <summary>An object's header.</summary>
    public long Header(params ReadOnlySpan<(Hdf5MessageType Type, byte[] Body)> messages)
    {
        byte[] content = Messages(messages);
        return Add(new Hdf5Block(content.Length + 16).Bytes("OHDR"u8).Bytes([2, 2]).UInt32(content.Length).Bytes(content).ToArray());
    }

    /// <summary>An array of float32, or of another type.</summary>
    public long Array(byte[] layout, long[] shape, byte[]? fill = null, byte[]? type = null, byte[]? filters = null)
    {
        List<(Hdf5MessageType, byte[])> messages =
            [(Hdf5MessageType.Dataspace, Space(shape)), (Hdf5MessageType.Datatype, type ?? Float32), (Hdf5MessageType.Layout, layout)];
        if (fill is not null) messages.Add((Hdf5MessageType.FillValue, fill));
        if (filters is not null) messages.Add((Hdf5MessageType.Filters, filters));
        return Header([.. messages]);
    }

    /// <summary>The whole file.</summary>
    public byte[] File(long root)
    {
        byte[] superblock = new Hdf5Block(SuperblockBytes).Bytes(Hdf5Writer.Signature).Bytes([2, 8, 8, 0]).UInt64(0).UInt64(-1).UInt64(Next).UInt64(root).UInt32(0).ToArray();
        byte[] file = [.. _bytes];
        superblock.CopyTo(file, 0);
        return file;
    }
}
