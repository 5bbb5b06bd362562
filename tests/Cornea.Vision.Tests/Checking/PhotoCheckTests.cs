using Cornea.Vision.Tests.Images;

namespace Cornea.Vision.Tests.Checking;

[Collection(nameof(Alone))]
public sealed class PhotoCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PhotoCheckTests()
    {
        foreach (string part in new[] { "train", "test" })
            foreach (string name in new[] { "a", "b" })
                for (int photo = 0; photo < 22; photo++) Save($"{part}/{name}/{photo}.png", Photo($"{part}{name}{photo}"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GoodPhotosGiveNoFinding()
    {
        PhotoCheckReport report = PhotoCheck.Run(_folder.Path);

        Assert.Empty(report.Findings);
        Assert.Equal((88, 44), (report.PhotoCount, report.ClassCounts["a"]));
    }

    [Fact]
    public void DuplicatesAreFoundAndThoseAcrossPartsComeFirst()
    {
        File.Copy(_folder.File("train/a/1.png"), _folder.File("train/a/copy.png"));
        Save("test/b/smaller.jpg", ImageTensor.Load(_folder.File("train/b/3.png"), 40, 44, "bilinear_antialias") * 0.9);
        Save("train/a/mislabelled.jpg", ImageTensor.Load(_folder.File("train/b/5.png")).Cast(DType.Float32) + 6);

        PhotoFinding[] duplicates = [.. PhotoCheck.Run(_folder.Path).Findings.Where(finding => finding.Problem is PhotoProblem.ExactDuplicate or PhotoProblem.NearDuplicate)];

        Assert.Equal(["smaller.jpg,3.png", "copy.png,1.png", "mislabelled.jpg,5.png"], duplicates.Select(finding => string.Join(',', finding.Files.Select(Path.GetFileName).OrderDescending())));
        Assert.Equal([true, false, false], duplicates.Select(finding => finding.IsAcrossParts));
        Assert.Contains("different labels", duplicates[2].Message, StringComparison.Ordinal);
        Assert.Equal(PhotoProblem.ExactDuplicate, duplicates[1].Problem);
    }

    [Fact]
    public void FilesThatAreNotWhatTheySayAreNamed()
    {
        File.WriteAllText(_folder.File("train/a/text.jpg"), "no photo");
        byte[] jpeg = ImageTensor.Encode(Photo("half"), "jpeg");
        File.WriteAllBytes(_folder.File("train/a/half.jpg"), jpeg[..(jpeg.Length / 2)]);
        File.WriteAllBytes(_folder.File("train/a/jpeg.png"), ImageTensor.Encode(Photo("jpeg"), "jpeg"));

        IReadOnlyList<PhotoFinding> findings = PhotoCheck.Run(_folder.Path).Findings;

        Assert.Equal(["half.jpg", "text.jpg"], Names(findings, PhotoProblem.Unreadable));
        Assert.Equal(["jpeg.png"], Names(findings, PhotoProblem.WrongEnding));
    }

    [Fact]
    public void OddOnesAndSmallClassesAreNamed()
    {
        Save("train/a/wide.png", Pictures.Noise(8, 90, 3));
        Save("train/a/grey.png", Pictures.Noise(60, 66, 1));
        Save("train/c/only.png", Photo("only"));

        IReadOnlyList<PhotoFinding> findings = PhotoCheck.Run(_folder.Path).Findings;

        Assert.Equal(["wide.png"], Names(findings, PhotoProblem.OddSize));
        Assert.Equal(["grey.png"], Names(findings, PhotoProblem.OddColors));
        Assert.Contains("'c' has 1", findings.Single(finding => finding.Problem == PhotoProblem.SmallClass).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsThatLookWrongComeFirst()
    {
        using var photos = new Transfer.DrawnPhotos(perClass: 30);
        RandomSeed.Set(1);
        File.Move(Path.Combine(photos.File("red"), "7.png"), Path.Combine(photos.File("green"), "was red.png"));
        File.Move(Path.Combine(photos.File("green"), "9.png"), Path.Combine(photos.File("red"), "was green.png"));

        PhotoCheckReport report = PhotoCheck.Run(photos.Folder, ImageFeatures.Of(Transfer.DrawnPhotos.Backbone()));

        Assert.Equal(["was green.png", "was red.png"], report.Ranking.Take(2).Select(Path.GetFileName).Order());
        Assert.Equal(60, report.Ranking.Count);
        Assert.Equal(report.Ranking[0], report.Findings.First(finding => finding.Problem == PhotoProblem.SuspiciousLabel).Files[0]);
    }

    [Fact]
    public void ConfidentLearningsThresholdIsTheClassesMean()
    {
        Tensor probabilities = Tensor.From(new[,] { { 0.9f, 0.1f }, { 0.2f, 0.8f }, { 0.3f, 0.7f }, { 0.45f, 0.55f } });

        var ranked = ConfidentLearning.Rank(probabilities, [0, 0, 1, 1]);

        // Of class 1 the mean is 0.625: only row 1 is as sure of it.
        Assert.Equal([1, 3, 2, 0], ranked.Select(item => item.Row));
        Assert.Equal([true, false, false, false], ranked.Select(item => item.IsError));
    }

    private static IEnumerable<string?> Names(IReadOnlyList<PhotoFinding> findings, PhotoProblem problem) =>
        findings.Where(finding => finding.Problem == problem).Select(finding => Path.GetFileName(finding.Files[0])).Order();

    // A picture of some blobs; of each name another.
    private static Tensor Photo(string name)
    {
        var random = new Random(name.Aggregate(17, (hash, letter) => (hash * 31) + letter));
        var pixels = new byte[60, 66, 3];
        (double X, double Y, double Size)[] blobs = [.. Enumerable.Range(0, 6).Select(_ => (random.NextDouble() * 66, random.NextDouble() * 60, 4 + (random.NextDouble() * 12)))];
        for (int y = 0; y < 60; y++)
        {
            for (int x = 0; x < 66; x++)
            {
                double light = blobs.Sum(blob => Math.Exp(-(((x - blob.X) * (x - blob.X)) + ((y - blob.Y) * (y - blob.Y))) / (blob.Size * blob.Size)));
                (pixels[y, x, 0], pixels[y, x, 1], pixels[y, x, 2]) = ((byte)Math.Min(200, 40 + (100 * light)), (byte)(20 + x), (byte)(20 + (2 * y)));
            }
        }

        return Tensor.From(pixels);
    }

    private void Save(string name, Tensor image)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        ImageTensor.Save(_folder.File(name), image);
    }
}
