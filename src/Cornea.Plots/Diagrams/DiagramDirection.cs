using SkiaSharp;

namespace Cornea.Plots.Diagrams;

/// <summary>Which way a diagram goes. Layouts are made downwards; this turns them.</summary>
/// <param name="IsAcross">Whether it goes from side to side.</param>
/// <param name="IsBackwards">Whether it goes upwards, or to the left.</param>
internal readonly record struct DiagramDirection(bool IsAcross, bool IsBackwards)
{
    /// <summary>The direction of Graphviz' name.</summary>
    /// <exception cref="ArgumentException">There is no such direction.</exception>
    public static DiagramDirection Of(string rankdir) => rankdir switch
    {
        "TB" => new(false, false),
        "BT" => new(false, true),
        "LR" => new(true, false),
        "RL" => new(true, true),
        _ => throw new ArgumentException($"Charts.PlotModel: expected a rankdir of TB, BT, LR or RL, got '{rankdir}'.", nameof(rankdir)),
    };

    /// <summary>A size as the layout sees it; and back.</summary>
    public SKSize Turned(SKSize size) => IsAcross ? new(size.Height, size.Width) : size;

    /// <summary>Where a point of the layout is drawn.</summary>
    /// <param name="point">In the layout.</param>
    /// <param name="length">The whole layout's, downwards.</param>
    public SKPoint Turned(SKPoint point, float length)
    {
        float along = IsBackwards ? length - point.Y : point.Y;
        return IsAcross ? new(along, point.X) : new(point.X, along);
    }
}
