namespace Cornea.Cpu.Kernels;

/// <summary>
/// Cuts the output's channels, panel by panel, where there are too few pixels for several pieces: pieces of the same pixels read different
/// weights, which where they are many takes longer than multiplying.
/// </summary>
/// <param name="Panels">The panels of weights.</param>
/// <param name="IsCut">Whether they are many: more than stay in the second cache.</param>
internal readonly record struct ChannelGroups(ColumnPanels Panels, bool IsCut)
{
    private const int WantedPieces = 8, PanelsForAnImage = 4;

    /// <summary>Pieces that pixels should make at least: 1 where the panels make enough of them.</summary>
    public int FewestPieces => !IsCut ? 4 : Panels.Count >= PanelsForAnImage ? 1 : 2;

    /// <summary>The panels of each group, for so many pieces of pixels.</summary>
    public EvenCut For(int pieces) =>
        new(Panels.Count, !IsCut || pieces == 0 ? 1 : Math.Clamp((WantedPieces + pieces - 1) / pieces, 1, Math.Max(1, Panels.Count)));

    /// <summary>The part of whole rows of pixels that a group's channels are.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="group">Which of them.</param>
    /// <param name="firstPixel">The first pixel.</param>
    /// <param name="pixels">How many.</param>
    /// <param name="channels">All channels of a pixel.</param>
    public OutputRange Of(EvenCut groups, int group, nint firstPixel, nint pixels, int channels)
    {
        if (groups.Parts == 1) return new OutputRange(firstPixel * channels, pixels * channels);
        int first = Panels.Start(groups.Start(group)), last = groups.Start(group + 1) - 1;
        return new OutputRange((firstPixel * channels) + first, Panels.Start(last) + Panels.Width(last) - first, checked((int)pixels), channels);
    }
}
