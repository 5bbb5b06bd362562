using System.Numerics;

namespace Cornea.Files;

/// <summary>HDF5's heap of links and attributes of objects that have many: blocks whose sizes double from row to row.</summary>
/// <remarks>Source: HDF5 File Format Specification 3.0, section III.G. Filtered heaps aren't read; libraries write none of links and attributes.</remarks>
internal sealed class Hdf5FractalHeap
{
    private const int HeaderBytes = 142;
    private const int DeepestTable = 8;

    private readonly Hdf5Bytes _file;
    private readonly Hdf5Place _path;
    private readonly long _header, _firstBlock, _largestBlock, _root;
    private readonly int _idBytes, _width, _rows, _offsetBytes, _lengthBytes;

    public Hdf5FractalHeap(Hdf5Bytes file, long header, Hdf5Place path)
    {
        (_file, _header, _path) = (file, header, path);
        file.Signature(header, "FRHP"u8);
        file.Claim(header, HeaderBytes);
        if (file.UInt16(header + 7) != 0) throw file.Refused($"'{path}': a compressed heap of names isn't read");
        _idBytes = file.UInt16(header + 5);
        long largestObject = file.UInt32(header + 10);
        _width = file.UInt16(header + 110);
        _firstBlock = file.UInt64(header + 112);
        _largestBlock = file.UInt64(header + 120);
        int bits = file.UInt16(header + 128);
        _root = file.UInt64(header + 132);
        _rows = file.UInt16(header + 140);
        if (_width is 0 or > 1024 || !IsBlock(_firstBlock) || !IsBlock(_largestBlock) || _largestBlock < _firstBlock || bits is < 8 or > 63 || _rows > 64)
            throw file.Broken(header, $"the heap of '{path}' can't be");
        _offsetBytes = (bits + 7) / 8;
        _lengthBytes = Math.Min(Width(_largestBlock), Width(Math.Max(largestObject, 1)));

        static bool IsBlock(long size) => size is > 0 and <= 1L << 40 && BitOperations.IsPow2(size);
    }

    /// <summary>Where an object lies in the file.</summary>
    /// <param name="id">Where its number in the heap lies.</param>
    public (long Start, long Size) Find(long id)
    {
        int kind = _file.Byte(id) >> 4 & 3;
        if (kind == 2)
        {
            int tiny = (_file.Byte(id) & 15) + 1;
            return tiny < _idBytes ? (id + 1, tiny) : throw Broken(id);
        }

        if (kind == 1) throw _file.Refused($"'{_path}' has an attribute or a link of more bytes than are read");
        long offset = Number(id + 1, _offsetBytes), length = Number(id + 1 + _offsetBytes, _lengthBytes);
        (long block, long start, long size) = _rows == 0 ? (_root, 0, _firstBlock) : InTable(_root, 0, _rows, offset, 0);
        _file.Signature(block, "FHDB"u8);
        if (offset < start || length > size - (offset - start)) throw Broken(id);
        _file.Check(block, size);
        return (block + offset - start, length);
    }

    // The block that has an offset, where it begins in the heap, and its size.
    private (long Block, long Start, long Size) InTable(long table, long start, int rows, long offset, int depth)
    {
        if (depth > DeepestTable) throw Broken(table);
        _file.Signature(table, "FHIB"u8);
        long entry = table + 13 + _offsetBytes, at = start;
        for (int row = 0; row < rows; row++)
        {
            long size = row < 2 ? _firstBlock : row - 1 < 40 ? _firstBlock << (row - 1) : throw Broken(table);
            if (offset - at < size * _width)
            {
                long column = (offset - at) / size, child = _file.UInt64(entry + (8 * ((row * (long)_width) + column)));
                if (child == Hdf5Bytes.Undefined) throw Broken(table);
                at += column * size;
                return size <= _largestBlock ? (child, at, size) : InTable(child, at, RowsFor(size), offset, depth + 1);
            }

            at += size * _width;
        }

        throw Broken(table);
    }

    // A table that stands for a block has just the rows that together are as long.
    private int RowsFor(long size) => BitOperations.Log2((ulong)(size / (_firstBlock * _width))) + 1;

    private static int Width(long largest) => (BitOperations.Log2((ulong)largest) / 8) + 1;

    private long Number(long at, int bytes)
    {
        long value = 0;
        ReadOnlySpan<byte> span = _file.Span(at, bytes);
        for (int index = bytes - 1; index >= 0; index--) value = (value << 8) | span[index];
        return value >= 0 ? value : throw Broken(at);
    }

    private InvalidDataException Broken(long at) => _file.Broken(at, $"the heap of '{_path}' can't be");
}
