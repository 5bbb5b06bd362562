using System.Xml.Linq;
using Cornea.Callbacks;
using SkiaSharp;
using Xunit;

namespace Cornea.Plots.Tests;

/// <summary>The pictures: their size and that the data stand in them, what is refused, and that many threads may draw.</summary>
public sealed class ChartTests
{
    private static readonly string[] Clothes =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    [Fact]
    public void HistoryHasAPanelForEachMetric()
    {
        Figure both = Kept.Keep(Charts.History(Example(withValidation: true)), "history");
        Figure lossOnly = Charts.History(Made(("loss", [3, 2, 1])));

        using SKBitmap picture = SKBitmap.Decode(both.ToPng());
        Assert.Equal((both.Width, both.Height), (picture.Width, picture.Height));
        Assert.Equal(2 * lossOnly.Width, both.Width);
        Assert.True(HasColour(picture, 0x25, 0x63, 0xEB), "the training's curve");
        Assert.True(HasColour(picture, 0xEA, 0x58, 0x0C), "the validation's curve");
        using SKBitmap without = SKBitmap.Decode(Charts.History(Example(withValidation: false)).ToPng());
        Assert.False(HasColour(without, 0xEA, 0x58, 0x0C));
    }

    [Fact]
    public void HistoryOfOneEpochIsDrawn() => Kept.Keep(Charts.History(Made(("loss", [0.5]), ("val_loss", [0.6]))), "one_epoch");

    [Fact]
    public void HistoryOfInfiniteLossesIsDrawn() => Kept.Keep(Charts.History(Made(("loss", [1, double.NaN, double.PositiveInfinity]))), "infinite");

    [Fact]
    public void HistoryWithoutEpochsIsRefused() =>
        Assert.Contains("at least one epoch", Assert.Throws<ArgumentException>(() => Charts.History(new History())).Message, StringComparison.Ordinal);

    [Fact]
    public void ConfusionMatrixShowsCountsAndNames()
    {
        var random = new Random(1);
        int[] truth = [.. Enumerable.Range(0, 2000).Select(_ => random.Next(10))];
        int[] predicted = [.. truth.Select(label => random.NextDouble() < 0.9 ? label : random.Next(10))];

        Figure figure = Kept.Keep(Charts.ConfusionMatrix(truth, predicted, Clothes), "confusion_clothes");
        Kept.Keep(Charts.ConfusionMatrix(truth, predicted), "confusion_digits");

        using SKBitmap picture = SKBitmap.Decode(figure.ToPng());
        Assert.Equal((figure.Width, figure.Height), (picture.Width, picture.Height));
    }

    [Fact]
    public void ConfusionMatricesOfTwoAndOfAHundredClassesAreDrawn()
    {
        Kept.Keep(Charts.ConfusionMatrix(new long[,] { { 90, 10 }, { 3, 97 } }, ["cat", "dog"]), "confusion_two");
        int[] many = [.. Enumerable.Range(0, 1000).Select(index => index % 100)];
        Kept.Keep(Charts.ConfusionMatrix(many, many), "confusion_hundred");
    }

    [Fact]
    public void NamesInManyScriptsAreDrawn() =>
        Kept.Keep(Charts.ConfusionMatrix(new long[,] { { 5, 1, 0 }, { 0, 5, 0 }, { 1, 0, 4 } }, ["Käse", "Σίγμα", "Ёлка"], "Größe ≥ 1"), "scripts");

    [Fact]
    public void TextNeedsNoFontOfTheMachine()
    {
        Assert.Equal(Drawing.EmbeddedFont.Name, Drawing.EmbeddedFont.For("Ankle boot ≥ 0.5 – Größe"));
        Assert.Equal("Open Sans", ScottPlot.Fonts.GetTypeface(Drawing.EmbeddedFont.Name, bold: false, italic: false).FamilyName);
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, new[] { 0 }, "as many")]
    [InlineData(new int[0], new int[0], "none")]
    [InlineData(new[] { 0, 2 }, new[] { 0, 1 }, "from 0 to 1")]
    [InlineData(new[] { 0, -1 }, new[] { 0, 1 }, "from 0 to 1")]
    public void ClassesThatDontFitAreRefused(int[] truth, int[] predicted, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => Charts.ConfusionMatrix(truth, predicted, ["no", "yes"]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MatricesThatDontFitAreRefused()
    {
        Assert.Throws<ArgumentException>(() => Charts.ConfusionMatrix(new long[2, 3]));
        Assert.Throws<ArgumentException>(() => Charts.ConfusionMatrix(new long[0, 0]));
        Assert.Throws<ArgumentException>(() => Charts.ConfusionMatrix(new long[,] { { 1, -1 }, { 0, 1 } }));
        Assert.Throws<ArgumentException>(() => Charts.ConfusionMatrix(new long[2, 2], ["one"]));
    }

    [Fact]
    public void FiguresAreWrittenWholeAndAsPngOrSvg()
    {
        string folder = Directory.CreateTempSubdirectory("cornea").FullName;
        try
        {
            Figure figure = Charts.History(Made(("loss", [2, 1])));
            string path = Path.Combine(folder, "curves.png");
            File.WriteAllText(path, "old");
            figure.Save(path);
            Assert.Equal(figure.ToPng(), File.ReadAllBytes(path));
            Assert.Single(Directory.GetFiles(folder));
            Assert.Throws<ArgumentException>(() => figure.Save(Path.Combine(folder, "curves.jpg")));
            figure.Save(Path.Combine(folder, "curves.svg"));
            Assert.Contains("Loss", XDocument.Load(Path.Combine(folder, "curves.svg")).Root!.Value, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void ManyThreadsMayDraw()
    {
        byte[] expected = Charts.History(Example(withValidation: true)).ToPng();
        Parallel.For(0, 6, _ => Assert.Equal(expected, Charts.History(Example(withValidation: true)).ToPng()));
    }

    private static History Example(bool withValidation)
    {
        double[] loss = [.. Enumerable.Range(1, 12).Select(epoch => 1.0 / epoch)];
        return withValidation
            ? Made(("accuracy", [.. loss.Select(value => 1 - (value / 2))]), ("loss", loss), ("val_accuracy", [.. loss.Select(value => 0.97 - (value / 2))]), ("val_loss", [.. loss.Select(value => value + 0.08)]))
            : Made(("accuracy", [.. loss.Select(value => 1 - value)]), ("loss", loss));
    }

    private static History Made(params (string Name, double[] Values)[] curves)
    {
        var history = new History();
        for (int epoch = 0; epoch < curves[0].Values.Length; epoch++)
        {
            var logs = new Logs();
            foreach ((string name, double[] values) in curves) logs[name] = values[epoch];
            history.OnEpochEnd(epoch, logs);
        }

        return history;
    }

    private static bool HasColour(SKBitmap picture, byte red, byte green, byte blue)
    {
        var wanted = new SKColor(red, green, blue);
        return picture.Pixels.Any(pixel => pixel == wanted);
    }
}
