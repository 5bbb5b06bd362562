namespace Cornea.Cpu.Kernels;

/// <summary>Calls the 512-bit kernel made for a tile's number of rows and of column vectors.</summary>
internal static unsafe class MicroKernel512
{
    /// <summary>Multiplies a tile of up to 3 vectors of 16 columns, all of them whole.</summary>
    public static void Run(in MicroTile tile, int vectors)
    {
        switch (vectors)
        {
            case 1: RunOne(tile); break;
            case 2: RunTwo(tile); break;
            default: RunThree(tile); break;
        }
    }

    private static void RunOne(in MicroTile tile)
    {
        switch (tile.Rows)
        {
            case 1: MicroKernel512x1.Run<RowCount.Rows1>(tile); break;
            case 2: MicroKernel512x1.Run<RowCount.Rows2>(tile); break;
            case 3: MicroKernel512x1.Run<RowCount.Rows3>(tile); break;
            case 4: MicroKernel512x1.Run<RowCount.Rows4>(tile); break;
            case 5: MicroKernel512x1.Run<RowCount.Rows5>(tile); break;
            case 6: MicroKernel512x1.Run<RowCount.Rows6>(tile); break;
            case 7: MicroKernel512x1.Run<RowCount.Rows7>(tile); break;
            case 8: MicroKernel512x1.Run<RowCount.Rows8>(tile); break;
            case 9: MicroKernel512x1.Run<RowCount.Rows9>(tile); break;
            case 10: MicroKernel512x1.Run<RowCount.Rows10>(tile); break;
            case 11: MicroKernel512x1.Run<RowCount.Rows11>(tile); break;
            case 12: MicroKernel512x1.Run<RowCount.Rows12>(tile); break;
            case 13: MicroKernel512x1.Run<RowCount.Rows13>(tile); break;
            case 14: MicroKernel512x1.Run<RowCount.Rows14>(tile); break;
            case 15: MicroKernel512x1.Run<RowCount.Rows15>(tile); break;
            default: MicroKernel512x1.Run<RowCount.Rows16>(tile); break;
        }
    }

    private static void RunTwo(in MicroTile tile)
    {
        switch (tile.Rows)
        {
            case 1: MicroKernel512x2.Run<RowCount.Rows1>(tile); break;
            case 2: MicroKernel512x2.Run<RowCount.Rows2>(tile); break;
            case 3: MicroKernel512x2.Run<RowCount.Rows3>(tile); break;
            case 4: MicroKernel512x2.Run<RowCount.Rows4>(tile); break;
            case 5: MicroKernel512x2.Run<RowCount.Rows5>(tile); break;
            case 6: MicroKernel512x2.Run<RowCount.Rows6>(tile); break;
            case 7: MicroKernel512x2.Run<RowCount.Rows7>(tile); break;
            case 8: MicroKernel512x2.Run<RowCount.Rows8>(tile); break;
            case 9: MicroKernel512x2.Run<RowCount.Rows9>(tile); break;
            case 10: MicroKernel512x2.Run<RowCount.Rows10>(tile); break;
            case 11: MicroKernel512x2.Run<RowCount.Rows11>(tile); break;
            case 12: MicroKernel512x2.Run<RowCount.Rows12>(tile); break;
            case 13: MicroKernel512x2.Run<RowCount.Rows13>(tile); break;
            default: MicroKernel512x2.Run<RowCount.Rows14>(tile); break;
        }
    }

    private static void RunThree(in MicroTile tile)
    {
        switch (tile.Rows)
        {
            case 1: MicroKernel512x3.Run<RowCount.Rows1>(tile); break;
            case 2: MicroKernel512x3.Run<RowCount.Rows2>(tile); break;
            case 3: MicroKernel512x3.Run<RowCount.Rows3>(tile); break;
            case 4: MicroKernel512x3.Run<RowCount.Rows4>(tile); break;
            case 5: MicroKernel512x3.Run<RowCount.Rows5>(tile); break;
            case 6: MicroKernel512x3.Run<RowCount.Rows6>(tile); break;
            case 7: MicroKernel512x3.Run<RowCount.Rows7>(tile); break;
            case 8: MicroKernel512x3.Run<RowCount.Rows8>(tile); break;
            default: MicroKernel512x3.Run<RowCount.Rows9>(tile); break;
        }
    }
}
