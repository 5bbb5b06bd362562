using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// The inner loop of all matrix products and convolutions: C tile (+)= A rows · B panel. Each element's sum starts at zero and takes
/// k in order by fused multiply-add, at every vector width, so the bits don't depend on the width or on how C is cut into tiles.
/// </summary>
internal static unsafe class MicroKernel
{
    /// <summary>Columns of a vector of 512 bits; panels of B are whole multiples of it at every width.</summary>
    public const int Lanes = 16;

    /// <summary>Most vectors that a panel has.</summary>
    public const int MaximumVectors = 3;

    private const int MostTileElements = 16 * 48;

    /// <summary>The most rows a tile may have over a panel of 1, 2 or 3 vectors: accumulators and B must fit 32 registers.</summary>
    public static int MaximumRows(int vectors) => vectors switch
    {
        1 => MicroKernel512x1.MaximumRows,
        2 => MicroKernel512x2.MaximumRows,
        _ => MicroKernel512x3.MaximumRows,
    };

    /// <summary>Multiplies one tile.</summary>
    /// <param name="tile">The tile; its B panel has <paramref name="vectors"/> · 16 columns.</param>
    /// <param name="vectors">Vectors of 16 columns, 1 to 3.</param>
    public static void Run(in MicroTile tile, int vectors)
    {
        if (tile.Columns == vectors * Lanes)
            RunWhole(tile, vectors);
        else
            RunNarrow(tile, vectors);
    }

    private static void RunWhole(in MicroTile tile, int vectors)
    {
        if (Vector512.IsHardwareAccelerated)
            MicroKernel512.Run(tile, vectors);
        else if (Vector256.IsHardwareAccelerated)
            MicroKernel256.Run(tile, vectors);
        else
            MicroKernel128.Run(tile, vectors);
    }

    /// <summary>C has fewer columns than the panel: the whole tile goes to the stack, and what belongs to C is copied.</summary>
    [SkipLocalsInit]
    private static void RunNarrow(in MicroTile tile, int vectors)
    {
        float* buffer = stackalloc float[MostTileElements];
        int width = vectors * Lanes;
        MicroTile whole = tile;
        whole.C = (byte*)buffer;
        whole.CRowStride = width * sizeof(float);
        whole.Columns = width;
        whole.Accumulate = whole.Finishes = false;
        RunWhole(whole, vectors);
        for (int row = 0; row < tile.Rows; row++)
        {
            float* from = buffer + row * width;
            float* to = (float*)(tile.C + row * tile.CRowStride);
            if (tile.Accumulate)
                ShortCopy.Add(from, to, tile.Columns);
            else
                ShortCopy.Copy(from, to, tile.Columns);
        }

        if (tile.Finishes) tile.Epilogue.Run(tile.C, tile.CRowStride, tile.Rows, tile.Columns);
    }
}
