using System.Numerics;

namespace Cornea.Vision.Checking;

/// <summary>64 bits of how a picture looks: photos that differ in size, compression or brightness have nearly the same.</summary>
/// <remarks>
/// The sign, against their median, of the 8 × 8 lowest frequencies of the picture in 32 × 32 grey pixels. Source: Zauner, Implementation and
/// benchmarking of perceptual image hash functions (2010), the discrete cosine transform's.
/// </remarks>
internal static class PerceptualHash
{
    /// <summary>Height and width of the grey picture that is hashed.</summary>
    public const int Side = 32;

    private const int Frequencies = 8;

    private static readonly float[] Cosines = MakeCosines();

    /// <param name="grey">[32, 32].</param>
    public static ulong Of(ReadOnlySpan<float> grey)
    {
        Span<float> rows = stackalloc float[Frequencies * Side], all = stackalloc float[Frequencies * Frequencies];
        for (int u = 0; u < Frequencies; u++)
            for (int x = 0; x < Side; x++)
                for (int y = 0; y < Side; y++) rows[(u * Side) + x] += Cosines[(u * Side) + y] * grey[(y * Side) + x];
        for (int u = 0; u < Frequencies; u++)
            for (int v = 0; v < Frequencies; v++)
                for (int x = 0; x < Side; x++) all[(u * Frequencies) + v] += Cosines[(v * Side) + x] * rows[(u * Side) + x];
        all[0] = 0; // How bright the picture is says nothing.
        float[] sorted = all.ToArray();
        Array.Sort(sorted);
        float median = (sorted[31] + sorted[32]) / 2;
        ulong hash = 0;
        for (int i = 0; i < all.Length; i++) hash |= all[i] > median ? 1UL << i : 0;
        return hash;
    }

    /// <summary>In how many bits two differ.</summary>
    public static int Distance(ulong a, ulong b) => BitOperations.PopCount(a ^ b);

    private static float[] MakeCosines()
    {
        var cosines = new float[Frequencies * Side];
        for (int u = 0; u < Frequencies; u++)
            for (int x = 0; x < Side; x++) cosines[(u * Side) + x] = MathF.Cos(MathF.PI * ((2 * x) + 1) * u / (2 * Side));
        return cosines;
    }
}
