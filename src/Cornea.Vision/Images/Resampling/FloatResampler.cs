using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cornea.Vision.Resampling;

/// <summary>Resizes in single precision, nothing rounded: down the columns first, a new row at a time, then along that row.</summary>
internal static class FloatResampler
{
    private const int Block = 16; // Samples that are summed together.

    /// <param name="image">What is resized.</param>
    /// <param name="rows">Which rows make each new one.</param>
    /// <param name="columns">Which columns make each new one.</param>
    /// <param name="target">Where the new pixels go.</param>
    public static void Run(Raster<byte> image, AxisTaps rows, AxisTaps columns, in PixelTarget target)
    {
        int channels = image.Channels, length = columns.End * channels, result = columns.Count * channels;
        float[] sums = ArrayPool<float>.Shared.Rent(length + Block), row = ArrayPool<float>.Shared.Rent(result);
        float[][] weights = new float[columns.Count][];
        for (int x = 0; x < weights.Length; x++) weights[x] = Singles(columns.Weights(x));
        for (int y = 0; y < rows.Count; y++)
        {
            Sum(image, rows.First(y), length, Singles(rows.Weights(y)), sums);
            if (channels == 1)
            {
                Grey(sums, columns, weights, row);
                target.SetGrey(y, row.AsSpan(0, result));
            }
            else
            {
                Coloured(sums, columns, weights, row);
                target.Set(y, row.AsSpan(0, result));
            }
        }

        ArrayPool<float>.Shared.Return(sums);
        ArrayPool<float>.Shared.Return(row);
    }

    private static float[] Singles(ReadOnlySpan<double> weights)
    {
        float[] singles = new float[weights.Length];
        for (int tap = 0; tap < singles.Length; tap++) singles[tap] = (float)weights[tap];
        return singles;
    }

    // Rows below each other, weighed and added up: so many samples at a time that their sums stay in registers. The last block reads beyond the row.
    private static void Sum(Raster<byte> image, int first, int length, float[] weights, float[] sums)
    {
        ref byte samples = ref MemoryMarshal.GetArrayDataReference(image.Memory);
        ref float result = ref MemoryMarshal.GetArrayDataReference(sums);
        int pitch = image.Width * image.Channels;
        for (int x = 0; x < length; x += Block)
        {
            Vector256<float> low = Vector256<float>.Zero, high = low;
            nuint at = (nuint)((first * pitch) + x);
            foreach (float weight in weights)
            {
                Vector128<byte> block = Vector128.LoadUnsafe(ref samples, at);
                Vector256<float> factor = Vector256.Create(weight);
                low = Vector256.FusedMultiplyAdd(Single(Vector128.WidenLower(block)), factor, low);
                high = Vector256.FusedMultiplyAdd(Single(Vector128.WidenUpper(block)), factor, high);
                at += (nuint)pitch;
            }

            low.StoreUnsafe(ref result, (nuint)x);
            high.StoreUnsafe(ref result, (nuint)(x + (Block / 2)));
        }
    }

    private static Vector256<float> Single(Vector128<ushort> samples) => Vector256.ConvertToSingle(Vector256.WidenLower(samples.ToVector256Unsafe()).AsInt32());

    private static void Grey(float[] sums, AxisTaps columns, float[][] weights, float[] row)
    {
        for (int x = 0; x < weights.Length; x++)
        {
            ReadOnlySpan<float> taps = weights[x], pixels = sums.AsSpan(columns.First(x), taps.Length);
            float sum = 0;
            for (int tap = 0; tap < taps.Length; tap++) sum = MathF.FusedMultiplyAdd(pixels[tap], taps[tap], sum);
            row[x] = sum;
        }
    }

    // A pixel's four samples are a vector.
    private static void Coloured(float[] sums, AxisTaps columns, float[][] weights, float[] row)
    {
        ref float first = ref MemoryMarshal.GetArrayDataReference(sums);
        for (int x = 0; x < weights.Length; x++)
        {
            Vector128<float> sum = Vector128<float>.Zero;
            nuint pixel = (nuint)columns.First(x) * 4;
            foreach (float weight in weights[x])
            {
                sum = Vector128.FusedMultiplyAdd(Vector128.LoadUnsafe(ref first, pixel), Vector128.Create(weight), sum);
                pixel += 4;
            }

            sum.CopyTo(row, 4 * x);
        }
    }
}
