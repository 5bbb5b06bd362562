using System.Text.Json.Nodes;
using Cornea.Cli.Terminal;
using Cornea.Vision;

namespace Cornea.Cli.Photos;

/// <summary>How a classifier does on a folder of photos, whose folders are named as its classes.</summary>
internal static class PhotoEvaluateRun
{
    public static void Run(string model, string folder, bool json, CancellationToken cancellation)
    {
        ImageClassifier classifier = ImageClassifier.Load(model);
        string[] found = [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.')];
        if (found.Except(classifier.ClassNames).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"'{folder}' has a folder '{unknown}', which is no class of the network; those are {string.Join(", ", classifier.ClassNames)}.");
        string[] present = [.. classifier.ClassNames.Where(found.Contains)];
        ImageFolder photos = ImageFolder.Open(folder, classNames: present, shuffle: false, corruptFiles: CorruptFiles.Skip);
        foreach (CorruptFile corrupt in photos.Corrupt) Errors.Say($"left out: {corrupt.Reason}");
        int[] labels = [.. photos.Labels.Select(label => Array.IndexOf([.. classifier.ClassNames], present[label]))];
        photos = ImageFolder.FromFiles(photos.Files, labels, classifier.ClassNames);
        cancellation.ThrowIfCancellationRequested();
        PhotoScores scores = PhotoScores.Of(classifier, photos);
        if (json)
        {
            var result = new JsonObject { ["samples"] = photos.Count };
            scores.AddTo(result, "");
            Console.WriteLine(result.ToJsonString());
            return;
        }

        PhotoReport.Show(Screen.Create(), scores, $"Accuracy on {photos.Count:N0} photos:");
    }
}
