using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cornea.Cpu.Kernels;

/// <summary>Lays a part of B out as the micro-kernels read it: row after row of a panel's width, padded with zeros.</summary>
internal static unsafe class PanelPacking
{
    private const int Block = 16;

    /// <summary>Copies a panel of a matrix stored [depth, columns].</summary>
    /// <param name="source">First element of the panel.</param>
    /// <param name="leading">Floats from row to row of the source.</param>
    /// <param name="depth">Rows.</param>
    /// <param name="columns">Columns that the source has, at most <paramref name="width"/>.</param>
    /// <param name="packed">[depth, width].</param>
    /// <param name="width">Columns of the panel, a multiple of 16.</param>
    public static void Copy(float* source, nint leading, int depth, int columns, float* packed, int width)
    {
        for (int k = 0; k < depth; k++, source += leading, packed += width)
        {
            ShortCopy.Copy(source, packed, columns);
            for (int column = columns; column < width; column++)
                packed[column] = 0;
        }
    }

    /// <summary>Copies a panel of a matrix stored [columns, depth]; the arguments are as for <see cref="Copy"/>.</summary>
    public static void Transpose(float* source, nint leading, int depth, int columns, float* packed, int width)
    {
        for (int column = 0; column < width; column += Block)
            for (int k = 0; k < depth; k += Block)
            {
                float* from = source + column * leading + k, to = packed + (nint)k * width + column;
                if (column + Block <= columns && k + Block <= depth)
                    TransposeBlock(from, leading, to, width);
                else
                    TransposeEdge(from, leading, Math.Min(Block, depth - k), Math.Clamp(columns - column, 0, Block), to, width);
            }
    }

    /// <summary>A block with less than 16 rows or columns of the source goes through the stack, filled up with zeros.</summary>
    private static void TransposeEdge(float* source, nint leading, int depth, int columns, float* target, nint width)
    {
        float* whole = stackalloc float[Block * Block];
        float* transposed = stackalloc float[Block * Block];
        for (int column = 0; column < columns; column++)
            ShortCopy.Copy(source + column * leading, whole + column * Block, depth);
        TransposeBlock(whole, Block, transposed, Block);
        for (int k = 0; k < depth; k++)
            ShortCopy.Copy(transposed + k * Block, target + k * width, Block);
    }

    private static void TransposeBlock(float* source, nint leading, float* target, nint width)
    {
        if (Avx512F.IsSupported)
        {
            Transpose16(source, leading, target, width);
        }
        else if (Sse.IsSupported)
        {
            for (int row = 0; row < Block; row += 4)
                for (int column = 0; column < Block; column += 4)
                    Transpose4(source + row * leading + column, leading, target + column * width + row, width);
        }
        else
        {
            for (int row = 0; row < Block; row++)
                for (int column = 0; column < Block; column++)
                    target[column * width + row] = source[row * leading + column];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4(float* source, nint leading, float* target, nint width)
    {
        Vector128<float> r0 = Vector128.Load(source), r1 = Vector128.Load(source + leading);
        Vector128<float> r2 = Vector128.Load(source + 2 * leading), r3 = Vector128.Load(source + 3 * leading);
        Vector128<float> low01 = Sse.UnpackLow(r0, r1), high01 = Sse.UnpackHigh(r0, r1);
        Vector128<float> low23 = Sse.UnpackLow(r2, r3), high23 = Sse.UnpackHigh(r2, r3);
        Sse.MoveLowToHigh(low01, low23).Store(target);
        Sse.MoveHighToLow(low23, low01).Store(target + width);
        Sse.MoveLowToHigh(high01, high23).Store(target + 2 * width);
        Sse.MoveHighToLow(high23, high01).Store(target + 3 * width);
    }

    /// <summary>
    /// 16 × 16: first every group of four rows is transposed within its lanes of 128 bits (giving 4 columns of 4 rows per lane),
    /// then lanes change places between the four groups.
    /// </summary>
    private static void Transpose16(float* source, nint leading, float* target, nint width)
    {
        Lanes4(source, leading,
            out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
        Lanes4(source + 4 * leading, leading,
            out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
        Lanes4(source + 8 * leading, leading,
            out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3);
        Lanes4(source + 12 * leading, leading,
            out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2, out Vector512<float> d3);
        Swap4(a0, b0, c0, d0, target, 4 * width);
        Swap4(a1, b1, c1, d1, target + width, 4 * width);
        Swap4(a2, b2, c2, d2, target + 2 * width, 4 * width);
        Swap4(a3, b3, c3, d3, target + 3 * width, 4 * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lanes4(float* source, nint leading,
        out Vector512<float> x0, out Vector512<float> x1, out Vector512<float> x2, out Vector512<float> x3)
    {
        Vector512<float> r0 = Vector512.Load(source), r1 = Vector512.Load(source + leading);
        Vector512<float> r2 = Vector512.Load(source + 2 * leading), r3 = Vector512.Load(source + 3 * leading);
        Vector512<double> low01 = Avx512F.UnpackLow(r0, r1).AsDouble(), high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(r2, r3).AsDouble(), high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        x0 = Avx512F.UnpackLow(low01, low23).AsSingle();
        x1 = Avx512F.UnpackHigh(low01, low23).AsSingle();
        x2 = Avx512F.UnpackLow(high01, high23).AsSingle();
        x3 = Avx512F.UnpackHigh(high01, high23).AsSingle();
    }

    /// <summary>Lane i of the four inputs, side by side, goes to target + i · step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Swap4(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* target, nint step)
    {
        const byte EvenLanes = 0b10_00_10_00, OddLanes = 0b11_01_11_01;
        Vector512<float> abEven = Avx512F.Shuffle4x128(a, b, EvenLanes), abOdd = Avx512F.Shuffle4x128(a, b, OddLanes);
        Vector512<float> cdEven = Avx512F.Shuffle4x128(c, d, EvenLanes), cdOdd = Avx512F.Shuffle4x128(c, d, OddLanes);
        Avx512F.Shuffle4x128(abEven, cdEven, EvenLanes).Store(target);
        Avx512F.Shuffle4x128(abOdd, cdOdd, EvenLanes).Store(target + step);
        Avx512F.Shuffle4x128(abEven, cdEven, OddLanes).Store(target + 2 * step);
        Avx512F.Shuffle4x128(abOdd, cdOdd, OddLanes).Store(target + 3 * step);
    }
}
