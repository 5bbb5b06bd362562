namespace Cornea.Cpu.Kernels;

/// <summary>Memory that is read or written soon, fetched bit by bit into the second cache while something else is computed.</summary>
/// <param name="from">The first float.</param>
/// <param name="count">Floats; 0 for nothing.</param>
internal readonly unsafe struct Ahead(float* from, nint count)
{
    private const int MostFloats = 1 << 16; // More would push out what is computed with.

    /// <summary>Floats that are fetched, nothing where they are more than the cache should hold beside the rest.</summary>
    public static Ahead OfFew(float* from, nint count) => count <= MostFloats ? new Ahead(from, count) : default;

    /// <summary>Fetches all of it.</summary>
    public void Fetch() => Cache.Prefetch(from, count);

    /// <summary>Fetches one of several parts.</summary>
    public void Fetch(int part, int parts)
    {
        nint start = count * part / parts;
        Cache.Prefetch(from + start, (count * (part + 1) / parts) - start);
    }
}
