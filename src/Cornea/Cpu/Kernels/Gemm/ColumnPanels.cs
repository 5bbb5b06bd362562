namespace Cornea.Cpu.Kernels;

/// <summary>How the columns of B are cut into panels of 1 to 3 vectors of 16, as even as possible (64 = 32 + 32, not 48 + 16).</summary>
/// <param name="Columns">Columns of B.</param>
/// <param name="MostVectors">Vectors of a panel at most.</param>
internal readonly record struct ColumnPanels(int Columns, int MostVectors = MicroKernel.MaximumVectors)
{
    private EvenCut Cut => EvenCut.OfAtMost((Columns + MicroKernel.Lanes - 1) / MicroKernel.Lanes, MostVectors);

    /// <summary>Number of panels.</summary>
    public int Count => Cut.Parts;

    /// <summary>All panels' columns, zeros of the last one included.</summary>
    public int PaddedColumns => Cut.Length * MicroKernel.Lanes;

    /// <summary>Vectors of a panel, 1 to 3. The first panel is never narrower than another.</summary>
    public int Vectors(int panel) => Cut.Size(panel);

    /// <summary>First column of a panel.</summary>
    public int Start(int panel) => Cut.Start(panel) * MicroKernel.Lanes;

    /// <summary>Columns of a panel without its padding.</summary>
    public int Width(int panel) => Math.Min(Cut.Size(panel) * MicroKernel.Lanes, Columns - Start(panel));
}
