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

    private readonly AtomicFile _file;
    private long _count;
    private uint _crc;

    public CacheFileWriter(string path)
    {
        _file = new AtomicFile(path);
        _file.Stream.Write(System.Text.Encoding.ASCII.GetBytes(Magic));
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

        _file.Stream.Write(BitConverter.GetBytes(_crc));
        _count++;
    }

    /// <summary>All is written: the file takes its place.</summary>
    public void Finish()
    {
        _crc = 0;
        Put([0, _count]);
        _file.Stream.Write(BitConverter.GetBytes(_crc));
        _file.Commit();
    }

    public void Dispose() => _file.Dispose();

    private void Put(ReadOnlySpan<long> numbers) => Put(MemoryMarshal.AsBytes(numbers));

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _crc = Crc32.Append(_crc, bytes);
        _file.Stream.Write(bytes);
    }
}
