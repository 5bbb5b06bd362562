using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;

namespace Cornea.Plots.Drawing;

/// <summary>A confusion matrix as a coloured table: the colour is the part of the row, the number the count.</summary>
internal static class ConfusionChart
{
    private const int Top = 50, Right = 24; // Margins in points.
    private const int CellsWithNumbers = 30; // Beyond, the numbers would be too small to read.
    private static readonly Color Dark = Color.FromHex("#1E3A8A");

    public static Figure Draw(long[,] matrix, IReadOnlyList<string> names, string? title)
    {
        int count = names.Count, longest = names.Max(name => name.Length);
        int cell = count <= 4 ? 90 : count <= 12 ? 56 : Math.Max(16, 640 / count);
        double width = longest * 7.2; // Of the longest name, in points.
        bool turned = width > cell;
        int side = Math.Max(cell * count, 240);
        int left = 48 + (int)width, bottom = 60 + (turned ? (int)(width * 0.7) : 0);
        return ChartStyle.Draw(left + side + Right, Top + side + bottom, 1, () =>
        {
            Plot plot = Matrix(matrix, names, title, cell, turned);
            plot.Layout.Fixed(new PixelPadding(left, Right, bottom, Top));
            plot.Axes.Bottom.Label.OffsetY = bottom - 60; // Below the turned names, whose height the layout doesn't know.
            return [plot];
        });
    }

    private static Plot Matrix(long[,] matrix, IReadOnlyList<string> names, string? title, int cell, bool turned)
    {
        int count = names.Count;
        double[] rows = [.. Enumerable.Range(0, count).Select(row => (double)Enumerable.Range(0, count).Sum(column => matrix[row, column]))];
        Plot plot = ChartStyle.NewPlot(title ?? Title(matrix, rows.Sum()), "predicted", "true");
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < count; column++)
            {
                double part = rows[row] > 0 ? matrix[row, column] / rows[row] : 0;
                double y = count - 1 - row;
                Rectangle square = plot.Add.Rectangle(column - 0.5, column + 0.5, y - 0.5, y + 0.5);
                square.FillColor = Shade(part);
                square.LineColor = ChartStyle.Grid;
                square.LineWidth = 1;
                if (count <= CellsWithNumbers) Number(plot, matrix[row, column], part, column, y, cell);
            }
        }

        double[] places = [.. Enumerable.Range(0, count).Select(index => (double)index)];
        Axis(plot.Axes.Bottom, places, names);
        Axis(plot.Axes.Left, [.. places.Select(place => count - 1 - place)], names);
        if (turned)
        {
            plot.Axes.Bottom.TickLabelStyle.Rotation = -45;
            plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
            plot.Axes.Bottom.TickLabelStyle.OffsetY = 6;
        }

        plot.Axes.SetLimits(-0.5, count - 0.5, -0.5, count - 0.5);
        plot.HideGrid();
        return plot;
    }

    private static void Number(Plot plot, long value, double part, double x, double y, int cell)
    {
        Text text = plot.Add.Text(value.ToString(CultureInfo.InvariantCulture), x, y);
        text.LabelFontName = EmbeddedFont.Name;
        text.LabelFontSize = Math.Min(16, cell * 0.3f);
        text.LabelFontColor = part > 0.5 ? Colors.White : value == 0 ? Color.FromHex("#CBD5E1") : ChartStyle.Ink;
        text.LabelAlignment = Alignment.MiddleCenter;
    }

    private static void Axis(IAxis axis, double[] places, IReadOnlyList<string> names)
    {
        axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual(places, [.. names]);
        axis.TickLabelStyle.FontName = EmbeddedFont.For(string.Concat(names));
        axis.MajorTickStyle.Length = 0;
    }

    // The square root, so that a single mistake among many can be seen.
    private static Color Shade(double part) => Colors.White.InterpolateRgb(Dark, Math.Sqrt(part) * 0.92);

    private static string Title(long[,] matrix, double total)
    {
        double right = Enumerable.Range(0, matrix.GetLength(0)).Sum(index => (double)matrix[index, index]);
        return string.Create(CultureInfo.InvariantCulture, $"{right:N0} of {total:N0} right ({(total > 0 ? right / total : 0):P1})");
    }
}
