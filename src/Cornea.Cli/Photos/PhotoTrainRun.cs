using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Cornea.Cli.Models;
using Cornea.Cli.Terminal;
using Cornea.Cli.Training;
using Cornea.Plots;
using Cornea.Vision;
using Spectre.Console;

namespace Cornea.Cli.Photos;

/// <summary><c>cornea train FOLDER</c>: finds the classes, divides, learns by transfer, tests, saves, and says what to do next.</summary>
internal sealed class PhotoTrainRun
{
    private const double SetAside = 0.9; // Of the minutes; the rest is for testing and saving.
    private const double ForTests = 0.07; // Of the minutes.
    private const int FewestTests = 32;

    private readonly PhotoTrainOptions _options;
    private readonly TextWriter _results;
    private readonly Screen _screen;

    public PhotoTrainRun(PhotoTrainOptions options)
    {
        _options = options;
        _screen = Screen.Create(options.Json, out _results);
    }

    /// <returns>The exit code.</returns>
    public int Run(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        DateTime? until = _options.Minutes is { } minutes ? DateTime.UtcNow.AddMinutes(minutes * SetAside) : null;
        RandomSeed.Set(_options.Seed);
        PhotoParts parts = PhotoParts.Open(_options.Folder, _options.Seed, corruptFiles: CorruptFiles.Skip);
        Announce(parts);
        var files = ResultFiles.At(_options.Output); // Before training: a folder that can't be written to is no surprise afterwards.
        var learning = new TransferLearning(Features(), new TransferOptions
        {
            Epochs = _options.Epochs ?? new TransferOptions().Epochs,
            BatchSize = _options.BatchSize,
            LearningRate = _options.LearningRate ?? new TransferOptions().LearningRate,
            FineTune = _options.FineTune,
            Until = until,
            Report = step => _screen.Markup($"[grey]{Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("F0", CultureInfo.InvariantCulture),4} s[/]  {Markup.Escape(step)}."),
        });
        TransferResult result = learning.Fit(parts.Train, parts.Validation, cancellation);
        PhotoScores scores = PhotoScores.Of(result.Classifier, InTime(parts.Test, result.Classifier, until?.AddMinutes(_options.Minutes!.Value * ForTests)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        PhotoReport.Show(_screen, scores, result, seconds);
        JsonObject json = Json(parts, result, scores, seconds);
        Save(files, result, scores, json);
        if (_options.Json) _results.WriteLine(json.ToJsonString());
        return ExitCode.Success;
    }

    // As many of the photos to test as there is time for: so many as go by in the time left, at the pace of the first ones.
    private ImageFolder InTime(ImageFolder photos, ImageClassifier classifier, DateTime? until)
    {
        if (until is not { } end || photos.Count <= FewestTests) return photos;
        int[] order = [.. Enumerable.Range(0, photos.Count)];
        new Random(_options.Seed).Shuffle(order);
        long start = Stopwatch.GetTimestamp();
        classifier.PredictProbabilities(photos.Subset(order.Take(FewestTests)));
        double pace = FewestTests / Stopwatch.GetElapsedTime(start).TotalSeconds, count = pace * (end - DateTime.UtcNow).TotalSeconds;
        if (count >= photos.Count) return photos;
        int tested = Math.Max(FewestTests, (int)count);
        _screen.Markup($"There is time to test {tested:N0} of {photos.Count:N0} photos.");
        return photos.Subset(order.Take(tested));
    }

    private ImageFeatures Features() => SavedModel.IsMeant(_options.Backbone)
        ? ImageFeatures.Of(SavedModel.Load(_options.Backbone))
        : ImageFeatures.Of(_options.Backbone, _options.ImageSize, _options.Weights ?? "imagenet");

    private void Announce(PhotoParts parts)
    {
        foreach (CorruptFile corrupt in new[] { parts.Train, parts.Validation, parts.Test }.SelectMany(part => part.Corrupt).DistinctBy(file => file.Path))
            Errors.Say($"left out: {corrupt.Reason}");
        string[] names = [.. parts.Train.ClassNames];
        string classes = names.Length <= 8 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(8))}, …";
        _screen.Markup(
            $"[bold]{Markup.Escape(_options.Folder)}[/]: {names.Length} classes ({Markup.Escape(classes)}), {parts.Train.Count:N0} photos to train, {parts.Validation.Count:N0} to validate, "
            + $"{parts.Test.Count:N0} to test{(parts.IsGiven ? "" : ", drawn by the seed")}. Backbone [bold]{Markup.Escape(_options.Backbone)}[/], seed {_options.Seed}.");
    }

    private void Save(ResultFiles files, TransferResult result, PhotoScores scores, JsonObject json)
    {
        result.Classifier.Save(files.Model);
        files.Add("metrics.json", path => File.WriteAllText(path, json.ToJsonString(ResultFiles.Readable) + "\n"));
        files.Add("history.csv", path => HistoryFile.Write(path, result.Head));
        files.Add("curves.png", Charts.History(result.Head).Save);
        files.Add("confusion.png", Charts.ConfusionMatrix(scores.Confusion, result.Classifier.ClassNames).Save);
        if (scores.Mistakes.Count > 0) files.Add("mistakes.png", path => MistakeSheet.Write(path, scores.Mistakes));
        _screen.Markup($"Saved [bold]{Markup.Escape(files.Model)}[/], and in [bold]{Markup.Escape(files.Folder)}[/]: {string.Join(", ", files.Saved)}");
        _screen.Line();
        _screen.Line($"Next: cornea predict {files.Model} photo.jpg            names and probabilities");
        _screen.Line($"      cornea evaluate {files.Model} other-photos/      on photos that it has never seen");
        _screen.Line($"      cornea check {_options.Folder}                   duplicates and labels that look wrong");
    }

    private JsonObject Json(PhotoParts parts, TransferResult result, PhotoScores scores, double seconds)
    {
        var json = new JsonObject
        {
            ["folder"] = _options.Folder,
            ["class_names"] = new JsonArray([.. result.Classifier.ClassNames.Select(name => (JsonNode)name)]),
            ["photos"] = new JsonObject { ["train"] = parts.Train.Count, ["validation"] = parts.Validation.Count, ["test"] = parts.Test.Count },
            ["left_out"] = new JsonArray([.. parts.Train.Corrupt.Select(file => (JsonNode)file.Path)]),
            ["backbone"] = _options.Backbone,
            ["image_size"] = new JsonArray(result.Classifier.Preprocessing.Height, result.Classifier.Preprocessing.Width),
            ["seed"] = _options.Seed,
            ["epochs"] = result.Head.Epochs.Count,
            ["fine_tuned"] = result.IsFineTuned,
            ["val_accuracy"] = ResultJson.Number((result.IsFineTuned ? result.FineTuning! : result.Head)["val_accuracy"].Max()),
            ["seconds"] = Math.Round(seconds, 3),
        };
        scores.AddTo(json, "test_");
        return json;
    }
}
