using ScottPlot;
using SkiaSharp;

namespace Cornea.Plots.Drawing;

/// <summary>What all charts have in common: colours, font, and how they become a figure.</summary>
internal static class ChartStyle
{
    private const float Scale = 1.5f; // Drawn large enough for a dense screen or a page.
    private static readonly Lock Drawing = new(); // ScottPlot keeps typefaces in a dictionary of the process without a lock.

    public static Color Training { get; } = Color.FromHex("#2563EB");

    public static Color Validation { get; } = Color.FromHex("#EA580C");

    public static Color Ink { get; } = Color.FromHex("#1F2937");

    public static Color Faint { get; } = Color.FromHex("#6B7280");

    public static Color Grid { get; } = Color.FromHex("#E5E7EB");

    /// <summary>Draws plots side by side, under a title if there is one.</summary>
    /// <param name="width">Width of the whole in points; the figure has half as many pixels again.</param>
    /// <param name="height">Height of the whole in points.</param>
    /// <param name="columns">How many plots stand beside each other.</param>
    /// <param name="makePlots">Makes the plots.</param>
    public static Figure Draw(int width, int height, int columns, Func<Plot[]> makePlots)
    {
        lock (Drawing)
        {
            Plot[] plots = makePlots();
            int pixelWidth = (int)(width * Scale), pixelHeight = (int)(height * Scale);
            int panelWidth = pixelWidth / columns, panelHeight = pixelHeight / ((plots.Length + columns - 1) / columns);
            return Figure.Draw(pixelWidth, pixelHeight, canvas =>
            {
                for (int index = 0; index < plots.Length; index++)
                {
                    using Plot plot = plots[index];
                    plot.ScaleFactor = Scale;
                    canvas.Save();
                    canvas.Translate(index % columns * panelWidth, index / columns * panelHeight);
                    canvas.ClipRect(new SKRect(0, 0, panelWidth, panelHeight)); // A plot begins by clearing all it may write to.
                    plot.Render(canvas, panelWidth, panelHeight);
                    canvas.Restore();
                }
            });
        }
    }

    /// <summary>An empty plot with the common look.</summary>
    public static Plot NewPlot(string title, string xLabel, string yLabel)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Axes.Color(Faint);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Grid.MajorLineColor = Grid;
        Write(plot.Axes.Title.Label, title, 16, Ink, isBold: true);
        Write(plot.Axes.Bottom.Label, xLabel, 13, Faint);
        Write(plot.Axes.Left.Label, yLabel, 13, Faint);
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.TickLabelStyle.FontName = EmbeddedFont.Name;
            axis.TickLabelStyle.FontSize = 12;
            axis.TickLabelStyle.ForeColor = Ink;
            axis.MinorTickStyle.Length = 0;
        }

        return plot;
    }

    /// <summary>Which line is which.</summary>
    public static void ShowLegend(Plot plot, Alignment place)
    {
        plot.Legend.FontName = EmbeddedFont.Name;
        plot.Legend.FontSize = 12;
        plot.Legend.FontColor = Ink;
        plot.Legend.OutlineColor = Grid;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.ShowLegend(place);
    }

    /// <summary>Text in the common font.</summary>
    public static void Write(LabelStyle label, string text, float size, Color color, bool isBold = false)
    {
        label.Text = text;
        label.IsVisible = text.Length > 0;
        label.FontName = EmbeddedFont.For(text);
        label.FontSize = size;
        label.ForeColor = color;
        label.Bold = isBold;
    }
}
