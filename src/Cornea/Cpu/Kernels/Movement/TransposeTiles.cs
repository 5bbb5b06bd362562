using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// Transposes a matrix of 4-byte elements: destination[i, j] = source[j, i]. Tiles of 16 × 16 in registers where there is AVX-512; of 8 × 8
/// where there is AVX, two below each other, so that each line of 64 bytes read is used as a whole while it is in L1. Where a tile would
/// stand over the edge, the last whole one is done again.
/// </summary>
internal static unsafe class TransposeTiles
{
    private const int Tile = 8;
    private const int Large = 16;

    /// <param name="source">Element [0, 0].</param>
    /// <param name="sourcePitch">From row j to row j + 1 of the source; may be negative.</param>
    /// <param name="destination">Element [0, 0].</param>
    /// <param name="destinationPitch">From row i to row i + 1 of the destination; may be negative.</param>
    /// <param name="rows">Rows of the destination.</param>
    /// <param name="columns">Columns of the destination.</param>
    public static void Run(float* source, nint sourcePitch, float* destination, nint destinationPitch, nint rows, nint columns)
    {
        if (rows < Tile || columns < Tile)
        {
            for (nint i = 0; i < rows; i++)
            {
                for (nint j = 0; j < columns; j++)
                    destination[i * destinationPitch + j] = source[j * sourcePitch + i];
            }

            return;
        }

        if (Vector512.IsHardwareAccelerated && rows >= Large && columns >= Large)
        {
            for (nint i = 0; i < rows; i += Large)
            {
                nint row = Math.Min(i, rows - Large);
                for (nint j = 0; j < columns; j += Large)
                {
                    nint column = Math.Min(j, columns - Large);
                    TransposeSquare16.Run(
                        source + column * sourcePitch + row, sourcePitch, destination + row * destinationPitch + column, destinationPitch);
                }
            }

            return;
        }

        for (nint i = 0; i < rows; i += 2 * Tile)
        {
            nint upper = Math.Min(i, rows - Tile);
            nint lower = Math.Min(i + Tile, rows - Tile);
            for (nint j = 0; j < columns; j += Tile)
            {
                nint column = Math.Min(j, columns - Tile);
                float* from = source + column * sourcePitch;
                float* to = destination + column;
                Square(from + upper, sourcePitch, to + upper * destinationPitch, destinationPitch);
                if (lower > upper)
                    Square(from + lower, sourcePitch, to + lower * destinationPitch, destinationPitch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(float* source, nint sourcePitch, float* destination, nint destinationPitch)
    {
        if (!Avx.IsSupported)
        {
            for (int i = 0; i < Tile; i++)
            {
                for (int j = 0; j < Tile; j++)
                    destination[i * destinationPitch + j] = source[j * sourcePitch + i];
            }

            return;
        }

        Half(source, sourcePitch, destination, destinationPitch);
        Half(source + 4, sourcePitch, destination + 4 * destinationPitch, destinationPitch);
    }

    /// <summary>
    /// Four columns of eight source rows. Rows j and j + 4 share a register, so that no lane has to cross its middle afterwards.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half(float* source, nint pitch, float* destination, nint destinationPitch)
    {
        float* low = source + 4 * pitch;
        Vector256<float> r0 = Vector256.Create(Vector128.Load(source), Vector128.Load(low));
        Vector256<float> r1 = Vector256.Create(Vector128.Load(source + pitch), Vector128.Load(low + pitch));
        Vector256<float> r2 = Vector256.Create(Vector128.Load(source + 2 * pitch), Vector128.Load(low + 2 * pitch));
        Vector256<float> r3 = Vector256.Create(Vector128.Load(source + 3 * pitch), Vector128.Load(low + 3 * pitch));
        Vector256<float> t0 = Avx.UnpackLow(r0, r1);
        Vector256<float> t1 = Avx.UnpackHigh(r0, r1);
        Vector256<float> t2 = Avx.UnpackLow(r2, r3);
        Vector256<float> t3 = Avx.UnpackHigh(r2, r3);
        Avx.Shuffle(t0, t2, 0b01_00_01_00).Store(destination);
        Avx.Shuffle(t0, t2, 0b11_10_11_10).Store(destination + destinationPitch);
        Avx.Shuffle(t1, t3, 0b01_00_01_00).Store(destination + 2 * destinationPitch);
        Avx.Shuffle(t1, t3, 0b11_10_11_10).Store(destination + 3 * destinationPitch);
    }
}
