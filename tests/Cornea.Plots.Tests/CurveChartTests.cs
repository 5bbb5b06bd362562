using Cornea.Plots.Drawing;
using Xunit;

namespace Cornea.Plots.Tests;

/// <summary>Curves over thresholds and calibration: their numbers, and what is refused.</summary>
public sealed class CurveChartTests
{
    private static readonly Tensor Truth = Tensor.From([0, 0, 1, 1], 4), Scores = Tensor.From([0.1f, 0.4f, 0.35f, 0.8f], 4);

    [Fact]
    public void CurvesAreDrawn()
    {
        Kept.Keep(Charts.Roc(Truth, Scores), "roc");
        Kept.Keep(Charts.PrecisionRecall(Truth, Scores.ExpandDims(-1)), "precision");
        string svg = Charts.Roc(Truth, Scores).ToSvg();
        Assert.Contains("<svg", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void OneCurveForEachClassThatOccurs()
    {
        ClassSamples samples = ClassSamples.Of("Test", Tensor.From([0, 1, 1], 3), Tensor.From(new float[,] { { 0.8f, 0.1f, 0.1f }, { 0.2f, 0.7f, 0.1f }, { 0.3f, 0.3f, 0.4f } }), ["a", "b", "c"]);
        ScoreCurve[] curves = samples.Curves((truth, score) => new ScoreCurve([], [], truth.ToArray<int>().Sum()));
        Assert.Equal([("a", 1.0), ("b", 2.0)], curves.Select(curve => (curve.Name, curve.Area)));
        Kept.Keep(Charts.Roc(Tensor.From([0, 1, 1], 3), Tensor.From(new float[,] { { 0.8f, 0.1f, 0.1f }, { 0.2f, 0.7f, 0.1f }, { 0.3f, 0.3f, 0.4f } }), ["cat", "dog", "Käfer"]), "roc_classes");
    }

    [Fact]
    public void CalibrationCountsAnswersByTheirProbability()
    {
        CalibrationBins bins = CalibrationBins.Count(ClassSamples.Of("Test", Truth, Scores, null), 2);
        Assert.Equal([3, 1], bins.Counts);
        Assert.Equal([(0.1 + 0.4 + 0.35) / 3, 0.8], bins.Probability, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([1 / 3.0, 1], bins.Frequency, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(((3 * Math.Abs((0.85 / 3) - (1 / 3.0))) + 0.2) / 4, bins.Error, 6);
        CalibrationBins classes = CalibrationBins.Count(ClassSamples.Of("Test", Tensor.From([0, 1], 2), Tensor.From(new float[,] { { 0.9f, 0.1f }, { 1, 0 } }), null), 10);
        Assert.Equal(2, classes.Counts[9]);
        Assert.Equal(0.5, classes.Frequency[9]);
        Kept.Keep(Charts.Calibration(Truth, Scores), "calibration");
    }

    [Fact]
    public void WhatDoesntFitIsRefused()
    {
        Assert.Throws<ArgumentException>(() => Charts.Roc(Tensor.From([0, 1], 2), Scores));
        Assert.Throws<ArgumentException>(() => Charts.Roc(Tensor.From([0, 0, 2, 1], 4), Scores));
        Assert.Throws<ArgumentException>(() => Charts.Roc(Truth, Tensor.From([0, float.NaN, 1, 1], 4)));
        Assert.Throws<ArgumentException>(() => Charts.Roc(Truth, Scores, ["one"]));
        Assert.Contains("sigmoid", Assert.Throws<ArgumentException>(() => Charts.Calibration(Truth, Scores * 5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.Calibration(Truth, Scores, bins: 0));
    }
}
