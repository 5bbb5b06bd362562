using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// The tiles of <see cref="MicroKernel"/> with vectors of 128 bits, which ARM has and every other machine imitates: strips of
/// 16 columns, two rows at a time, then one.
/// </summary>
internal static unsafe class MicroKernel128
{
    private const int StripBytes = 16 * sizeof(float);

    /// <summary>Multiplies a tile of up to 3 strips of 16 columns, all of them whole.</summary>
    public static void Run(in MicroTile tile, int vectors)
    {
        for (int vector = 0; vector < vectors; vector++)
            for (int row = 0; row < tile.Rows; row += 2)
            {
                MicroTile strip = tile;
                strip.A += row * tile.ARowStride;
                strip.B += vector * StripBytes;
                strip.C += row * tile.CRowStride + vector * StripBytes;
                if (row + 1 < tile.Rows)
                    TwoRows(strip);
                else
                    OneRow(strip);
            }
    }

    private static void TwoRows(in MicroTile tile)
    {
        Vector128<float> c00 = default, c01 = default, c02 = default, c03 = default;
        Vector128<float> c10 = default, c11 = default, c12 = default, c13 = default;
        float* b = (float*)tile.B;
        for (int run = 0; run < tile.Runs; run++)
        {
            byte* a = tile.A + tile.RunOffsets[run];
            for (int depth = 0; depth < tile.RunLength; depth++)
            {
                Vector128<float> b0 = Vector128.Load(b), b1 = Vector128.Load(b + 4);
                Vector128<float> b2 = Vector128.Load(b + 8), b3 = Vector128.Load(b + 12);
                Vector128<float> x = Vector128.Create(*(float*)a);
                c00 = Vector128.FusedMultiplyAdd(x, b0, c00);
                c01 = Vector128.FusedMultiplyAdd(x, b1, c01);
                c02 = Vector128.FusedMultiplyAdd(x, b2, c02);
                c03 = Vector128.FusedMultiplyAdd(x, b3, c03);
                x = Vector128.Create(*(float*)(a + tile.ARowStride));
                c10 = Vector128.FusedMultiplyAdd(x, b0, c10);
                c11 = Vector128.FusedMultiplyAdd(x, b1, c11);
                c12 = Vector128.FusedMultiplyAdd(x, b2, c12);
                c13 = Vector128.FusedMultiplyAdd(x, b3, c13);
                a += tile.ADepthStride;
                b = (float*)((byte*)b + tile.BDepthStride);
            }
        }

        Store(tile.C, c00, c01, c02, c03, tile.Accumulate);
        Store(tile.C + tile.CRowStride, c10, c11, c12, c13, tile.Accumulate);
    }

    private static void OneRow(in MicroTile tile)
    {
        Vector128<float> c0 = default, c1 = default, c2 = default, c3 = default;
        float* b = (float*)tile.B;
        for (int run = 0; run < tile.Runs; run++)
        {
            byte* a = tile.A + tile.RunOffsets[run];
            for (int depth = 0; depth < tile.RunLength; depth++)
            {
                Vector128<float> x = Vector128.Create(*(float*)a);
                c0 = Vector128.FusedMultiplyAdd(x, Vector128.Load(b), c0);
                c1 = Vector128.FusedMultiplyAdd(x, Vector128.Load(b + 4), c1);
                c2 = Vector128.FusedMultiplyAdd(x, Vector128.Load(b + 8), c2);
                c3 = Vector128.FusedMultiplyAdd(x, Vector128.Load(b + 12), c3);
                a += tile.ADepthStride;
                b = (float*)((byte*)b + tile.BDepthStride);
            }
        }

        Store(tile.C, c0, c1, c2, c3, tile.Accumulate);
    }

    private static void Store(byte* to, Vector128<float> x0, Vector128<float> x1, Vector128<float> x2, Vector128<float> x3, bool add)
    {
        float* c = (float*)to;
        if (add)
        {
            x0 += Vector128.Load(c);
            x1 += Vector128.Load(c + 4);
            x2 += Vector128.Load(c + 8);
            x3 += Vector128.Load(c + 12);
        }

        x0.Store(c);
        x1.Store(c + 4);
        x2.Store(c + 8);
        x3.Store(c + 12);
    }
}
