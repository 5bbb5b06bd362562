using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

// AggressiveOptimization: Run alone. It is a leaf loop that reads no statics and must be fast from its first call on.

/// <summary>
/// Up to 16 rows × 16 columns in 16 accumulators of 512 bits, which leaves registers for B and a broadcast.
/// Rows are addressed in groups of four from one pointer each, as there aren't enough registers for a pointer per row.
/// </summary>
internal static unsafe class MicroKernel512x1
{
    public const int MaximumRows = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows>(in MicroTile tile) where TRows : struct, IRowCount
    {
        nint s1 = tile.ARowStride, s2 = 2 * s1, s3 = 3 * s1, s4 = 4 * s1;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        byte* b = tile.B;
        nint* run = tile.RunOffsets;
        nint* lastRun = run + tile.Runs;
        Vector512<float> zero = Vector512<float>.Zero;
        Vector512<float> c00 = zero;
        Vector512<float> c10 = zero;
        Vector512<float> c20 = zero;
        Vector512<float> c30 = zero;
        Vector512<float> c40 = zero;
        Vector512<float> c50 = zero;
        Vector512<float> c60 = zero;
        Vector512<float> c70 = zero;
        Vector512<float> c80 = zero;
        Vector512<float> c90 = zero;
        Vector512<float> ca0 = zero;
        Vector512<float> cb0 = zero;
        Vector512<float> cc0 = zero;
        Vector512<float> cd0 = zero;
        Vector512<float> ce0 = zero;
        Vector512<float> cf0 = zero;
        for (; run < lastRun; run++)
        {
            byte* p0 = tile.A + *run;
            byte* p1 = p0 + s4;
            byte* p2 = p1 + s4;
            byte* p3 = p2 + s4;
            for (int depth = tile.RunLength; depth > 0; depth--)
            {
                Vector512<float> b0 = Vector512.Load((float*)b);
                c00 = Fused(p0, b0, c00);
                if (TRows.Count > 1) c10 = Fused(p0 + s1, b0, c10);
                if (TRows.Count > 2) c20 = Fused(p0 + s2, b0, c20);
                if (TRows.Count > 3) c30 = Fused(p0 + s3, b0, c30);
                if (TRows.Count > 4) c40 = Fused(p1, b0, c40);
                if (TRows.Count > 5) c50 = Fused(p1 + s1, b0, c50);
                if (TRows.Count > 6) c60 = Fused(p1 + s2, b0, c60);
                if (TRows.Count > 7) c70 = Fused(p1 + s3, b0, c70);
                if (TRows.Count > 8) c80 = Fused(p2, b0, c80);
                if (TRows.Count > 9) c90 = Fused(p2 + s1, b0, c90);
                if (TRows.Count > 10) ca0 = Fused(p2 + s2, b0, ca0);
                if (TRows.Count > 11) cb0 = Fused(p2 + s3, b0, cb0);
                if (TRows.Count > 12) cc0 = Fused(p3, b0, cc0);
                if (TRows.Count > 13) cd0 = Fused(p3 + s1, b0, cd0);
                if (TRows.Count > 14) ce0 = Fused(p3 + s2, b0, ce0);
                if (TRows.Count > 15) cf0 = Fused(p3 + s3, b0, cf0);
                b += bStep;
                p0 += aStep;
                if (TRows.Count > 4) p1 += aStep;
                if (TRows.Count > 8) p2 += aStep;
                if (TRows.Count > 12) p3 += aStep;
            }
        }

        byte* c = tile.C;
        nint cStep = tile.CRowStride;
        Store(c, c00, tile);
        if (TRows.Count > 1) Store(c + 1 * cStep, c10, tile);
        if (TRows.Count > 2) Store(c + 2 * cStep, c20, tile);
        if (TRows.Count > 3) Store(c + 3 * cStep, c30, tile);
        if (TRows.Count > 4) Store(c + 4 * cStep, c40, tile);
        if (TRows.Count > 5) Store(c + 5 * cStep, c50, tile);
        if (TRows.Count > 6) Store(c + 6 * cStep, c60, tile);
        if (TRows.Count > 7) Store(c + 7 * cStep, c70, tile);
        if (TRows.Count > 8) Store(c + 8 * cStep, c80, tile);
        if (TRows.Count > 9) Store(c + 9 * cStep, c90, tile);
        if (TRows.Count > 10) Store(c + 10 * cStep, ca0, tile);
        if (TRows.Count > 11) Store(c + 11 * cStep, cb0, tile);
        if (TRows.Count > 12) Store(c + 12 * cStep, cc0, tile);
        if (TRows.Count > 13) Store(c + 13 * cStep, cd0, tile);
        if (TRows.Count > 14) Store(c + 14 * cStep, ce0, tile);
        if (TRows.Count > 15) Store(c + 15 * cStep, cf0, tile);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fused(byte* a, Vector512<float> b, Vector512<float> sum) =>
        Vector512.FusedMultiplyAdd(Vector512.Create(*(float*)a), b, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* c, Vector512<float> x0, in MicroTile tile)
    {
        if (tile.Accumulate)
        {
            x0 += Vector512.Load((float*)c);
        }

        if (tile.Finishes)
        {
            float* bias = tile.Epilogue.Bias;
            if (bias != null)
            {
                x0 += Vector512.Load(bias);
            }

            if (tile.Epilogue.ToResidual != 0)
            {
                byte* residual = c + tile.Epilogue.ToResidual;
                x0 += Vector512.Load((float*)residual);
            }

            if (tile.Epilogue.Activation != TileActivation.None)
            {
                x0 = Vector512.AndNot(x0, Vector512.LessThanOrEqual(x0, Vector512<float>.Zero));
            }

            if (tile.Epilogue.Activation == TileActivation.Relu6)
            {
                x0 = Vector512.MinNative(Vector512.Create(6f), x0);
            }
        }

        x0.Store((float*)c);
    }
}
