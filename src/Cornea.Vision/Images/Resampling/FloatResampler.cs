using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cornea.Vision.Resampling;

/// <summary>Resizes in single precision, nothing rounded: down the columns first, a new row at a time, then along that row.</summary>
internal static class FloatResampler
{
    /// <param name="image">What is resized.</param>
    /// <param name="rows">Which rows make each new one.</param>
    /// <param name="columns">Which columns make each new one.</param>
    /// <param name="target">Where the new pixels go.</param>
    public static void Run(Raster<byte> image, AxisTaps rows, AxisTaps columns, in PixelTarget<float> target)
    {
        int channels = image.Channels, length = columns.End * channels;
        float[] row = ArrayPool<float>.Shared.Rent(length + Vector128<float>.Count);
        float[][] weights = new float[columns.Count][];
        for (int x = 0; x < weights.Length; x++) weights[x] = [.. columns.Weights(x).ToArray().Select(weight => (float)weight)];
        for (int y = 0; y < rows.Count; y++)
        {
            Span<float> sum = row.AsSpan(0, length);
            sum.Clear();
            ReadOnlySpan<double> taps = rows.Weights(y);
            for (int tap = 0; tap < taps.Length; tap++) Add(image.Row(rows.First(y) + tap)[..length], (float)taps[tap], sum);
            if (channels == 1) Grey(sum, columns, weights, target, y);
            else Coloured(row, columns, weights, target, y);
        }

        ArrayPool<float>.Shared.Return(row);
    }

    // sum += weight · samples, a vector of bytes at a time.
    private static void Add(ReadOnlySpan<byte> samples, float weight, Span<float> sum)
    {
        int i = 0;
        int step = Vector<float>.Count;
        Vector<float> factor = new(weight);
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

        for (; i < samples.Length; i++) sum[i] = MathF.FusedMultiplyAdd(samples[i], weight, sum[i]);
    }

    private static void Accumulate(Span<float> sum, Vector<uint> samples, Vector<float> weight) =>
        Vector.FusedMultiplyAdd(Vector.ConvertToSingle(Vector.AsVectorInt32(samples)), weight, new Vector<float>(sum)).CopyTo(sum);

    private static void Grey(ReadOnlySpan<float> row, AxisTaps columns, float[][] weights, in PixelTarget<float> target, int y)
    {
        for (int x = 0; x < weights.Length; x++)
        {
            ReadOnlySpan<float> taps = weights[x], pixels = row.Slice(columns.First(x), taps.Length);
            float sum = 0;
            for (int tap = 0; tap < taps.Length; tap++) sum = MathF.FusedMultiplyAdd(pixels[tap], taps[tap], sum);
            target.SetGrey(y, x, sum, white: 255);
        }
    }

    // A pixel's four samples are a vector.
    private static void Coloured(float[] row, AxisTaps columns, float[][] weights, in PixelTarget<float> target, int y)
    {
        ref float first = ref MemoryMarshal.GetArrayDataReference(row);
        for (int x = 0; x < weights.Length; x++)
        {
            Vector128<float> sum = Vector128<float>.Zero;
            nuint pixel = (nuint)columns.First(x) * 4;
            foreach (float weight in weights[x])
            {
                sum = Vector128.FusedMultiplyAdd(Vector128.LoadUnsafe(ref first, pixel), Vector128.Create(weight), sum);
                pixel += 4;
            }

            target.Set(y, x, sum[0], sum[1], sum[2], sum[3]);
        }
    }
}
