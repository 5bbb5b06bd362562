using System.Text;

namespace Cornea.Files;

/// <summary>HDF5's global heaps, in which texts of any length lie: each is gone through once.</summary>
internal sealed class Hdf5TextHeap(Hdf5Bytes file)
{
    private const int HeaderBytes = 16;
    private readonly Dictionary<long, Dictionary<long, (long Start, long Size)>> _heaps = [];

    /// <summary>The text that an attribute refers to.</summary>
    /// <param name="length">How many bytes of it count.</param>
    /// <param name="heap">Where the heap begins; 0 for an empty text.</param>
    /// <param name="number">Which of its objects.</param>
    /// <param name="place">Whose it is, for messages.</param>
    public string Read(long length, long heap, long number, Hdf5Place place)
    {
        if (length == 0 || heap is 0 or Hdf5Bytes.Undefined) return "";
        if (!_heaps.TryGetValue(heap, out Dictionary<long, (long Start, long Size)>? objects)) _heaps.Add(heap, objects = Objects(heap));
        if (!objects.TryGetValue(number, out (long Start, long Size) found) || length > found.Size || length > Array.MaxLength)
            throw file.Broken(heap, $"the text of '{place}' isn't where it should be");
        file.Budget.Take(3.0 * length, $"the text of '{place}'");
        byte[] bytes = new byte[length];
        file.Read(found.Start, bytes);
        return Encoding.UTF8.GetString(bytes).TrimEnd('\0');
    }

    private Dictionary<long, (long Start, long Size)> Objects(long heap)
    {
        file.Signature(heap, "GCOL"u8);
        long size = file.UInt64(heap + 8), at = heap + HeaderBytes, end = heap + size;
        file.Claim(heap, size);
        var objects = new Dictionary<long, (long Start, long Size)>();
        while (at + HeaderBytes <= end)
        {
            int number = file.UInt16(at);
            long bytes = file.UInt64(at + 8);
            if (number == 0) break; // What is free, to the end.
            if (bytes < 0 || bytes > end - at - HeaderBytes || !objects.TryAdd(number, (at + HeaderBytes, bytes))) throw file.Broken(at, "a heap's parts overlap");
            at += HeaderBytes + ((bytes + 7) & ~7L);
        }

        return objects;
    }
}
