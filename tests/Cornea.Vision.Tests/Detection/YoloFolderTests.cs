namespace Cornea.Vision.Tests;

public sealed class YoloFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("classes.txt", "cat\nhot dog\n")]
    [InlineData("data.yaml", "path: x\nnames: [cat, 'hot dog'] # two\n")]
    [InlineData("data.yaml", "names:\n  0: cat\n  # more\n  1: \"hot dog\"\nnc: 2\n")]
    [InlineData("data.yaml", "names:\n- cat\n- hot dog\n")]
    public void NamesAndBoxes(string file, string text)
    {
        DatasetFiles.Text(_folder.Path, file, text);
        DatasetFiles.Photo(Path.Combine(_folder.Path, "images", "train"), "a.png");
        DatasetFiles.Photo(Path.Combine(_folder.Path, "images", "train"), "b.png");
        DatasetFiles.Text(Path.Combine(_folder.Path, "labels", "train"), "a.txt", "1 0.5 0.5 0.5 0.2\n\n0 0 0 0.5 1\n");
        DetectionDataset set = YoloFolder.Open(_folder.Path, "train");

        Assert.Equal(["cat", "hot dog"], set.ClassNames);
        Assert.Equal(1, set.Images[0].Boxes[0].ClassIndex);
        Box box = set.Images[0].Boxes[0].Box;
        Assert.Equal((10.0, 12.0, 30.0, 18.0), (Math.Round(box.Left, 9), Math.Round(box.Top, 9), Math.Round(box.Right, 9), Math.Round(box.Bottom, 9)));
        Assert.Equal(new Box(0, 0, 10, 15), set.Images[0].Boxes[1].Box);
        Assert.Empty(set.Images[1].Boxes);
        Assert.Equal((40, 30), (set.Images[1].Width, set.Images[1].Height));
    }

    [Theory]
    [InlineData("2 0.5 0.5 0.5 0.5", "expected a class from 0 to 1, got 2")]
    [InlineData("-1 0.5 0.5 0.5 0.5", "expected a class from 0 to 1")]
    [InlineData("0 0.5 0.5 0.5", "line 1: expected a class and four numbers")]
    [InlineData("0 nan 0.5 0.5 0.5", "expected a number for line 1, got 'nan'")]
    [InlineData("0 0.5 0.5 -0.5 0.5", "ends before it begins")]
    public void WrongLinesAreNamed(string line, string expected)
    {
        DatasetFiles.Photo(Path.Combine(_folder.Path, "images"), "a.png");
        string file = DatasetFiles.Text(Path.Combine(_folder.Path, "labels"), "a.txt", line);
        var error = Assert.Throws<InvalidDataException>(() => YoloFolder.Open(_folder.Path, classNames: ["cat", "dog"]));

        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsMissingIsNamed()
    {
        Assert.Throws<DirectoryNotFoundException>(() => YoloFolder.Open(_folder.Path));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "images"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "labels"));
        Assert.Contains("classes.txt or data.yaml", Assert.Throws<InvalidDataException>(() => YoloFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no photo", Assert.Throws<InvalidDataException>(() => YoloFolder.Open(_folder.Path, classNames: ["cat"])).Message, StringComparison.Ordinal);
        string photo = DatasetFiles.Text(Path.Combine(_folder.Path, "images"), "a.jpg", "no photo");
        Assert.StartsWith(photo, Assert.Throws<InvalidDataException>(() => YoloFolder.Open(_folder.Path, classNames: ["cat"])).Message, StringComparison.Ordinal);
    }
}
