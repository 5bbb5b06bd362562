using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

// AggressiveOptimization: Strip alone. It is a leaf loop that reads no statics and must be fast from its first call on.

/// <summary>
/// The tiles of <see cref="MicroKernel"/> with 16 registers of 256 bits: strips of 16 columns, at most 6 rows at a time
/// (12 accumulators, 2 vectors of B, one broadcast).
/// </summary>
internal static unsafe class MicroKernel256
{
    private const int StripRows = 6;
    private const int StripBytes = 16 * sizeof(float);

    /// <summary>Multiplies a tile of up to 3 strips of 16 columns, all of them whole.</summary>
    public static void Run(in MicroTile tile, int vectors)
    {
        var cut = EvenCut.OfAtMost(tile.Rows, StripRows);
        for (int vector = 0; vector < vectors; vector++)
            for (int part = 0; part < cut.Parts; part++)
            {
                int row = cut.Start(part);
                MicroTile strip = tile;
                strip.A += row * tile.ARowStride;
                strip.B += vector * StripBytes;
                strip.C += row * tile.CRowStride + vector * StripBytes;
                strip.Epilogue = tile.Epilogue.From(vector * MicroKernel.Lanes);
                switch (cut.Size(part))
                {
                    case 1: Strip<RowCount.Rows1>(strip); break;
                    case 2: Strip<RowCount.Rows2>(strip); break;
                    case 3: Strip<RowCount.Rows3>(strip); break;
                    case 4: Strip<RowCount.Rows4>(strip); break;
                    case 5: Strip<RowCount.Rows5>(strip); break;
                    default: Strip<RowCount.Rows6>(strip); break;
                }
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip<TRows>(in MicroTile tile) where TRows : struct, IRowCount
    {
        nint s1 = tile.ARowStride, s2 = 2 * s1, s3 = 3 * s1, s4 = 4 * s1;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        byte* b = tile.B;
        nint* run = tile.RunOffsets;
        nint* lastRun = run + tile.Runs;
        Vector256<float> zero = Vector256<float>.Zero;
        Vector256<float> c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero;
        Vector256<float> c30 = zero, c31 = zero, c40 = zero, c41 = zero, c50 = zero, c51 = zero;
        for (; run < lastRun; run++)
        {
            byte* p0 = tile.A + *run;
            byte* p1 = p0 + s4;
            for (int depth = tile.RunLength; depth > 0; depth--)
            {
                Vector256<float> b0 = Vector256.Load((float*)b), b1 = Vector256.Load((float*)(b + 32));
                FusedMultiplyAdd(p0, b0, b1, ref c00, ref c01);
                if (TRows.Count > 1) FusedMultiplyAdd(p0 + s1, b0, b1, ref c10, ref c11);
                if (TRows.Count > 2) FusedMultiplyAdd(p0 + s2, b0, b1, ref c20, ref c21);
                if (TRows.Count > 3) FusedMultiplyAdd(p0 + s3, b0, b1, ref c30, ref c31);
                if (TRows.Count > 4) FusedMultiplyAdd(p1, b0, b1, ref c40, ref c41);
                if (TRows.Count > 5) FusedMultiplyAdd(p1 + s1, b0, b1, ref c50, ref c51);
                b += bStep;
                p0 += aStep;
                if (TRows.Count > 4) p1 += aStep;
            }
        }

        byte* c = tile.C;
        nint cStep = tile.CRowStride;
        Store(c, c00, c01, tile);
        if (TRows.Count > 1) Store(c + cStep, c10, c11, tile);
        if (TRows.Count > 2) Store(c + 2 * cStep, c20, c21, tile);
        if (TRows.Count > 3) Store(c + 3 * cStep, c30, c31, tile);
        if (TRows.Count > 4) Store(c + 4 * cStep, c40, c41, tile);
        if (TRows.Count > 5) Store(c + 5 * cStep, c50, c51, tile);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FusedMultiplyAdd(byte* a, Vector256<float> b0, Vector256<float> b1,
        ref Vector256<float> sum0, ref Vector256<float> sum1)
    {
        Vector256<float> x = Vector256.Create(*(float*)a);
        sum0 = Vector256.FusedMultiplyAdd(x, b0, sum0);
        sum1 = Vector256.FusedMultiplyAdd(x, b1, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* c, Vector256<float> x0, Vector256<float> x1, in MicroTile tile)
    {
        if (tile.Accumulate)
        {
            x0 += Vector256.Load((float*)c);
            x1 += Vector256.Load((float*)(c + 32));
        }

        if (tile.Finishes)
        {
            float* bias = tile.Epilogue.Bias;
            if (bias != null)
            {
                x0 += Vector256.Load(bias);
                x1 += Vector256.Load(bias + 8);
            }

            if (tile.Epilogue.ToResidual != 0)
            {
                byte* residual = c + tile.Epilogue.ToResidual;
                x0 += Vector256.Load((float*)residual);
                x1 += Vector256.Load((float*)(residual + 32));
            }

            if (tile.Epilogue.Activation != TileActivation.None)
            {
                x0 = Vector256.AndNot(x0, Vector256.LessThanOrEqual(x0, Vector256<float>.Zero));
                x1 = Vector256.AndNot(x1, Vector256.LessThanOrEqual(x1, Vector256<float>.Zero));
            }

            if (tile.Epilogue.Activation == TileActivation.Relu6)
            {
                x0 = Vector256.MinNative(Vector256.Create(6f), x0);
                x1 = Vector256.MinNative(Vector256.Create(6f), x1);
            }
        }

        x0.Store((float*)c);
        x1.Store((float*)(c + 32));
    }
}
