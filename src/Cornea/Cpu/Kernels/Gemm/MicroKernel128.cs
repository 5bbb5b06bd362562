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
                strip.Epilogue = tile.Epilogue.From(vector * MicroKernel.Lanes);
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

        Store(tile.C, c00, c01, c02, c03, tile);
        Store(tile.C + tile.CRowStride, c10, c11, c12, c13, tile);
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

        Store(tile.C, c0, c1, c2, c3, tile);
    }

    private static void Store(byte* c, Vector128<float> x0, Vector128<float> x1, Vector128<float> x2, Vector128<float> x3, in MicroTile tile)
    {
        if (tile.Accumulate)
        {
            x0 += Vector128.Load((float*)c);
            x1 += Vector128.Load((float*)(c + 16));
            x2 += Vector128.Load((float*)(c + 32));
            x3 += Vector128.Load((float*)(c + 48));
        }

        if (tile.Finishes)
        {
            float* bias = tile.Epilogue.Bias;
            if (bias != null)
            {
                x0 += Vector128.Load(bias);
                x1 += Vector128.Load(bias + 4);
                x2 += Vector128.Load(bias + 8);
                x3 += Vector128.Load(bias + 12);
            }

            if (tile.Epilogue.ToResidual != 0)
            {
                byte* residual = c + tile.Epilogue.ToResidual;
                x0 += Vector128.Load((float*)residual);
                x1 += Vector128.Load((float*)(residual + 16));
                x2 += Vector128.Load((float*)(residual + 32));
                x3 += Vector128.Load((float*)(residual + 48));
            }

            if (tile.Epilogue.Activation != TileActivation.None)
            {
                x0 = Vector128.AndNot(x0, Vector128.LessThanOrEqual(x0, Vector128<float>.Zero));
                x1 = Vector128.AndNot(x1, Vector128.LessThanOrEqual(x1, Vector128<float>.Zero));
                x2 = Vector128.AndNot(x2, Vector128.LessThanOrEqual(x2, Vector128<float>.Zero));
                x3 = Vector128.AndNot(x3, Vector128.LessThanOrEqual(x3, Vector128<float>.Zero));
            }

            if (tile.Epilogue.Activation == TileActivation.Relu6)
            {
                x0 = Vector128.MinNative(Vector128.Create(6f), x0);
                x1 = Vector128.MinNative(Vector128.Create(6f), x1);
                x2 = Vector128.MinNative(Vector128.Create(6f), x2);
                x3 = Vector128.MinNative(Vector128.Create(6f), x3);
            }
        }

        x0.Store((float*)c);
        x1.Store((float*)(c + 16));
        x2.Store((float*)(c + 32));
        x3.Store((float*)(c + 48));
    }
}
