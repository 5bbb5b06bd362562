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

    /// <summary>Panels of [Blocks.Runs · Blocks.RunLength, Channels].</summary>
    public float* Packed;

    /// <summary>Channels of a target pixel that are written (those of one group).</summary>
    public int Channels;

    public byte* Target;
    public nint TargetImageStep;
    public nint TargetRowStep;
    public nint TargetColumnStep;

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
            tile.Runs = runs;
            tile.RunOffsets = RunOffsets + firstRun;
            tile.RunLength = length;
            tile.Accumulate = block > 0;
            for (int panel = 0; panel < panels.Count; panel++)
            {
                int vectors = panels.Vectors(panel), width = vectors * MicroKernel.Lanes, column = panels.Start(panel);
                tile.B = (byte*)(Packed + column * depth + ((nint)firstRun * Blocks.RunLength + start) * width);
                tile.BDepthStride = width * sizeof(float);
                tile.Columns = panels.Width(panel);
                var tiles = EvenCut.OfAtMost(Columns, MicroKernel.MaximumRows(vectors));
                for (int image = 0; image < Images; image++)
                    for (int row = 0; row < Rows; row++)
                    {
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

    private readonly void Clear()
    {
        for (int image = 0; image < Images; image++)
            for (int row = 0; row < Rows; row++)
                for (int column = 0; column < Columns; column++)
                    new Span<float>(Target + image * TargetImageStep + row * TargetRowStep + column * TargetColumnStep, Channels).Clear();
    }
}
