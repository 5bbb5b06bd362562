using System.Runtime.InteropServices;
using Cornea.Files;

namespace Cornea.Data;

/// <summary>Writes a pipeline's elements into a file beside its place, which <see cref="Finish"/> renames; without it nothing is left.</summary>
/// <remarks>
/// Little-endian: <see cref="Magic"/>; for each element 1, the numbers of inputs, targets and components, for each component its dtype's
/// place in <see cref="DType.All"/>, rank and sizes (all int64), then the values and the CRC-32 of all that (uint32); at the end 0, the
/// number of elements (int64) and the CRC-32 of these two.
/// </remarks>
internal sealed class CacheFileWriter : IDisposable
{
    public const string Magic = "Cornea cache 1\n\0";

    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private long _count;
    private uint _crc;

    public CacheFileWriter(string path)
    {
        (_path, _temporary) = (path, AtomicFile.TemporaryPath(path));
        _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        _stream.Write(System.Text.Encoding.ASCII.GetBytes(Magic));
    }

    public void Write(Element element)
    {
        ElementSpec spec = element.Spec;
        _crc = 0;
        Put([1, spec.Inputs, spec.Targets, spec.Components.Length]);
        foreach (TensorSpec component in spec.Components)
            Put([DType.All.Index().First(type => type.Item == component.DType).Index, component.Shape.Rank, .. component.Shape.Select(size => (long)size)]);
        foreach (Storage storage in element.Values)
        {
            Put(storage.Span<byte>());
            GC.KeepAlive(storage);
        }

        _stream.Write(BitConverter.GetBytes(_crc));
        _count++;
    }

    /// <summary>All is written: the file takes its place.</summary>
    public void Finish()
    {
        _crc = 0;
        Put([0, _count]);
        _stream.Write(BitConverter.GetBytes(_crc));
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
    }

    public void Dispose()
    {
        _stream.Dispose();
        File.Delete(_temporary); // Gone already after the rename.
    }

    private void Put(ReadOnlySpan<long> numbers) => Put(MemoryMarshal.AsBytes(numbers));

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _crc = Crc32.Append(_crc, bytes);
        _stream.Write(bytes);
    }
}
