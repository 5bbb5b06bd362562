namespace Cornea.Vision.Jpeg;

/// <summary>Colours that were stored at half the size, at the full one: between two samples the nearer one counts three times, as in libjpeg ("fancy upsampling").</summary>
internal static class ChromaRows
{
    private const int FewestForFancy = 3; // libjpeg repeats samples of narrower images.

    /// <summary>A row twice as wide.</summary>
    public static void Widen(ReadOnlySpan<byte> row, Span<byte> wide)
    {
        int count = row.Length;
        if (count < FewestForFancy)
        {
            for (int x = 0; x < count; x++) wide[2 * x] = wide[(2 * x) + 1] = row[x];
            return;
        }

        (wide[0], wide[1]) = (row[0], (byte)(((3 * row[0]) + row[1] + 2) >> 2));
        for (int x = 1; x < count - 1; x++)
        {
            int near = 3 * row[x];
            wide[2 * x] = (byte)((near + row[x - 1] + 1) >> 2);
            wide[(2 * x) + 1] = (byte)((near + row[x + 1] + 2) >> 2);
        }

        (wide[(2 * count) - 2], wide[(2 * count) - 1]) = ((byte)(((3 * row[^1]) + row[^2] + 1) >> 2), row[^1]);
    }

    /// <summary>A row twice as wide, a quarter of a sample above or below the one given.</summary>
    /// <param name="near">The row that counts three times.</param>
    /// <param name="far">Its neighbour.</param>
    /// <param name="sums">Room for as many numbers.</param>
    /// <param name="wide">The row.</param>
    public static void Widen(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<int> sums, Span<byte> wide)
    {
        int count = near.Length;
        if (count < FewestForFancy)
        {
            Widen(near, wide);
            return;
        }

        sums = sums[..count];
        far = far[..count];
        for (int x = 0; x < sums.Length; x++) sums[x] = (3 * near[x]) + far[x];
        (wide[0], wide[1]) = ((byte)(((4 * sums[0]) + 8) >> 4), (byte)(((3 * sums[0]) + sums[1] + 7) >> 4));
        for (int x = 1; x < sums.Length - 1; x++)
        {
            int here = 3 * sums[x];
            wide[2 * x] = (byte)((here + sums[x - 1] + 8) >> 4);
            wide[(2 * x) + 1] = (byte)((here + sums[x + 1] + 7) >> 4);
        }

        (wide[(2 * count) - 2], wide[(2 * count) - 1]) = ((byte)(((3 * sums[^1]) + sums[^2] + 8) >> 4), (byte)(((4 * sums[^1]) + 7) >> 4));
    }
}
