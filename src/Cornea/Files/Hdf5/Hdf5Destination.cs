namespace Cornea.Files;

/// <summary>Memory that takes an array's values as they come out of a file, piece by piece, and makes of them what is wanted there.</summary>
/// <param name="storage">The memory of the whole array.</param>
/// <param name="elements">What the elements are there.</param>
/// <param name="type">How the file stores them.</param>
internal sealed class Hdf5Destination(Storage storage, FileElementType elements, Hdf5NumberType type)
{
    // Small enough for a processor's cache, in which what was read is looked at once more (checksums, types).
    private const int PieceBytes = 1 << 19;

    /// <summary>Reads elements that lie in the file in one piece.</summary>
    /// <param name="count">How many elements.</param>
    /// <param name="read">Fills memory with the file's bytes from one on.</param>
    public void Read(long count, ReadBytes read)
    {
        int most = PieceBytes / type.StoredSize;
        byte[] buffer = type.IsPlain(elements) ? [] : new byte[(int)Math.Min(most, count) * type.StoredSize];
        for (long first = 0; first < count; first += most)
        {
            int part = (int)Math.Min(most, count - first);
            Span<byte> stored = buffer.Length == 0 ? Place(first, part) : buffer.AsSpan(0, part * type.StoredSize);
            read(first * type.StoredSize, stored);
            if (buffer.Length > 0) Put(first, stored);
        }
    }

    /// <summary>Puts elements into their place.</summary>
    /// <param name="first">The number of the first.</param>
    /// <param name="stored">As they are in the file; used up.</param>
    public void Put(long first, Span<byte> stored) => type.Decode(stored, elements, Place(first, stored.Length / type.StoredSize));

    /// <summary>Makes every element the fill value.</summary>
    /// <param name="fill">As it is in the file; nothing for zeros.</param>
    public void Fill(byte[] fill)
    {
        byte[] value = new byte[elements.Size()];
        if (fill.Length > 0) type.Decode([.. fill], elements, value);
        for (long at = 0; at < storage.Bytes; at += PieceBytes)
        {
            Span<byte> piece = storage.Span((nint)at, (int)Math.Min(PieceBytes, storage.Bytes - at));
            if (!value.AsSpan().ContainsAnyExcept((byte)0)) piece.Clear();
            else for (int element = 0; element < piece.Length; element += value.Length) value.CopyTo(piece[element..]);
        }
    }

    private Span<byte> Place(long first, int count) => storage.Span((nint)(first * elements.Size()), count * elements.Size());

    /// <summary>Fills memory with bytes, from the <paramref name="offset"/>th on.</summary>
    public delegate void ReadBytes(long offset, Span<byte> target);
}
