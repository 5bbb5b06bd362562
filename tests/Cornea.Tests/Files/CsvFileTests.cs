using Cornea.Files;
using Xunit;

namespace Cornea.Tests.Files;

public sealed class CsvFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("table.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NumbersAreReadAsPythonAndOthersWriteThem()
    {
        File.WriteAllText(Path, "\uFEFFa,b,\"c, d\"\r\n1, -2.5e3 ,\"3\"\r\n\r\nnan,-inf,+Infinity\n,0.1,NA");

        Tensor table = CsvFile.Load(Path, skipRows: 1);

        Assert.Equal((DType.Float32, (3, 3)), (table.DType, table.Shape));
        Assert.Equal([1, -2500, 3, float.NaN, float.NegativeInfinity, float.PositiveInfinity, float.NaN, 0.1f, float.NaN], table.ToArray<float>());
    }

    [Fact]
    public void ColumnsAreChosenAndTyped()
    {
        File.WriteAllText(Path, "7;0;255\n3;1.0;2e1\n");

        Assert.Equal([255, 7, 20, 3], CsvFile.Load(Path, ';', columns: [-1, 0], dtype: DType.UInt8).ToArray<byte>());
        Assert.Equal([0, 1], CsvFile.Load(Path, ';', columns: [1], dtype: DType.Int32).ToArray<int>());
        Assert.Equal([7L, 0, 255, 3, 1, 20], CsvFile.Load(Path, ';', dtype: DType.Int64).ToArray<long>());
        Assert.Contains("no column 3; the file has 3", Assert.Throws<ArgumentException>(() => CsvFile.Load(Path, ';', columns: [3])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("float32")]
    [InlineData("float64")]
    [InlineData("int64")]
    public void WhatIsSavedIsLoadedToTheSameBits(string dtype)
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 300).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 18)))];
        Tensor table = Tensor.From(values, [100, 3]).Cast(dtype);

        CsvFile.Save(Path, table, header: ["one", "two, quoted", "three"]);
        Tensor loaded = CsvFile.Load(Path, skipRows: 1, dtype: table.DType);

        Assert.Equal(table.Shape, loaded.Shape);
        Assert.Equal(table.Cast(DType.Float64).ToArray<double>(), loaded.Cast(DType.Float64).ToArray<double>());
        Assert.StartsWith("one,\"two, quoted\",three\n", File.ReadAllText(Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,2\n3\n", "line 2: expected 2 cells as in the first row, got 1")]
    [InlineData("a,b\n1,2\n", "line 1, column 0: 'a' is no float32; for a line of names pass skipRows")]
    [InlineData("1,2\n3,x\n", "line 2, column 1: 'x' is no float32")]
    [InlineData("", "there are no rows")]
    [InlineData("\n \n", "there are no rows")]
    public void WhatIsWrongNamesThePlace(string text, string expected)
    {
        File.WriteAllText(Path, text);

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => CsvFile.Load(Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.5", "int32")]
    [InlineData("256", "uint8")]
    [InlineData("-1", "uint8")]
    [InlineData("3000000000", "int32")]
    [InlineData("", "int64")]
    [InlineData("nan", "int32")]
    public void WhatATypeCantHoldIsRefused(string cell, string dtype)
    {
        File.WriteAllText(Path, $"1,{cell}\n");

        Assert.Throws<InvalidDataException>(() => CsvFile.Load(Path, dtype: dtype));
    }
}
