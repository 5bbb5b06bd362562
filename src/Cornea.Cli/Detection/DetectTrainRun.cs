using Cornea.Callbacks;
using Cornea.Cli.Models;
using Cornea.Cli.Terminal;
using Cornea.Vision;
using Spectre.Console;

namespace Cornea.Cli.Detection;

/// <summary>One training of a detector from the command line: open, fit, measure, save.</summary>
internal sealed class DetectTrainRun
{
    private const string TrainSplit = "train", ValidationSplit = "val";
    private const int FineTuningEpochs = 30, ScratchEpochs = 150;

    private readonly DetectTrainOptions _options;
    private readonly TextWriter _results;
    private readonly Screen _screen;

    public DetectTrainRun(DetectTrainOptions options)
    {
        _options = options;
        _screen = Screen.Create(options.Json, out _results);
    }

    /// <returns>The exit code.</returns>
    public int Run(CancellationToken cancellation)
    {
        if (!SavedModel.IsMeant(_options.Output)) throw new ArgumentException($"--output: expected a {SavedModel.Extension} file, got '{_options.Output}'.");
        bool hasParts = DetectionDataset.HasSplit(_options.Data, TrainSplit);
        DetectionDataset photos = DetectionDataset.Open(_options.Data, hasParts ? TrainSplit : null);
        DetectionDataset? validation = _options.Validation is { } other ? DetectionDataset.Open(other)
            : DetectionDataset.HasSplit(_options.Data, ValidationSplit) ? DetectionDataset.Open(_options.Data, ValidationSplit) : null;
        foreach (string line in photos.LeftOut) Errors.Say(line);
        RandomSeed.Set(_options.Seed);
        Detector detector = Detector.Create(_options.Backbone, photos.ClassNames, _options.ImageSize);
        int epochs = _options.Epochs ?? (_options.Backbone == "csp" ? ScratchEpochs : FineTuningEpochs);
        _screen.Markup($"[bold]{Markup.Escape(photos.ToString())}[/]{(hasParts ? $" (part '{TrainSplit}')" : "")}. Backbone [bold]{Markup.Escape(_options.Backbone)}[/], {epochs} epochs.");

        var history = new History();
        bool isInterrupted = Fit(detector, photos, validation, epochs, history, cancellation);
        detector.Save(_options.Output);
        CocoResult? result = validation is null ? null : detector.Evaluate(validation);
        if (result is not null) DetectionReport.Show(_screen, result, validation!.Count);
        _screen.Markup($"Saved [bold]{Markup.Escape(_options.Output)}[/]; next: cornea detect predict {Markup.Escape(_options.Output)} photo.jpg --output boxes.png");
        if (_options.Json) _results.WriteLine(DetectionReport.Json(result, photos.Count, validation?.Count ?? 0, history).ToJsonString());
        return isInterrupted ? ExitCode.Interrupted : ExitCode.Success;
    }

    private bool Fit(Detector detector, DetectionDataset photos, DetectionDataset? validation, int epochs, History history, CancellationToken cancellation)
    {
        try
        {
            detector.Fit(
                photos, epochs, _options.BatchSize, validation, _options.LearningRate, seed: _options.Seed,
                augmentation: _options.AnyOrientation ? DetectionAugmentation.AnyOrientation : null, callbacks: [history, new TerminateOnNaN()],
                validationFreq: Math.Max(1, epochs / 5), cancellationToken: cancellation);
            return false;
        }
        catch (OperationCanceledException) when (history.Epochs.Count > 0)
        {
            _screen.Line();
            _screen.Markup($"[yellow]Interrupted[/] in epoch {history.Epochs.Count + 1}; what was learned so far is measured and saved. Once more ends at once.");
            return true;
        }
    }
}
