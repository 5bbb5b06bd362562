using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cornea.Vision.Resampling;

/// <summary>Resizes as Pillow does, to the last bit: along the rows first, then down the columns, in whole numbers, rounded each time.</summary>
/// <remarks>Source: Pillow's Resample.c. An axis that keeps its size isn't filtered. Opacity is a channel as the colours are.</remarks>
internal static class PillowResampler
{
    private const int FractionBits = 32 - 8 - 2;
    private const int Half = 1 << (FractionBits - 1);
    private const int Block = 16; // Samples that are summed together.

    /// <param name="image">What is resized.</param>
    /// <param name="rows">Which rows make each new one.</param>
    /// <param name="columns">Which columns make each new one.</param>
    /// <param name="target">Where the new pixels go.</param>
    public static void Run(Raster<byte> image, AxisTaps rows, AxisTaps columns, in PixelTarget target)
    {
        int channels = image.Channels, length = columns.Count * channels, pitch = (length + Block - 1) / Block * Block, firstRow = rows.First(0);
        byte[] between = ArrayPool<byte>.Shared.Rent(checked((rows.End - firstRow) * pitch));
        float[] row = ArrayPool<float>.Shared.Rent(pitch);
        if (channels == 1) FilterGrey(image, columns, firstRow, rows.End, between, pitch);
        else FilterColoured(image, columns, firstRow, rows.End, between, pitch);
        for (int y = 0; y < rows.Count; y++)
        {
            Sum(between, (rows.First(y) - firstRow) * pitch, pitch, WholeNumbers(rows.Weights(y)), row);
            if (channels == 1) target.SetGrey(y, row.AsSpan(0, length));
            else target.Set(y, row.AsSpan(0, length));
        }

        ArrayPool<byte>.Shared.Return(between);
        ArrayPool<float>.Shared.Return(row);
    }

    private static int[] WholeNumbers(ReadOnlySpan<double> weights)
    {
        int[] whole = new int[weights.Length];
        for (int tap = 0; tap < whole.Length; tap++) whole[tap] = (int)((weights[tap] * (1 << FractionBits)) + (weights[tap] < 0 ? -0.5 : 0.5));
        return whole;
    }

    private static void FilterGrey(Raster<byte> image, AxisTaps columns, int from, int to, byte[] filtered, int pitch)
    {
        for (int x = 0; x < columns.Count; x++)
        {
            int[] weights = WholeNumbers(columns.Weights(x));
            int first = columns.First(x);
            for (int y = from; y < to; y++)
            {
                ReadOnlySpan<byte> pixels = image.Row(y).Slice(first, weights.Length);
                int sum = Half;
                for (int tap = 0; tap < pixels.Length; tap++) sum += pixels[tap] * weights[tap];
                filtered[((y - from) * pitch) + x] = (byte)Math.Clamp(sum >> FractionBits, 0, 255);
            }
        }
    }

    // Two pixels, of four samples each, are a vector; their sums are added at the end. Where the number of taps is odd, a pixel beyond them counts 0.
    private static void FilterColoured(Raster<byte> image, AxisTaps columns, int from, int to, byte[] filtered, int pitch)
    {
        (int First, Vector256<int>[] Weights)[] taps = new (int, Vector256<int>[])[columns.Count];
        for (int x = 0; x < taps.Length; x++)
        {
            int[] weights = WholeNumbers(columns.Weights(x));
            var pairs = new Vector256<int>[(weights.Length + 1) / 2];
            for (int pair = 0; pair < pairs.Length; pair++)
                pairs[pair] = Vector256.Create(Vector128.Create(weights[2 * pair]), Vector128.Create((2 * pair) + 1 < weights.Length ? weights[(2 * pair) + 1] : 0));
            taps[x] = (columns.First(x), pairs);
        }

        ref byte samples = ref MemoryMarshal.GetArrayDataReference(image.Memory);
        for (int y = from; y < to; y++)
        {
            nuint row = (nuint)(y * image.Width * 4);
            Span<uint> result = MemoryMarshal.Cast<byte, uint>(filtered.AsSpan((y - from) * pitch, taps.Length * 4));
            for (int x = 0; x < result.Length; x++)
            {
                nuint pixel = row + (nuint)(taps[x].First * 4);
                Vector256<int> sums = Vector256<int>.Zero;
                foreach (Vector256<int> weights in taps[x].Weights)
                {
                    sums += Widened(Vector64.LoadUnsafe(ref samples, pixel).ToVector128Unsafe()) * weights;
                    pixel += 8;
                }

                Vector128<uint> clipped = Clipped(sums.GetLower() + sums.GetUpper() + Vector128.Create(Half)).AsUInt32();
                Vector128<ushort> narrow = Vector128.Narrow(clipped, clipped);
                result[x] = Vector128.Narrow(narrow, narrow).AsUInt32().ToScalar();
            }
        }
    }

    // Rows below each other, weighed and added up: so many samples at a time that their sums stay in registers.
    private static void Sum(byte[] between, int first, int pitch, int[] weights, float[] row)
    {
        ref byte samples = ref MemoryMarshal.GetArrayDataReference(between);
        ref float result = ref MemoryMarshal.GetArrayDataReference(row);
        for (int x = 0; x < pitch; x += Block)
        {
            Vector256<int> low = Vector256.Create(Half), high = low;
            nuint at = (nuint)(first + x);
            foreach (int weight in weights)
            {
                Vector128<byte> block = Vector128.LoadUnsafe(ref samples, at);
                Vector256<int> factor = Vector256.Create(weight);
                low += Widened(block) * factor;
                high += Vector256.WidenLower(Vector128.WidenUpper(block).ToVector256Unsafe()).AsInt32() * factor;
                at += (nuint)pitch;
            }

            Vector256.ConvertToSingle(Clipped(low)).StoreUnsafe(ref result, (nuint)x);
            Vector256.ConvertToSingle(Clipped(high)).StoreUnsafe(ref result, (nuint)(x + (Block / 2)));
        }
    }

    private static Vector256<int> Widened(Vector128<byte> samples) => Vector256.WidenLower(Vector128.WidenLower(samples).ToVector256Unsafe()).AsInt32();

    private static Vector128<int> Clipped(Vector128<int> sums) => Vector128.Min(Vector128.Max(sums >> FractionBits, Vector128<int>.Zero), Vector128.Create(255));

    private static Vector256<int> Clipped(Vector256<int> sums) => Vector256.Min(Vector256.Max(sums >> FractionBits, Vector256<int>.Zero), Vector256.Create(255));
}
