using System.Globalization;
using Cornea.Callbacks;
using Cornea.Files;
using Cornea.Layers;
using Cornea.Metrics;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Callbacks;

/// <summary>A line of the file has as many cells as its header, whatever comes and goes.</summary>
public sealed class CsvLoggerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("log.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Validation_at_some_epochs_has_its_columns_and_NA_elsewhere()
    {
        History history = Fit(3, validationFreq: 2, new CSVLogger(File));
        string[][] rows = Rows();
        Assert.Equal(["epoch", "loss", "mae", "val_loss", "val_mae"], rows[0]);
        Assert.Equal(["NA", Text(history["val_loss"][0]), "NA"], rows[1..].Select(row => row[3]));
        Assert.Equal([1], history.EpochsOf("val_loss"));
        Assert.Equal(history["loss"].Select(Text), rows[1..].Select(row => row[1]));
    }

    [Fact]
    public void Lines_are_added_under_the_columns_that_are_there()
    {
        Fit(2, 1, new CSVLogger(File));
        Fit(1, 0, new CSVLogger(File, append: true));
        Fit(1, 1, new CSVLogger(File, append: true), new LambdaCallback(onEpochEnd: (_, logs) => logs["extra"] = 5));
        string[][] rows = Rows();
        Assert.Equal(["epoch", "loss", "mae", "val_loss", "val_mae"], rows[0]);
        Assert.Equal("NA", rows[3][4]);

        Fit(1, 0, new LambdaCallback(onEpochEnd: (_, logs) => logs["a,b"] = 5), new CSVLogger(File, append: true));
        rows = Rows();
        Assert.Equal("a,b", rows[0][^1]);
        Assert.Equal(["NA", "NA", "NA", "NA", "5"], rows[1..].Select(row => row[^1]));
    }

    [Fact]
    public void A_file_of_something_else_is_refused_and_stays()
    {
        System.IO.File.WriteAllText(File, "name;age\nada;36\n");
        var error = Assert.Throws<InvalidDataException>(() => Fit(1, 0, new CSVLogger(File, append: true)));
        Assert.Contains("Give another file name", error.Message, StringComparison.Ordinal);
        Assert.Equal("name;age\nada;36\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Several_numbers_stand_as_a_list()
    {
        var model = new Sequential { new Input(4), new Dense(3, activation: "softmax") };
        model.Compile("sgd", "categorical_crossentropy", metrics: [new F1Score()]);
        History history = model.Fit(TestData.Uniform(9, 4), Ops.OneHot(TestData.Labels(9, 3), 3), epochs: 1, verbose: 0, callbacks: [new CSVLogger(File)]);
        Assert.Equal($"[{string.Join(", ", history.Vector("f1_score")[0].Select(Text))}]", Rows()[1][1]);
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("::")]
    public void A_line_comes_back(string separator)
    {
        string[] cells = ["epoch", "a,b", "say \"so\"", "", ";", "x::y", "\""];
        Assert.Equal(cells, CsvLine.Split(CsvLine.Join(cells, separator), separator));
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private string[][] Rows()
    {
        string[][] rows = [.. System.IO.File.ReadAllLines(File).Select(line => CsvLine.Split(line, ",").ToArray())];
        Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        return rows;
    }

    private static History Fit(int epochs, int validationFreq, params Callback[] callbacks)
    {
        var model = new Sequential { new Input(3), new Dense(1) };
        model.Compile("sgd", "mse", metrics: ["mae"]);
        Tensor x = TestData.Uniform(8, 3), y = TestData.Uniform(8, 1);
        return model.Fit(x, y, 4, epochs, 0, callbacks, validationData: validationFreq > 0 ? (x, y) : null, validationFreq: Math.Max(1, validationFreq));
    }
}
