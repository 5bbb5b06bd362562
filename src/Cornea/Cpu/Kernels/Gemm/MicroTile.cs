namespace Cornea.Cpu.Kernels;

/// <summary>
/// What a micro-kernel multiplies: a few rows of A by a panel of B, into a tile of C. Strides are in bytes.
/// </summary>
/// <remarks>
/// Element (row, k) of A lies at A + RunOffsets[k / RunLength] + row · ARowStride + (k mod RunLength) · ADepthStride.
/// So one kernel serves A stored by rows, A stored by columns, and the windows of an image read in place: a run is then a row of
/// the window (or a row of the image). Row k of B lies at B + k · BDepthStride, its columns side by side.
/// </remarks>
internal unsafe struct MicroTile
{
    public byte* A;
    public nint ARowStride;
    public nint ADepthStride;

    /// <summary>Where each run begins, in bytes from <see cref="A"/>.</summary>
    public nint* RunOffsets;
    public int Runs;
    public int RunLength;

    public byte* B;
    public nint BDepthStride;

    public byte* C;
    public nint CRowStride;

    /// <summary>Rows of the tile, from 1 to <see cref="MicroKernel.MaximumRows"/>.</summary>
    public int Rows;

    /// <summary>Columns of C, from 1 to 48; B has its panel's full width, padded with zeros.</summary>
    public int Columns;

    /// <summary>Whether the sum is added to C (the later blocks of k), else it replaces C.</summary>
    public bool Accumulate;

    /// <summary>Whether the sums are complete, and <see cref="Epilogue"/> follows; its bias is that of the tile's first column.</summary>
    public bool Finishes;
    public TileEpilogue Epilogue;
}
