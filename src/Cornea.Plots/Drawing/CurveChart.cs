using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;

namespace Cornea.Plots.Drawing;

/// <summary>Curves over thresholds, in a square from 0 to 1.</summary>
internal static class CurveChart
{
    private const int Side = 480, MostNames = 12;

    /// <param name="curves">One for each class.</param>
    /// <param name="title">Above.</param>
    /// <param name="xLabel">What lies to the right.</param>
    /// <param name="yLabel">What lies upwards.</param>
    /// <param name="measure">What a curve's area is called.</param>
    /// <param name="isChanceDiagonal">Whether the diagonal is what chance alone gives.</param>
    public static Figure Draw(ScoreCurve[] curves, string title, string xLabel, string yLabel, string measure, bool isChanceDiagonal) => ChartStyle.Draw(Side, Side, 1, () =>
    {
        Plot plot = ChartStyle.NewPlot(title, xLabel, yLabel);
        var palette = new ScottPlot.Palettes.Category10();
        if (isChanceDiagonal) Diagonal(plot);
        for (int index = 0; index < curves.Length; index++)
        {
            ScoreCurve curve = curves[index];
            Scatter line = plot.Add.ScatterLine(curve.X.ToArray(), curve.Y.ToArray());
            line.Color = curves.Length == 1 ? ChartStyle.Training : palette.GetColor(index);
            line.LineWidth = 2.2f;
            if (index >= MostNames) continue;
            string value = curve.Area.ToString("F3", CultureInfo.InvariantCulture);
            line.LegendText = curve.Name.Length == 0 ? $"{measure} {value}" : $"{curve.Name}: {measure} {value}";
        }

        plot.Axes.SetLimits(-0.02, 1.02, -0.02, 1.02);
        plot.Layout.Fixed(new PixelPadding(left: 62, right: 20, bottom: 54, top: 44));
        ChartStyle.ShowLegend(plot, isChanceDiagonal ? Alignment.LowerRight : Alignment.LowerLeft);
        plot.Legend.FontName = EmbeddedFont.For(string.Concat(curves.Select(curve => curve.Name)));
        return [plot];
    });

    public static void Diagonal(Plot plot)
    {
        LinePlot line = plot.Add.Line(0, 0, 1, 1);
        line.Color = ChartStyle.Faint;
        line.LinePattern = LinePattern.Dashed;
    }
}
