using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;

namespace Cornea.Plots.Drawing;

/// <summary>Loss and metrics over the epochs.</summary>
internal static class HistoryChart
{
    private const string ValidationPrefix = "val_";
    private const int PanelWidth = 520, PanelHeight = 380, MaximumColumns = 3;

    public static Figure Draw(History history, string? title)
    {
        if (history.Epochs.Count == 0)
            throw new ArgumentException("Charts.History: expected at least one epoch that has ended, got none.", nameof(history));

        // The loss first, then the metrics; what a callback added beside them (the learning rate) has a panel of its own.
        string[] names = [.. history.Names
            .Where(name => !IsValidation(history, name))
            .OrderBy(name => name == "loss" ? 0 : 1)];
        int columns = Math.Min(names.Length, MaximumColumns), rows = (names.Length + columns - 1) / columns;
        return ChartStyle.Draw(columns * PanelWidth, rows * PanelHeight, columns, () => [.. names.Select(name => Panel(history, name, title))]);
    }

    private static bool IsValidation(History history, string name) =>
        name.StartsWith(ValidationPrefix, StringComparison.Ordinal) && history.Contains(name[ValidationPrefix.Length..]);

    private static Plot Panel(History history, string name, string? title)
    {
        Plot plot = ChartStyle.NewPlot(title is null ? Words(name) : $"{title}: {Words(name)}", "epoch", "");
        Curve(plot, history, name, "training", ChartStyle.Training);
        bool isValidated = history.Contains(ValidationPrefix + name);
        if (isValidated) Curve(plot, history, ValidationPrefix + name, "validation", ChartStyle.Validation);

        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, MinimumTickSpacing = 24 };
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Margins(0.04, 0.08);
        plot.Layout.Fixed(new PixelPadding(left: 62, right: 20, bottom: 54, top: 44));
        if (isValidated) ChartStyle.ShowLegend(plot, Falls(history[name]) ? Alignment.UpperRight : Alignment.LowerRight);
        return plot;
    }

    private static void Curve(Plot plot, History history, string name, string label, Color color)
    {
        IReadOnlyList<double> values = history[name];
        double[] epochs = [.. history.EpochsOf(name).Select(epoch => epoch + 1.0)];
        Scatter curve = plot.Add.Scatter(epochs, [.. values]);
        curve.LegendText = label;
        curve.Color = color;
        curve.LineWidth = 2.2f;
        curve.MarkerSize = values.Count <= 30 ? 6 : 0;
    }

    private static bool Falls(IReadOnlyList<double> values) => values[^1] < values[0];

    // "top_k_categorical_accuracy" reads better as words.
    private static string Words(string name)
    {
        string text = name.Replace('_', ' ');
        return string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(text[0])}{text[1..]}");
    }
}
