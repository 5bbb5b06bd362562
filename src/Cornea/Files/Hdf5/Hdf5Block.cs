using System.Buffers.Binary;

namespace Cornea.Files;

/// <summary>Bytes of an HDF5 file that are put together, little-endian.</summary>
internal sealed class Hdf5Block(int capacity)
{
    private readonly List<byte> _bytes = new(capacity);

    public int Length => _bytes.Count;

    public Hdf5Block Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public Hdf5Block UInt16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)value));
        return Bytes(bytes);
    }

    public Hdf5Block UInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Bytes(bytes);
    }

    public Hdf5Block UInt64(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Bytes(bytes);
    }

    /// <summary>Zeros up to the next multiple of a size.</summary>
    public Hdf5Block Pad(int multiple) => PadTo((Length + multiple - 1) / multiple * multiple);

    public Hdf5Block PadTo(int length)
    {
        while (_bytes.Count < length) _bytes.Add(0);
        return this;
    }

    /// <summary>A header's message: kind, size, flags (1: never changes), and its bytes, padded.</summary>
    public Hdf5Block Message(Hdf5MessageType type, Hdf5Block body, int flags = 0)
    {
        body.Pad(8);
        return UInt16((int)type).UInt16(body.Length).Bytes([(byte)flags, 0, 0, 0]).Bytes(body.ToArray());
    }

    public byte[] ToArray() => [.. _bytes];
}
