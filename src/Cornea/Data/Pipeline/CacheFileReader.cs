using System.Runtime.InteropServices;
using System.Text;
using Cornea.Files;

namespace Cornea.Data;

/// <summary>Reads what <see cref="CacheFileWriter"/> wrote, and believes nothing of it.</summary>
internal sealed class CacheFileReader : IDisposable
{
    private const int MostComponents = 1 << 10;
    private const int MostAxes = 64;
    private const int EndBytes = (2 * sizeof(long)) + sizeof(uint);

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly string?[]? _names;
    private uint _crc;

    /// <param name="path">The file.</param>
    /// <param name="names">What the pipeline before calls the tensors of its elements; they aren't in the file.</param>
    public CacheFileReader(string path, string?[]? names = null)
    {
        (_path, _names) = (path, names);
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        byte[] magic = new byte[CacheFileWriter.Magic.Length];
        if (_stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || Encoding.ASCII.GetString(magic) != CacheFileWriter.Magic)
        {
            _stream.Dispose();
            throw new InvalidDataException($"{path}: isn't a file that Dataset.Cache wrote. Give another name.");
        }
    }

    /// <summary>Looks whether the file ends as it should, before its elements are used.</summary>
    /// <param name="expected">How many elements there must be; null: any number.</param>
    public void CheckEnd(long? expected)
    {
        long start = _stream.Position;
        if (_stream.Length < start + EndBytes) throw Damaged("it is cut off");
        _stream.Position = _stream.Length - EndBytes;
        _crc = 0;
        long mark = Number(), count = Number();
        CheckSum();
        if (mark != 0 || count < 0) throw Damaged("it is cut off");
        if (expected is { } wanted && wanted != count)
            throw new InvalidDataException($"{_path}: expected {wanted} elements, as the pipeline before Cache gives them, got {count}. The file is of another pipeline: give another name, or delete it.");
        _stream.Position = start;
    }

    public bool TryRead(StagingPool pool, out Element? element)
    {
        _crc = 0;
        element = null;
        if (Number() == 0) return false;
        int inputs = Small(MostComponents, "inputs"), targets = Small(MostComponents, "targets"), count = Small(MostComponents, "tensors");
        if (inputs + targets > count) throw Damaged("it has more inputs and targets than tensors");
        var components = new TensorSpec[count];
        double bytes = 0; // In floating point nothing overflows.
        for (int i = 0; i < count; i++)
        {
            DType dtype = DType.All[Small(DType.All.Count - 1, "dtype")];
            int[] sizes = new int[Small(MostAxes, "axes")];
            for (int axis = 0; axis < sizes.Length; axis++) sizes[axis] = Small(int.MaxValue, "size");
            components[i] = new TensorSpec(new Shape(sizes), dtype);
            if (sizes.Aggregate(1.0, (product, size) => product * Math.Max(size, 1)) > long.MaxValue / 16) throw Damaged("its sizes are beyond all bounds");
            bytes += sizes.Aggregate((double)dtype.Size, (product, size) => product * size);
            if (bytes > _stream.Length - _stream.Position) throw Damaged("it says that it holds more values than it has bytes");
        }

        element = Element.Rent(new ElementSpec(components, inputs, targets, _names?.Length == count ? _names : null), pool);
        foreach (Storage storage in element.Values)
        {
            Fill(storage.Span<byte>());
            GC.KeepAlive(storage);
        }

        CheckSum();
        return true;
    }

    public void Dispose() => _stream.Dispose();

    private int Small(long most, string what) => Number() is var number && number >= 0 && number <= most ? (int)number : throw Damaged($"it gives {number} as {what}");

    private long Number()
    {
        long number = 0;
        Fill(MemoryMarshal.AsBytes(new Span<long>(ref number)));
        return number;
    }

    private void Fill(Span<byte> bytes)
    {
        if (_stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw Damaged("it is cut off");
        _crc = Crc32.Append(_crc, bytes);
    }

    private void CheckSum()
    {
        uint expected = _crc, found = 0;
        Fill(MemoryMarshal.AsBytes(new Span<uint>(ref found)));
        if (found != expected) throw Damaged("its checksum is wrong");
    }

    private InvalidDataException Damaged(string how) =>
        new($"{_path}: the cached elements are damaged: {how}, before byte {_stream.Position}. Delete the file, and it is written anew.");
}
