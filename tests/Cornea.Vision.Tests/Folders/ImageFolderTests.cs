using Cornea.Vision.Tests.Images;

namespace Cornea.Vision.Tests.Folders;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImageFolderTests()
    {
        foreach (var (name, level) in new[] { ("dog/b.png", 20), ("dog/a.png", 10), ("cat/z.png", 30), ("cat/more/y.jpg", 40), ("Ähre/ein Bild.png", 50) }) Write(name, level);
        Directory.CreateDirectory(_folder.File(".hidden"));
        File.WriteAllText(_folder.File("cat/notes.txt"), "no image");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ClassesAreTheFoldersAndFilesStandInTheOrderOfTheirNames()
    {
        ImageFolder photos = ImageFolder.Open(_folder.Path, shuffle: false);

        Assert.Equal(["cat", "dog", "Ähre"], photos.ClassNames);
        Assert.Equal(["cat/z.png", "cat/more/y.jpg", "dog/a.png", "dog/b.png", "Ähre/ein Bild.png"], Names(photos));
        Assert.Equal([0, 0, 1, 1, 2], photos.Labels);
        Assert.Equal("5 files belonging to 3 classes", photos.ToString());
    }

    [Fact]
    public void AsADatasetItIsWhatKerasGives()
    {
        Batch[] batches = [.. ImageFolder.Open(_folder.Path, shuffle: false, batchSize: 2, imageSize: (6, 8), classNames: ["dog", "cat"]).ToDataset()];

        Assert.Equal([[2, 6, 8, 3], [2, 6, 8, 3]], batches.Select(batch => batch.Inputs[0].Shape.ToArray()));
        Assert.Equal([0, 0, 1, 1], batches.SelectMany(batch => batch.Targets![0].ToArray<int>()));
        Assert.Equal(10, batches[0].Inputs[0].ToArray<float>()[0]);
    }

    [Fact]
    public void LabelsComeInEachForm()
    {
        Assert.Equal([1f, 0f, 0f], Label("categorical", null));
        Assert.Equal([1f], ImageFolder.Open(_folder.Path, labelMode: "binary", classNames: ["dog", "cat"], shuffle: false).Resize(2, 2).Last().Targets![0].ToArray<float>());
        Assert.Null(ImageFolder.Open(_folder.Path, labelMode: "none").Resize(2, 2).First().Targets);
        Assert.Equal(5, ImageFolder.Open(_folder.Path, "none").Count);
        Assert.Equal([3, 1, 4, 1, 5], ImageFolder.Open(_folder.Path, new[] { 3, 1, 4, 1, 5 }, shuffle: false).Labels);
        Assert.Contains("each of the 5", Assert.Throws<ArgumentException>(() => ImageFolder.Open(_folder.Path, new[] { 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("two classes", Assert.Throws<ArgumentException>(() => ImageFolder.Open(_folder.Path, labelMode: "binary")).Message, StringComparison.Ordinal);

        float[] Label(LabelMode mode, string[]? names) => ImageFolder.Open(_folder.Path, labelMode: mode, classNames: names, shuffle: false).Resize(2, 2).First().Targets![0].ToArray<float>();
    }

    [Fact]
    public void SubsetsOfASeedHaveNoFileInCommonAndAllTogether()
    {
        var (training, validation) = ImageFolder.OpenBoth(_folder.Path, 0.4, seed: 3);

        Assert.Equal((3, 2), (training.Count, validation.Count));
        Assert.Equal(Names(ImageFolder.Open(_folder.Path, seed: 3)), Names(training).Concat(Names(validation)));
        Assert.Throws<ArgumentException>(() => ImageFolder.Open(_folder.Path, validationSplit: 0.2, subset: "training"));
        Assert.Throws<ArgumentException>(() => ImageFolder.Open(_folder.Path, seed: 1, validationSplit: 0.2));
    }

    [Fact]
    public void PartsAreWrittenAsInTensorflowDatasets()
    {
        ImageFolder photos = ImageFolder.Open(_folder.Path, shuffle: true, seed: 1);

        var (train, validation, test) = photos.Split("[:60%]", "[60%:80%]", "[80%:]");

        Assert.Equal((3, 1, 1), (train.Count, validation.Count, test.Count));
        Assert.Equal(Names(photos), Names(train).Concat(Names(validation)).Concat(Names(test)));
    }

    [Fact]
    public void ShuffledImagesKeepTheirLabels()
    {
        Batch[] images = [.. ImageFolder.Open(_folder.Path, seed: 1).Shuffle(10, seed: 2).Resize(2, 2)];

        Assert.Equal([0, 0, 1, 1, 2], images.Select(image => image.Targets![0].ToScalar<int>()).Order());
        Assert.All(images, image => Assert.Equal(image.Targets![0].ToScalar<int>(), (int)Math.Round(image.Inputs[0].ToArray<float>()[0]) switch { 10 or 20 => 1, 50 => 2, _ => 0 }));
    }

    [Fact]
    public void ChannelsMayComeFirst() =>
        Assert.Equal([3, 4, 5], ImageFolder.Open(_folder.Path, dataFormat: "channels_first").Resize(4, 5).First().Inputs[0].Shape);

    [Fact]
    public void CorruptFilesAreNamedRefusedOrSkippedAsAsked()
    {
        File.WriteAllText(_folder.File("cat/broken.jpg"), "not a picture");

        ImageFolder unchecked_ = ImageFolder.Open(_folder.Path, shuffle: false);
        Assert.Contains("broken.jpg", Assert.Throws<InvalidDataException>(() => unchecked_.Resize(2, 2).Count()).Message, StringComparison.Ordinal);
        Assert.Contains("broken.jpg", Assert.Throws<InvalidDataException>(() => ImageFolder.Open(_folder.Path, corruptFiles: "refuse")).Message, StringComparison.Ordinal);
        ImageFolder skipped = ImageFolder.Open(_folder.Path, corruptFiles: "skip");
        Assert.Equal(5, skipped.Count);
        Assert.EndsWith("broken.jpg", Assert.Single(skipped.Corrupt).Path, StringComparison.Ordinal);
        Assert.Equal(5, skipped.Resize(2, 2).Count());
    }

    [Fact]
    public void AListOfLabelsGivesOneOrSeveral()
    {
        File.WriteAllText(_folder.File("one.csv"), "file,label\r\ndog/a.png,dog\r\n\"cat/z.png\",\"big, \"\"old\"\" cat\"\r\n");
        File.WriteAllText(_folder.File("many.csv"), "dog/a.png,dog,brown\ncat/z.png,cat\n");

        ImageFolder one = ImageFolder.FromCsv(_folder.File("one.csv")), many = ImageFolder.FromCsv(_folder.File("many.csv"));

        Assert.Equal(["big, \"old\" cat", "dog"], one.ClassNames);
        Assert.Equal([1, 0], one.Labels);
        Assert.Equal(["brown", "cat", "dog"], many.ClassNames);
        Assert.Equal([1f, 0f, 1f], many.Resize(2, 2).First().Targets![0].ToArray<float>());
        File.WriteAllText(_folder.File("bad.csv"), "dog/a.png\n");
        Assert.Contains("row 1", Assert.Throws<InvalidDataException>(() => ImageFolder.FromCsv(_folder.File("bad.csv"))).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("bad.csv"), "dog/none.png,dog\n");
        Assert.Contains("none.png", Assert.Throws<FileNotFoundException>(() => ImageFolder.FromCsv(_folder.File("bad.csv"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LinksToFoldersAreFollowedIfAsked()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links want rights on Windows.");
        Directory.CreateSymbolicLink(_folder.File("dog/up"), _folder.File("cat"));
        Directory.CreateSymbolicLink(_folder.File("cat/more/back"), _folder.File("cat"));

        Assert.Equal(5, ImageFolder.Open(_folder.Path).Count);
        Assert.Equal(7, ImageFolder.Open(_folder.Path, followLinks: true).Count);
    }

    [Fact]
    public void WhatIsNoImageFolderIsSaidAsSuch()
    {
        Directory.CreateDirectory(_folder.File("empty/inner"));

        Assert.Contains("no image in", Assert.Throws<ArgumentException>(() => ImageFolder.Open(_folder.File("empty"))).Message, StringComparison.Ordinal);
        Assert.Contains("has no folders", Assert.Throws<ArgumentException>(() => ImageFolder.Open(_folder.File("empty/inner"))).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => ImageFolder.Open(_folder.File("none")));
        Assert.Contains("is a file", Assert.Throws<IOException>(() => ImageFolder.Open(_folder.File("dog/a.png"))).Message, StringComparison.Ordinal);
        Assert.Contains("no folder 'bird'", Assert.Throws<ArgumentException>(() => ImageFolder.Open(_folder.Path, classNames: ["bird"])).Message, StringComparison.Ordinal);
    }

    private IEnumerable<string> Names(ImageFolder photos) => photos.Files.Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/'));

    private void Write(string name, int level)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        ImageTensor.Save(_folder.File(name), Ops.Full([9, 12, 3], level));
    }
}
