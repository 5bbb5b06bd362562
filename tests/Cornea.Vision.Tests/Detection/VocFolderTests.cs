namespace Cornea.Vision.Tests;

public sealed class VocFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ListsClassesAndBoxes()
    {
        DatasetFiles.Voc(_folder.Path, "a b", ("cat", "1", "1", "10", "20", 0), ("ähre", "5.5", "6", "7", "8", 1));
        DatasetFiles.Voc(_folder.Path, "c", ("zebra", "2", "2", "3", "3", 0));
        DatasetFiles.Text(Path.Combine(_folder.Path, "ImageSets", "Main"), "train.txt", "a b  \n".Replace("a b  ", "c"));

        DetectionDataset all = VocFolder.Open(_folder.Path);
        Assert.Equal(["cat", "zebra", "ähre"], all.ClassNames);
        Assert.Equal(2, all.Count);
        Assert.Equal(new LabeledBox(new Box(0, 0, 10, 20), 0), all.Images[0].Boxes[0]);
        Assert.Equal(new LabeledBox(new Box(4.5, 5, 7, 8), 2, IsDifficult: true), all.Images[0].Boxes[1]);

        // The list's photo alone, but the classes of the whole folder.
        DetectionDataset train = VocFolder.Open(_folder.Path, "train");
        Assert.Single(train.Images);
        Assert.Equal(all.ClassNames, train.ClassNames);
    }

    [Fact]
    public void BoxesAreCutOffAtTheEdgesAndEmptyOnesToldOf()
    {
        DatasetFiles.Voc(_folder.Path, "a", ("cat", "-5", "1", "10", "99", 0), ("cat", "50", "1", "60", "9", 0));
        DetectionDataset set = VocFolder.Open(_folder.Path);

        Assert.Equal(new Box(0, 0, 10, 30), Assert.Single(set.Images[0].Boxes).Box);
        Assert.Contains("a.xml: a box (49, 0)–(60, 9) has no pixel", Assert.Single(set.LeftOut), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NaN", "expected a number for xmin, got 'NaN'")]
    [InlineData("1e999", "expected a number for xmin")]
    [InlineData("", "expected a number for xmin, got ''")]
    [InlineData("30", "ends before it begins")]
    public void WrongBoxesNameTheFile(string left, string expected)
    {
        string file = DatasetFiles.Voc(_folder.Path, "a", ("cat", left, "1", "10", "9", 0));
        var error = Assert.Throws<InvalidDataException>(() => VocFolder.Open(_folder.Path));

        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownClassesAreNamed()
    {
        string file = DatasetFiles.Voc(_folder.Path, "a", ("cat", "1", "1", "10", "9", 0));
        var error = Assert.Throws<InvalidDataException>(() => VocFolder.Open(_folder.Path, classNames: ["dog"]));

        Assert.Equal($"{file}: has a 'cat', expected classes among dog.", error.Message);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"xxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;\">]><annotation><filename>&y;</filename></annotation>")]
    [InlineData("<annotation>")]
    [InlineData("no XML")]
    [InlineData("")]
    public void BombsAndBrokenFilesAreRefused(string text)
    {
        DatasetFiles.Voc(_folder.Path, "a", ("cat", "1", "1", "10", "9", 0));
        string file = DatasetFiles.Text(Path.Combine(_folder.Path, "Annotations"), "a.xml", text);
        var error = Assert.Throws<InvalidDataException>(() => VocFolder.Open(_folder.Path));

        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsMissingIsNamed()
    {
        Assert.Throws<DirectoryNotFoundException>(() => VocFolder.Open(_folder.Path));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "Annotations"));
        Assert.Contains("there is no .xml file", Assert.Throws<InvalidDataException>(() => VocFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);
        DatasetFiles.Voc(_folder.Path, "a", ("cat", "1", "1", "10", "9", 0));
        Assert.Throws<FileNotFoundException>(() => VocFolder.Open(_folder.Path, "train"));
        string lists = Path.Combine(_folder.Path, "ImageSets", "Main");
        DatasetFiles.Text(lists, "train.txt", "\n");
        Assert.Contains("is empty", Assert.Throws<InvalidDataException>(() => VocFolder.Open(_folder.Path, "train")).Message, StringComparison.Ordinal);
        DatasetFiles.Text(lists, "train.txt", "../a");
        Assert.Contains("'../a'", Assert.Throws<InvalidDataException>(() => VocFolder.Open(_folder.Path, "train")).Message, StringComparison.Ordinal);
        DatasetFiles.Text(lists, "train.txt", "b 1");
        Assert.Contains("b.xml", Assert.Throws<FileNotFoundException>(() => VocFolder.Open(_folder.Path, "train")).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder.Path, "JPEGImages", "a.jpg"));
        Assert.Contains("a.jpg", Assert.Throws<FileNotFoundException>(() => VocFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }
}
