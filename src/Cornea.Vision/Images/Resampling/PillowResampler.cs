using System.Buffers;
using System.Numerics;

namespace Cornea.Vision.Resampling;

/// <summary>Resizes as Pillow does, to the last bit: along the rows first, then down the columns, in whole numbers, rounded each time.</summary>
/// <remarks>Source: Pillow's Resample.c. An axis that keeps its size isn't filtered. Opacity is a channel as the colours are.</remarks>
internal static class PillowResampler
{
    private const int FractionBits = 32 - 8 - 2;
    private const int Half = 1 << (FractionBits - 1);

    /// <param name="image">What is resized.</param>
    /// <param name="rows">Which rows make each new one.</param>
    /// <param name="columns">Which columns make each new one.</param>
    /// <param name="target">Where the new pixels go.</param>
    public static void Run(Raster<byte> image, AxisTaps rows, AxisTaps columns, in PixelTarget<float> target)
    {
        int channels = image.Channels, length = columns.Count * channels, firstRow = rows.First(0);
        byte[] between = ArrayPool<byte>.Shared.Rent(checked((rows.End - firstRow) * length));
        int[] sum = ArrayPool<int>.Shared.Rent(length);
        int[][] weights = WholeNumbers(columns);
        for (int y = firstRow; y < rows.End; y++)
        {
            Span<byte> filtered = between.AsSpan((y - firstRow) * length, length);
            if (channels == 1) FilterGrey(image.Row(y), columns, weights, filtered);
            else FilterColoured(image.Row(y), columns, weights, filtered);
        }

        weights = WholeNumbers(rows);
        for (int y = 0; y < rows.Count; y++)
        {
            Span<int> row = sum.AsSpan(0, length);
            row.Fill(Half);
            for (int tap = 0; tap < weights[y].Length; tap++)
                Add(between.AsSpan((rows.First(y) - firstRow + tap) * length, length), weights[y][tap], row);
            for (int x = 0; x < columns.Count; x++)
            {
                if (channels == 1) target.SetGrey(y, x, Clip(row[x]), white: 255);
                else target.Set(y, x, Clip(row[4 * x]), Clip(row[(4 * x) + 1]), Clip(row[(4 * x) + 2]), Clip(row[(4 * x) + 3]));
            }
        }

        ArrayPool<byte>.Shared.Return(between);
        ArrayPool<int>.Shared.Return(sum);
    }

    private static int[][] WholeNumbers(AxisTaps taps)
    {
        var weights = new int[taps.Count][];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = [.. taps.Weights(i).ToArray().Select(weight => (int)((weight * (1 << FractionBits)) + (weight < 0 ? -0.5 : 0.5)))];
        return weights;
    }

    private static void FilterGrey(ReadOnlySpan<byte> row, AxisTaps columns, int[][] weights, Span<byte> filtered)
    {
        for (int x = 0; x < filtered.Length; x++)
        {
            int sum = Half;
            ReadOnlySpan<int> taps = weights[x];
            ReadOnlySpan<byte> pixels = row.Slice(columns.First(x), taps.Length);
            for (int tap = 0; tap < taps.Length; tap++) sum += pixels[tap] * taps[tap];
            filtered[x] = Clip(sum);
        }
    }

    private static void FilterColoured(ReadOnlySpan<byte> row, AxisTaps columns, int[][] weights, Span<byte> filtered)
    {
        for (int x = 0; x < weights.Length; x++)
        {
            int red = Half, green = Half, blue = Half, opacity = Half;
            ReadOnlySpan<int> taps = weights[x];
            ReadOnlySpan<byte> pixels = row.Slice(columns.First(x) * 4, taps.Length * 4);
            foreach (int weight in taps)
            {
                red += pixels[0] * weight;
                green += pixels[1] * weight;
                blue += pixels[2] * weight;
                opacity += pixels[3] * weight;
                pixels = pixels[4..];
            }

            (filtered[4 * x], filtered[(4 * x) + 1], filtered[(4 * x) + 2], filtered[(4 * x) + 3]) = (Clip(red), Clip(green), Clip(blue), Clip(opacity));
        }
    }

    private static void Add(ReadOnlySpan<byte> samples, int weight, Span<int> sum)
    {
        int i = 0;
        int step = Vector<int>.Count;
        Vector<int> factor = new(weight);
        for (; i <= samples.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(samples[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> a, out Vector<uint> b);
            Vector.Widen(high, out Vector<uint> c, out Vector<uint> d);
            Accumulate(sum[i..], a, factor);
            Accumulate(sum[(i + step)..], b, factor);
            Accumulate(sum[(i + (2 * step))..], c, factor);
            Accumulate(sum[(i + (3 * step))..], d, factor);
        }

        for (; i < samples.Length; i++) sum[i] += samples[i] * weight;
    }

    private static void Accumulate(Span<int> sum, Vector<uint> samples, Vector<int> weight) =>
        ((Vector.AsVectorInt32(samples) * weight) + new Vector<int>(sum)).CopyTo(sum);

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> FractionBits, 0, 255);
}
