using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

// AggressiveOptimization: Run alone. It is a leaf loop that reads no statics and must be fast from its first call on.

/// <summary>
/// Up to 14 rows × 32 columns in 28 accumulators of 512 bits, which leaves registers for B and a broadcast.
/// Rows are addressed in groups of four from one pointer each, as there aren't enough registers for a pointer per row.
/// </summary>
internal static unsafe class MicroKernel512x2
{
    public const int MaximumRows = 14;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows>(in MicroTile tile) where TRows : struct, IRowCount
    {
        nint s1 = tile.ARowStride, s2 = 2 * s1, s3 = 3 * s1, s4 = 4 * s1;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        byte* b = tile.B;
        nint* run = tile.RunOffsets;
        nint* lastRun = run + tile.Runs;
        Vector512<float> zero = Vector512<float>.Zero;
        Vector512<float> c00 = zero, c01 = zero;
        Vector512<float> c10 = zero, c11 = zero;
        Vector512<float> c20 = zero, c21 = zero;
        Vector512<float> c30 = zero, c31 = zero;
        Vector512<float> c40 = zero, c41 = zero;
        Vector512<float> c50 = zero, c51 = zero;
        Vector512<float> c60 = zero, c61 = zero;
        Vector512<float> c70 = zero, c71 = zero;
        Vector512<float> c80 = zero, c81 = zero;
        Vector512<float> c90 = zero, c91 = zero;
        Vector512<float> ca0 = zero, ca1 = zero;
        Vector512<float> cb0 = zero, cb1 = zero;
        Vector512<float> cc0 = zero, cc1 = zero;
        Vector512<float> cd0 = zero, cd1 = zero;
        for (; run < lastRun; run++)
        {
            byte* p0 = tile.A + *run;
            byte* p1 = p0 + s4;
            byte* p2 = p1 + s4;
            byte* p3 = p2 + s4;
            for (int depth = tile.RunLength; depth > 0; depth--)
            {
                Vector512<float> b0 = Vector512.Load((float*)b);
                Vector512<float> b1 = Vector512.Load((float*)(b + 64));
                Vector512<float> a = Broadcast(p0);
                c00 = Vector512.FusedMultiplyAdd(a, b0, c00);
                c01 = Vector512.FusedMultiplyAdd(a, b1, c01);
                if (TRows.Count > 1)
                {
                    a = Broadcast(p0 + s1);
                    c10 = Vector512.FusedMultiplyAdd(a, b0, c10);
                    c11 = Vector512.FusedMultiplyAdd(a, b1, c11);
                }
                if (TRows.Count > 2)
                {
                    a = Broadcast(p0 + s2);
                    c20 = Vector512.FusedMultiplyAdd(a, b0, c20);
                    c21 = Vector512.FusedMultiplyAdd(a, b1, c21);
                }
                if (TRows.Count > 3)
                {
                    a = Broadcast(p0 + s3);
                    c30 = Vector512.FusedMultiplyAdd(a, b0, c30);
                    c31 = Vector512.FusedMultiplyAdd(a, b1, c31);
                }
                if (TRows.Count > 4)
                {
                    a = Broadcast(p1);
                    c40 = Vector512.FusedMultiplyAdd(a, b0, c40);
                    c41 = Vector512.FusedMultiplyAdd(a, b1, c41);
                }
                if (TRows.Count > 5)
                {
                    a = Broadcast(p1 + s1);
                    c50 = Vector512.FusedMultiplyAdd(a, b0, c50);
                    c51 = Vector512.FusedMultiplyAdd(a, b1, c51);
                }
                if (TRows.Count > 6)
                {
                    a = Broadcast(p1 + s2);
                    c60 = Vector512.FusedMultiplyAdd(a, b0, c60);
                    c61 = Vector512.FusedMultiplyAdd(a, b1, c61);
                }
                if (TRows.Count > 7)
                {
                    a = Broadcast(p1 + s3);
                    c70 = Vector512.FusedMultiplyAdd(a, b0, c70);
                    c71 = Vector512.FusedMultiplyAdd(a, b1, c71);
                }
                if (TRows.Count > 8)
                {
                    a = Broadcast(p2);
                    c80 = Vector512.FusedMultiplyAdd(a, b0, c80);
                    c81 = Vector512.FusedMultiplyAdd(a, b1, c81);
                }
                if (TRows.Count > 9)
                {
                    a = Broadcast(p2 + s1);
                    c90 = Vector512.FusedMultiplyAdd(a, b0, c90);
                    c91 = Vector512.FusedMultiplyAdd(a, b1, c91);
                }
                if (TRows.Count > 10)
                {
                    a = Broadcast(p2 + s2);
                    ca0 = Vector512.FusedMultiplyAdd(a, b0, ca0);
                    ca1 = Vector512.FusedMultiplyAdd(a, b1, ca1);
                }
                if (TRows.Count > 11)
                {
                    a = Broadcast(p2 + s3);
                    cb0 = Vector512.FusedMultiplyAdd(a, b0, cb0);
                    cb1 = Vector512.FusedMultiplyAdd(a, b1, cb1);
                }
                if (TRows.Count > 12)
                {
                    a = Broadcast(p3);
                    cc0 = Vector512.FusedMultiplyAdd(a, b0, cc0);
                    cc1 = Vector512.FusedMultiplyAdd(a, b1, cc1);
                }
                if (TRows.Count > 13)
                {
                    a = Broadcast(p3 + s1);
                    cd0 = Vector512.FusedMultiplyAdd(a, b0, cd0);
                    cd1 = Vector512.FusedMultiplyAdd(a, b1, cd1);
                }
                b += bStep;
                p0 += aStep;
                if (TRows.Count > 4) p1 += aStep;
                if (TRows.Count > 8) p2 += aStep;
                if (TRows.Count > 12) p3 += aStep;
            }
        }

        byte* c = tile.C;
        nint cStep = tile.CRowStride;
        Store(c, c00, c01, tile);
        if (TRows.Count > 1) Store(c + 1 * cStep, c10, c11, tile);
        if (TRows.Count > 2) Store(c + 2 * cStep, c20, c21, tile);
        if (TRows.Count > 3) Store(c + 3 * cStep, c30, c31, tile);
        if (TRows.Count > 4) Store(c + 4 * cStep, c40, c41, tile);
        if (TRows.Count > 5) Store(c + 5 * cStep, c50, c51, tile);
        if (TRows.Count > 6) Store(c + 6 * cStep, c60, c61, tile);
        if (TRows.Count > 7) Store(c + 7 * cStep, c70, c71, tile);
        if (TRows.Count > 8) Store(c + 8 * cStep, c80, c81, tile);
        if (TRows.Count > 9) Store(c + 9 * cStep, c90, c91, tile);
        if (TRows.Count > 10) Store(c + 10 * cStep, ca0, ca1, tile);
        if (TRows.Count > 11) Store(c + 11 * cStep, cb0, cb1, tile);
        if (TRows.Count > 12) Store(c + 12 * cStep, cc0, cc1, tile);
        if (TRows.Count > 13) Store(c + 13 * cStep, cd0, cd1, tile);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Broadcast(byte* a) => Vector512.Create(*(float*)a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* c, Vector512<float> x0, Vector512<float> x1, in MicroTile tile)
    {
        if (tile.Accumulate)
        {
            x0 += Vector512.Load((float*)c);
            x1 += Vector512.Load((float*)(c + 64));
        }

        if (tile.Finishes)
        {
            float* bias = tile.Epilogue.Bias;
            if (bias != null)
            {
                x0 += Vector512.Load(bias);
                x1 += Vector512.Load(bias + 16);
            }

            if (tile.Epilogue.ToResidual != 0)
            {
                byte* residual = c + tile.Epilogue.ToResidual;
                x0 += Vector512.Load((float*)residual);
                x1 += Vector512.Load((float*)(residual + 64));
            }

            if (tile.Epilogue.Activation != TileActivation.None)
            {
                x0 = Vector512.AndNot(x0, Vector512.LessThanOrEqual(x0, Vector512<float>.Zero));
                x1 = Vector512.AndNot(x1, Vector512.LessThanOrEqual(x1, Vector512<float>.Zero));
            }

            if (tile.Epilogue.Activation == TileActivation.Relu6)
            {
                x0 = Vector512.MinNative(Vector512.Create(6f), x0);
                x1 = Vector512.MinNative(Vector512.Create(6f), x1);
            }
        }

        x0.Store((float*)c);
        x1.Store((float*)(c + 64));
    }
}
