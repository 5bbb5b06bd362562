using SkiaSharp;

namespace Cornea.Plots.Diagrams;

/// <summary>A layer of a diagram.</summary>
/// <param name="Title">In its dark head.</param>
/// <param name="Lines">Below it.</param>
/// <param name="Inside">The diagram within, of a nested model that is expanded.</param>
internal sealed record DiagramBox(string Title, IReadOnlyList<string> Lines, ModelDiagram? Inside)
{
    public const float TitleSize = 13, LineSize = 12, LineHeight = 20, HeadHeight = 26;
    private const float Padding = 10, Frame = 14;

    /// <summary>How large it is drawn.</summary>
    public SKSize Size { get; } = Measure(Title, Lines, Inside);

    /// <summary>Where the diagram within begins.</summary>
    public SKPoint InsideAt => new((Size.Width - Inside!.Size.Width) / 2, HeadHeight + (Lines.Count * LineHeight) + Frame);

    private static SKSize Measure(string title, IReadOnlyList<string> lines, ModelDiagram? inside)
    {
        float width = Math.Max(Width(title, TitleSize, isBold: true), lines.Select(line => Width(line, LineSize, isBold: false)).DefaultIfEmpty(0).Max()) + (2 * Padding);
        float height = HeadHeight + (lines.Count * LineHeight) + (lines.Count > 0 ? 4 : 0);
        return inside is null ? new(width, height) : new(Math.Max(width, inside.Size.Width + (2 * Frame)), height + inside.Size.Height + (2 * Frame));
    }

    private static float Width(string text, float size, bool isBold)
    {
        using SKFont font = Drawing.EmbeddedFont.Of(text, size, isBold);
        return font.MeasureText(text);
    }
}
