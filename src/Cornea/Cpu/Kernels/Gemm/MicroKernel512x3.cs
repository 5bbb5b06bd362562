using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

// AggressiveOptimization: Run alone. It is a leaf loop that reads no statics and must be fast from its first call on.

/// <summary>
/// Up to 9 rows × 48 columns in 27 accumulators of 512 bits, which leaves registers for B and a broadcast.
/// Rows are addressed in groups of four from one pointer each, as there aren't enough registers for a pointer per row.
/// </summary>
internal static unsafe class MicroKernel512x3
{
    public const int MaximumRows = 9;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows>(in MicroTile tile) where TRows : struct, IRowCount
    {
        nint s1 = tile.ARowStride, s2 = 2 * s1, s3 = 3 * s1, s4 = 4 * s1;
        nint aStep = tile.ADepthStride, bStep = tile.BDepthStride;
        byte* b = tile.B;
        nint* run = tile.RunOffsets;
        nint* lastRun = run + tile.Runs;
        Vector512<float> zero = Vector512<float>.Zero;
        Vector512<float> c00 = zero, c01 = zero, c02 = zero;
        Vector512<float> c10 = zero, c11 = zero, c12 = zero;
        Vector512<float> c20 = zero, c21 = zero, c22 = zero;
        Vector512<float> c30 = zero, c31 = zero, c32 = zero;
        Vector512<float> c40 = zero, c41 = zero, c42 = zero;
        Vector512<float> c50 = zero, c51 = zero, c52 = zero;
        Vector512<float> c60 = zero, c61 = zero, c62 = zero;
        Vector512<float> c70 = zero, c71 = zero, c72 = zero;
        Vector512<float> c80 = zero, c81 = zero, c82 = zero;
        for (; run < lastRun; run++)
        {
            byte* p0 = tile.A + *run;
            byte* p1 = p0 + s4;
            byte* p2 = p1 + s4;
            for (int depth = tile.RunLength; depth > 0; depth--)
            {
                Vector512<float> b0 = Vector512.Load((float*)b);
                Vector512<float> b1 = Vector512.Load((float*)(b + 64));
                Vector512<float> b2 = Vector512.Load((float*)(b + 128));
                Vector512<float> a = Broadcast(p0);
                c00 = Vector512.FusedMultiplyAdd(a, b0, c00);
                c01 = Vector512.FusedMultiplyAdd(a, b1, c01);
                c02 = Vector512.FusedMultiplyAdd(a, b2, c02);
                if (TRows.Count > 1)
                {
                    a = Broadcast(p0 + s1);
                    c10 = Vector512.FusedMultiplyAdd(a, b0, c10);
                    c11 = Vector512.FusedMultiplyAdd(a, b1, c11);
                    c12 = Vector512.FusedMultiplyAdd(a, b2, c12);
                }
                if (TRows.Count > 2)
                {
                    a = Broadcast(p0 + s2);
                    c20 = Vector512.FusedMultiplyAdd(a, b0, c20);
                    c21 = Vector512.FusedMultiplyAdd(a, b1, c21);
                    c22 = Vector512.FusedMultiplyAdd(a, b2, c22);
                }
                if (TRows.Count > 3)
                {
                    a = Broadcast(p0 + s3);
                    c30 = Vector512.FusedMultiplyAdd(a, b0, c30);
                    c31 = Vector512.FusedMultiplyAdd(a, b1, c31);
                    c32 = Vector512.FusedMultiplyAdd(a, b2, c32);
                }
                if (TRows.Count > 4)
                {
                    a = Broadcast(p1);
                    c40 = Vector512.FusedMultiplyAdd(a, b0, c40);
                    c41 = Vector512.FusedMultiplyAdd(a, b1, c41);
                    c42 = Vector512.FusedMultiplyAdd(a, b2, c42);
                }
                if (TRows.Count > 5)
                {
                    a = Broadcast(p1 + s1);
                    c50 = Vector512.FusedMultiplyAdd(a, b0, c50);
                    c51 = Vector512.FusedMultiplyAdd(a, b1, c51);
                    c52 = Vector512.FusedMultiplyAdd(a, b2, c52);
                }
                if (TRows.Count > 6)
                {
                    a = Broadcast(p1 + s2);
                    c60 = Vector512.FusedMultiplyAdd(a, b0, c60);
                    c61 = Vector512.FusedMultiplyAdd(a, b1, c61);
                    c62 = Vector512.FusedMultiplyAdd(a, b2, c62);
                }
                if (TRows.Count > 7)
                {
                    a = Broadcast(p1 + s3);
                    c70 = Vector512.FusedMultiplyAdd(a, b0, c70);
                    c71 = Vector512.FusedMultiplyAdd(a, b1, c71);
                    c72 = Vector512.FusedMultiplyAdd(a, b2, c72);
                }
                if (TRows.Count > 8)
                {
                    a = Broadcast(p2);
                    c80 = Vector512.FusedMultiplyAdd(a, b0, c80);
                    c81 = Vector512.FusedMultiplyAdd(a, b1, c81);
                    c82 = Vector512.FusedMultiplyAdd(a, b2, c82);
                }
                b += bStep;
                p0 += aStep;
                if (TRows.Count > 4) p1 += aStep;
                if (TRows.Count > 8) p2 += aStep;
            }
        }

        byte* c = tile.C;
        nint cStep = tile.CRowStride;
        Store(c, c00, c01, c02, tile);
        if (TRows.Count > 1) Store(c + 1 * cStep, c10, c11, c12, tile);
        if (TRows.Count > 2) Store(c + 2 * cStep, c20, c21, c22, tile);
        if (TRows.Count > 3) Store(c + 3 * cStep, c30, c31, c32, tile);
        if (TRows.Count > 4) Store(c + 4 * cStep, c40, c41, c42, tile);
        if (TRows.Count > 5) Store(c + 5 * cStep, c50, c51, c52, tile);
        if (TRows.Count > 6) Store(c + 6 * cStep, c60, c61, c62, tile);
        if (TRows.Count > 7) Store(c + 7 * cStep, c70, c71, c72, tile);
        if (TRows.Count > 8) Store(c + 8 * cStep, c80, c81, c82, tile);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Broadcast(byte* a) => Vector512.Create(*(float*)a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* c, Vector512<float> x0, Vector512<float> x1, Vector512<float> x2, in MicroTile tile)
    {
        if (tile.Accumulate)
        {
            x0 += Vector512.Load((float*)c);
            x1 += Vector512.Load((float*)(c + 64));
            x2 += Vector512.Load((float*)(c + 128));
        }

        if (tile.Finishes)
        {
            float* bias = tile.Epilogue.Bias;
            if (bias != null)
            {
                x0 += Vector512.Load(bias);
                x1 += Vector512.Load(bias + 16);
                x2 += Vector512.Load(bias + 32);
            }

            if (tile.Epilogue.ToResidual != 0)
            {
                byte* residual = c + tile.Epilogue.ToResidual;
                x0 += Vector512.Load((float*)residual);
                x1 += Vector512.Load((float*)(residual + 64));
                x2 += Vector512.Load((float*)(residual + 128));
            }

            if (tile.Epilogue.Activation != TileActivation.None)
            {
                x0 = Vector512.AndNot(x0, Vector512.LessThanOrEqual(x0, Vector512<float>.Zero));
                x1 = Vector512.AndNot(x1, Vector512.LessThanOrEqual(x1, Vector512<float>.Zero));
                x2 = Vector512.AndNot(x2, Vector512.LessThanOrEqual(x2, Vector512<float>.Zero));
            }

            if (tile.Epilogue.Activation == TileActivation.Relu6)
            {
                x0 = Vector512.MinNative(Vector512.Create(6f), x0);
                x1 = Vector512.MinNative(Vector512.Create(6f), x1);
                x2 = Vector512.MinNative(Vector512.Create(6f), x2);
            }
        }

        x0.Store((float*)c);
        x1.Store((float*)(c + 64));
        x2.Store((float*)(c + 128));
    }
}
