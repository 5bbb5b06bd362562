namespace Cornea.Cpu.Kernels;

/// <summary>
/// The loops shared by the forward and backward-data convolutions: each pixel of a rectangle of target pixels, in several images,
/// is a window of source pixels times the packed weights. All strides are in bytes.
/// </summary>
internal unsafe struct ImageProduct
{
    public int Images;
    public int Rows;
    public int Columns;

    /// <summary>The window's first source element for the first target pixel, and the steps to those of its neighbours.</summary>
    public byte* Source;
    public nint SourceImageStep;
    public nint SourceRowStep;
    public nint SourceColumnStep;

    /// <summary>Where each run of the window begins, from its first element on.</summary>
    public nint* RunOffsets;
    public DepthBlocks Blocks;

    // Which rows of the source a window covers, so that those outside the image, which are zero, are left out of the sum:
    // target row r has its window's rows at SourceTop + r · SourceStep + i · WindowStep, RunsPerWindowRow runs each.
    public int SourceTop;
    public int SourceStep;
    public int WindowStep;
    public int RunsPerWindowRow;
    public int SourceHeight;

    /// <summary>Panels of [Blocks.Runs · Blocks.RunLength, Channels].</summary>
    public float* Packed;

    /// <summary>Channels of a target pixel that are written (those of one group).</summary>
    public int Channels;

    /// <summary>The panels of those channels that are computed.</summary>
    public int FirstPanel;
    public int EndPanel;

    public byte* Target;
    public nint TargetImageStep;
    public nint TargetRowStep;
    public nint TargetColumnStep;

    /// <summary>What is done to the sums at last, and which of its channels is the first one here.</summary>
    public TileEpilogue Epilogue;
    public int FirstChannel;

    /// <summary>Computes all target pixels; the weights' panels are the outer loop, as they are the larger part.</summary>
    public readonly void Run()
    {
        if (Blocks.Count == 0)
        {
            Clear();
            return;
        }

        var panels = new ColumnPanels(Channels);
        nint depth = (nint)Blocks.Runs * Blocks.RunLength;
        var tile = new MicroTile
        {
            ARowStride = SourceColumnStep, ADepthStride = sizeof(float), CRowStride = TargetColumnStep,
        };
        for (int block = 0; block < Blocks.Count; block++)
        {
            (int firstRun, int runs, int start, int length) = Blocks[block];
            tile.RunLength = length;
            tile.Accumulate = block > 0;
            tile.Finishes = block == Blocks.Count - 1 && !Epilogue.IsEmpty;
            for (int panel = FirstPanel; panel < EndPanel; panel++)
            {
                int vectors = panels.Vectors(panel), width = vectors * MicroKernel.Lanes, column = panels.Start(panel);
                float* weights = Packed + column * depth + (nint)start * width;
                nint runStep = (nint)Blocks.RunLength * width;
                tile.BDepthStride = width * sizeof(float);
                tile.Columns = panels.Width(panel);
                tile.Epilogue = Epilogue.From(FirstChannel + column);
                var tiles = EvenCut.OfAtMost(Columns, MicroKernel.MaximumRows(vectors));
                for (int image = 0; image < Images; image++)
                    for (int row = 0; row < Rows; row++)
                    {
                        (int first, int end) = RunsInside(row);
                        first = Math.Max(first, firstRun);
                        end = Math.Min(end, firstRun + runs);
                        tile.Runs = Math.Max(0, end - first);
                        tile.RunOffsets = RunOffsets + first;
                        tile.B = (byte*)(weights + first * runStep);
                        tile.A = Source + image * SourceImageStep + row * SourceRowStep + start * sizeof(float);
                        tile.C = Target + image * TargetImageStep + row * TargetRowStep + column * sizeof(float);
                        for (int part = 0; part < tiles.Parts; part++)
                        {
                            tile.Rows = tiles.Size(part);
                            MicroKernel.Run(tile, vectors);
                            tile.A += tile.Rows * SourceColumnStep;
                            tile.C += tile.Rows * TargetColumnStep;
                        }
                    }
            }
        }
    }

    /// <summary>The runs, from first to before end, whose window row lies inside the image for a target row.</summary>
    private readonly (int First, int End) RunsInside(int row)
    {
        int top = SourceTop + row * SourceStep, windowRows = Blocks.Runs / RunsPerWindowRow;
        if (top >= 0 && top + (windowRows - 1) * WindowStep < SourceHeight)
            return (0, Blocks.Runs);
        int first = top >= 0 ? 0 : (-top + WindowStep - 1) / WindowStep;
        int end = top >= SourceHeight ? 0 : (SourceHeight - top + WindowStep - 1) / WindowStep;
        return (Math.Min(first, windowRows) * RunsPerWindowRow, Math.Min(end, windowRows) * RunsPerWindowRow);
    }

    private readonly void Clear()
    {
        for (int image = 0; image < Images; image++)
            for (int row = 0; row < Rows; row++)
            {
                byte* target = Target + image * TargetImageStep + row * TargetRowStep;
                for (int column = 0; column < Columns; column++, target += TargetColumnStep)
                {
                    ShortCopy.Clear((float*)target, Channels);
                    Epilogue.From(FirstChannel).Run(target, TargetColumnStep, 1, Channels);
                }
            }
    }
}
