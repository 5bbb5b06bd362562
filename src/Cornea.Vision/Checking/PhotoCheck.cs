using System.Globalization;
using Cornea.Vision.Checking;

namespace Cornea.Vision;

/// <summary>What is wrong with photos before anybody trains on them.</summary>
/// <remarks>
/// Files that can't be read, wrong endings, sizes and colours that the rest hasn't, small classes, the same and nearly the same pictures within and
/// across parts, and labels that look wrong by features of a network that knows many images (<see cref="ConfidentLearning"/>).
/// </remarks>
public static class PhotoCheck
{
    private const int FewPhotos = 20, SmallSide = 32;
    private const double SmallPart = 0.1, MostPart = 0.9, SameSizePart = 0.5, OddRatio = 16, OddShape = 3;

    private static readonly string[] Parts = ["train", "training", "validation", "val", "valid", "dev", "test", "testing"];

    /// <summary>Looks through a folder.</summary>
    /// <param name="folder">With a folder for each class; or with parts (train, validation, test), each with a folder for each class.</param>
    /// <param name="features">By which labels are judged; null: they aren't.</param>
    /// <param name="seed">By which folds are drawn.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">There is no photo.</exception>
    public static PhotoCheckReport Run(string folder, ImageFeatures? features = null, int seed = 1, CancellationToken cancellationToken = default)
    {
        PhotoFacts[] photos = Read(folder, cancellationToken);
        PhotoFacts[] good = [.. photos.Where(photo => photo.Error is null)];
        var findings = new List<PhotoFinding>();
        findings.AddRange(photos.Where(photo => photo.Error is not null).Select(photo => new PhotoFinding(PhotoProblem.Unreadable, [photo.Path], photo.Error!)));
        findings.AddRange(Groups(Duplicates.Exact(good), PhotoProblem.ExactDuplicate, "the same file"));
        findings.AddRange(Groups(Duplicates.Near(good), PhotoProblem.NearDuplicate, "nearly the same picture"));
        findings = [.. findings.OrderByDescending(finding => finding.IsAcrossParts)];
        findings.AddRange(WrongEndings(good));
        findings.AddRange(SmallClasses(photos));
        findings.AddRange(OddSizes(good));
        findings.AddRange(OddColors(good));
        cancellationToken.ThrowIfCancellationRequested();
        (IEnumerable<PhotoFinding> suspicious, string[] ranking) = features is null ? ([], []) : Labels(good, features, seed);
        findings.AddRange(suspicious);
        return new PhotoCheckReport(
            folder, photos.Length, photos.GroupBy(photo => photo.ClassName).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count()), findings, ranking);
    }

    private static PhotoFacts[] Read(string folder, CancellationToken cancellationToken)
    {
        string[] parts = !Directory.Exists(folder) ? [] :
            [.. Directory.EnumerateDirectories(folder).Where(part => Parts.Contains(Path.GetFileName(part).ToLowerInvariant()) && Directory.EnumerateDirectories(part).Any()).Order(StringComparer.Ordinal)];
        var files = new List<(string Path, string Part, string ClassName)>();
        foreach (string part in parts.Length == 0 ? [folder] : parts)
        {
            ImageFolder photos = ImageFolder.Open(part, shuffle: false);
            files.AddRange(photos.Files.Zip(photos.Labels, (file, label) => (file, parts.Length == 0 ? "" : Path.GetFileName(part), photos.ClassNames[label])));
        }

        var facts = new PhotoFacts[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellationToken }, index => facts[index] = PhotoFacts.Of(files[index].Path, files[index].Part, files[index].ClassName));
        return facts;
    }

    private static IEnumerable<PhotoFinding> Groups(IEnumerable<PhotoFacts[]> groups, PhotoProblem problem, string what)
    {
        foreach (PhotoFacts[] group in groups)
        {
            bool isAcross = group.DistinctBy(photo => photo.Part).Count() > 1, isContradictory = group.DistinctBy(photo => photo.ClassName).Count() > 1;
            string remedy = isAcross ? $"in {string.Join(" and ", group.Select(photo => photo.Part).Distinct())}: what is tested was learned; take it out of one"
                : isContradictory ? $"with different labels ({string.Join(", ", group.Select(photo => photo.ClassName).Distinct())}): one is wrong"
                : "several times: keep one";
            yield return new PhotoFinding(problem, [.. group.Select(photo => photo.Path)], $"{what} {remedy}.", isAcross);
        }
    }

    private static IEnumerable<PhotoFinding> WrongEndings(IEnumerable<PhotoFacts> photos) => photos
        .Where(photo => ImageFormat.OfPath(photo.Path) != photo.Format)
        .Select(photo => new PhotoFinding(PhotoProblem.WrongEnding, [photo.Path], $"is a {photo.Format} file called {Path.GetExtension(photo.Path)}; other programs may refuse it. Rename it."));

    private static IEnumerable<PhotoFinding> SmallClasses(PhotoFacts[] photos)
    {
        var classes = photos.GroupBy(photo => photo.ClassName).ToArray();
        int largest = classes.Max(group => group.Count());
        return classes.Where(group => group.Count() < FewPhotos || group.Count() < SmallPart * largest).Select(group => new PhotoFinding(
            PhotoProblem.SmallClass, [], $"the class '{group.Key}' has {group.Count()} photos, the largest {largest}; get more, or its figures will mean little."));
    }

    // Where most photos have one size, whichever hasn't; elsewhere those that are very small, or far from the middle in area or shape.
    private static IEnumerable<PhotoFinding> OddSizes(PhotoFacts[] photos)
    {
        if (photos.Length == 0) return [];
        var common = photos.GroupBy(photo => (photo.Width, photo.Height)).MaxBy(group => group.Count())!;
        bool isUniform = photos.Length > 2 && common.Count() >= SameSizePart * photos.Length;
        double area = Median(photos.Select(photo => (double)photo.Width * photo.Height)), shape = Median(photos.Select(photo => (double)photo.Width / photo.Height));
        return photos.Where(photo => isUniform ? (photo.Width, photo.Height) != common.Key : Math.Min(photo.Width, photo.Height) < SmallSide
                || Ratio((double)photo.Width * photo.Height, area) > OddRatio || Ratio((double)photo.Width / photo.Height, shape) > OddShape)
            .Select(photo => new PhotoFinding(PhotoProblem.OddSize, [photo.Path], string.Create(CultureInfo.InvariantCulture,
                $"has {photo.Width} × {photo.Height} pixels, {(isUniform ? $"most have {common.Key.Width} × {common.Key.Height}" : "unlike the rest")}; see whether it belongs here.")));
    }

    private static IEnumerable<PhotoFinding> OddColors(PhotoFacts[] photos)
    {
        if (photos.Length == 0) return [];
        var common = photos.GroupBy(photo => photo.Colors).MaxBy(group => group.Count())!;
        if (common.Count() < MostPart * photos.Length) return [];
        return photos.Where(photo => photo.Colors != common.Key).Select(photo => new PhotoFinding(PhotoProblem.OddColors, [photo.Path], $"is {photo.Colors}, nearly all others are {common.Key}."));
    }

    private static (IEnumerable<PhotoFinding> Findings, string[] Ranking) Labels(PhotoFacts[] photos, ImageFeatures features, int seed)
    {
        // A class of one photo can't be cross-validated; that it's small has been said.
        PhotoFacts[] judged = [.. photos.GroupBy(photo => photo.ClassName).Where(group => group.Count() >= 2).SelectMany(group => group)];
        string[] names = [.. judged.Select(photo => photo.ClassName).Distinct().Order(StringComparer.Ordinal)];
        if (names.Length < 2) return ([], []);
        int[] labels = Array.ConvertAll(judged, photo => Array.IndexOf(names, photo.ClassName));
        Tensor probabilities = ConfidentLearning.CrossValidatedProbabilities(features.Extract(ImageFolder.FromFiles([.. judged.Select(photo => photo.Path)])), labels, names.Length, seed: seed);
        var ranked = ConfidentLearning.Rank(probabilities, labels);
        return (
            ranked.Where(item => item.IsError).Select(item => new PhotoFinding(
                PhotoProblem.SuspiciousLabel, [judged[item.Row].Path], $"is labelled '{names[labels[item.Row]]}' but looks like '{names[item.Other]}'; look at it.", Score: item.Score, Suggestion: names[item.Other])),
            [.. ranked.Select(item => judged[item.Row].Path)]);
    }

    private static double Ratio(double a, double b) => Math.Max(a / b, b / a);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
