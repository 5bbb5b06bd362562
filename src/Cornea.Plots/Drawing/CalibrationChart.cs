using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;

namespace Cornea.Plots.Drawing;

/// <summary>How often answers are right, over how sure they were; below, how many there are.</summary>
internal static class CalibrationChart
{
    private const int Width = 480, Height = 720;

    public static Figure Draw(CalibrationBins bins, bool isBinary, string? title) => ChartStyle.Draw(Width, Height, 1, () =>
    {
        int[] filled = [.. Enumerable.Range(0, bins.Counts.Length).Where(bin => bins.Counts[bin] > 0)];
        string heading = title ?? $"Expected calibration error {bins.Error.ToString("F3", CultureInfo.InvariantCulture)}";
        Plot curve = ChartStyle.NewPlot(heading, "", isBinary ? "part that is of class 1" : "part that is right");
        CurveChart.Diagonal(curve);
        Scatter points = curve.Add.Scatter(Array.ConvertAll(filled, bin => bins.Probability[bin]), Array.ConvertAll(filled, bin => bins.Frequency[bin]));
        points.Color = ChartStyle.Training;
        points.LineWidth = 2.2f;
        points.MarkerSize = 7;
        curve.Axes.SetLimits(-0.02, 1.02, -0.02, 1.02);

        Plot counts = ChartStyle.NewPlot("", "probability", "answers");
        double width = 1.0 / bins.Counts.Length;
        foreach (int bin in filled)
        {
            Rectangle bar = counts.Add.Rectangle(bin * width, (bin + 1) * width, 0, bins.Counts[bin]);
            bar.FillColor = ChartStyle.Training.WithOpacity(0.7);
            bar.LineColor = Colors.White;
            bar.LineWidth = 1;
        }

        counts.Axes.SetLimits(-0.02, 1.02, 0, bins.Counts.Max() * 1.08);
        foreach (Plot plot in new[] { curve, counts }) plot.Layout.Fixed(new PixelPadding(left: 72, right: 20, bottom: 54, top: 44));
        return [curve, counts];
    });
}
