namespace Cornea.Cpu.Kernels;

/// <summary>The loops of a matrix product around the micro-kernel: blocks of k, panels of columns, tiles of rows.</summary>
internal static unsafe class GemmPiece
{
    /// <summary>Multiplies the tile of C given by its range, over a part of K.</summary>
    /// <param name="problem">The sizes.</param>
    /// <param name="range">What to compute; its columns are whole panels.</param>
    /// <param name="firstK">Where the part of K begins.</param>
    /// <param name="lengthK">Length of the part of K.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B, packed where the problem says so.</param>
    /// <param name="c">First element of the whole C.</param>
    /// <param name="leadingC">Floats from row to row of <paramref name="c"/>.</param>
    /// <param name="copiesA">Whether the piece's columns of a transposed A go through the workspace.</param>
    /// <param name="scratch">Workspace for that.</param>
    public static void Run(in GemmProblem problem, OutputTile range, int firstK, int lengthK,
        float* a, float* b, float* c, nint leadingC, bool copiesA, byte* scratch)
    {
        if (lengthK == 0)
        {
            for (int row = range.Row; row < range.Row + range.Rows; row++)
                new Span<float>(c + row * leadingC + range.Column, range.Columns).Clear();
            return;
        }

        nint zero = 0;
        bool packed = problem.PacksB;
        var panels = new ColumnPanels(problem.N);
        var blocks = EvenCut.OfAtMost(lengthK, GemmProblem.MaximumBlock);
        nint rowStride = problem.TransposeA ? 1 : problem.LeadingA, depthStride = problem.TransposeA ? problem.LeadingA : 1;
        var tile = new MicroTile
        {
            RunOffsets = &zero, Runs = 1, ARowStride = rowStride * sizeof(float), ADepthStride = depthStride * sizeof(float),
            CRowStride = leadingC * sizeof(float),
        };
        if (copiesA)
            tile.ADepthStride = range.Rows * sizeof(float);

        for (int block = 0; block < blocks.Parts; block++)
        {
            int k = firstK + blocks.Start(block);
            tile.RunLength = blocks.Size(block);
            tile.Accumulate = block > 0;
            float* blockOfA = a + range.Row * rowStride + k * depthStride;
            if (copiesA)
            {
                PanelPacking.Copy(blockOfA, problem.LeadingA, tile.RunLength, range.Rows, (float*)scratch, range.Rows);
                blockOfA = (float*)scratch;
            }

            for (int panel = 0; panel < panels.Count; panel++)
            {
                int column = panels.Start(panel), vectors = panels.Vectors(panel), width = vectors * MicroKernel.Lanes;
                if (column < range.Column || column >= range.Column + range.Columns)
                    continue;
                tile.Columns = panels.Width(panel);
                tile.B = (byte*)(packed ? b + (nint)column * problem.K + (nint)k * width : b + (nint)k * problem.LeadingB + column);
                tile.BDepthStride = (packed ? width : problem.LeadingB) * sizeof(float);
                var rows = EvenCut.OfAtMost(range.Rows, MicroKernel.MaximumRows(vectors));
                int row = 0;
                for (int part = 0; part < rows.Parts; part++)
                {
                    tile.Rows = rows.Size(part);
                    tile.A = (byte*)blockOfA + row * tile.ARowStride;
                    tile.C = (byte*)(c + (range.Row + row) * leadingC + column);
                    MicroKernel.Run(tile, vectors);
                    row += tile.Rows;
                }
            }
        }
    }
}
