using System.Diagnostics;
using Cornea.Callbacks;
using Cornea.Cli.Datasets;
using Cornea.Cli.Terminal;
using Cornea.Learn;
using Cornea.Optimizers;
using Spectre.Console;

namespace Cornea.Cli.Training;

/// <summary>One training from the command line: load, build, fit, test, report, save.</summary>
internal sealed class TrainRun
{
    private const int TestBatchSize = 256;
    private readonly TrainOptions _options;
    private readonly TextWriter _results;
    private readonly Screen _screen;

    public TrainRun(TrainOptions options)
    {
        _options = options;
        _screen = Screen.Create(options.Json, out _results);
    }

    /// <returns>The exit code.</returns>
    public int Run(CancellationToken cancellation)
    {
        LabelledImages data = _options.Dataset.Load(_options.Seed, cancellation);
        var files = ResultFiles.At(_options.Output); // Before training: a folder that can't be written to is no surprise after an hour.
        Announce(data);

        RandomSeed.Set(_options.Seed);
        Model model = _options.Network.Build(_options.Dataset.ImageShape, _options.Dataset.ClassNames.Count);
        Optimizer optimizer = _options.Optimizer;
        if (_options.LearningRate is { } rate) optimizer.LearningRate = rate;
        model.Compile(optimizer, "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Summary(details: _options.Verbose);

        var history = new History();
        long start = Stopwatch.GetTimestamp();
        bool isInterrupted = Fit(model, data, history, files, cancellation);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (history.Contains("loss") && !double.IsFinite(history["loss"][^1]))
        {
            Errors.Say($"training diverged: the loss became {history["loss"][^1]} in epoch {history.Epochs.Count}. Try a smaller --learning-rate, or another --optimizer.");
            return ExitCode.Failure;
        }

        TrainResult result = Test(model, data, history, seconds, isInterrupted);
        new ResultReport(_screen, _options.Dataset.ClassNames).Show(result);
        files.Save(model, result, history, _options);
        string network = files.IsModelApart ? $"[bold]{Markup.Escape(files.Model)}[/], and " : "";
        _screen.Markup($"Saved {network}in [bold]{Markup.Escape(files.Folder)}[/]: {string.Join(", ", files.Saved)}");
        if (_options.Json) _results.WriteLine(ResultJson.Of(result, _options).ToJsonString());
        return isInterrupted ? ExitCode.Interrupted : ExitCode.Success;
    }

    private void Announce(LabelledImages data)
    {
        int all = data.TrainImages.Shape[0], trained = (int)Math.Floor(all * (1 - data.ValidationSplit));
        _screen.Markup(
            $"[bold]{Markup.Escape(_options.Dataset.Title)}[/]: {trained:N0} images to train, {all - trained:N0} to validate, {data.TestImages.Shape[0]:N0} to test. "
            + $"Network [bold]{_options.Network.Name}[/], {_options.Epochs} epoch{(_options.Epochs == 1 ? "" : "s")}, batches of {_options.BatchSize}, "
            + $"{_options.Optimizer}, seed {_options.Seed}.");
    }

    private bool Fit(Model model, LabelledImages data, History history, ResultFiles files, CancellationToken cancellation)
    {
        try
        {
            model.Fit(
                data.TrainImages,
                data.TrainLabels,
                batchSize: _options.BatchSize,
                epochs: _options.Epochs,
                callbacks: [history, new CSVLogger(files.History), new TerminateOnNaN()],
                validationSplit: data.ValidationSplit,
                validationBatchSize: TestBatchSize,
                cancellationToken: cancellation);
            return false;
        }
        catch (OperationCanceledException)
        {
            _screen.Line();
            _screen.Markup($"[yellow]Interrupted[/] in epoch {history.Epochs.Count + 1}; what was learned so far is tested and saved. Once more ends at once.");
            return true;
        }
    }

    private TrainResult Test(Model model, LabelledImages data, History history, double seconds, bool isInterrupted)
    {
        var (loss, accuracy) = model.Evaluate(data.TestImages, data.TestLabels, batchSize: TestBatchSize, verbose: 0);
        Tensor predicted = model.Predict(data.TestImages, batchSize: TestBatchSize).ArgMax(axis: -1);
        int[] labels = [.. Enumerable.Range(0, _options.Dataset.ClassNames.Count)];
        var final = new Dictionary<string, double>();
        foreach ((string name, IReadOnlyList<double> values) in history) final[name] = values[^1];
        return new TrainResult(
            history.Epochs.Count, isInterrupted, seconds, model.ParameterCount, model.Optimizer.LearningRate, final, loss, accuracy,
            Report.Classification(data.TestLabels, predicted, labels, _options.Dataset.ClassNames),
            Report.ConfusionMatrix(data.TestLabels, predicted, labels).ToArray2D<long>());
    }
}
