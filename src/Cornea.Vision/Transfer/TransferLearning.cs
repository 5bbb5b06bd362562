using Cornea.Callbacks;
using Cornea.Data;
using Cornea.Layers;
using Cornea.Optimizers;

namespace Cornea.Vision;

/// <summary>Learns classes of photos from few of them, with what a network knows of others.</summary>
/// <remarks>
/// <para>
/// The backbone stands still first: its features are computed once, and an epoch costs what a head of one dense layer costs. Then, if asked for or if
/// it pays on the validation part, the backbone's last layers are trained on at a small rate; its batch normalisations stay in inference mode.
/// </para>
/// <para>Source: Chollet, Transfer learning and fine-tuning (Keras' guide).</para>
/// </remarks>
/// <param name="features">The backbone, such as <see cref="ImageFeatures.Of(string, int, string?)"/>.</param>
/// <param name="options">How; null: as it is by default.</param>
public sealed class TransferLearning(ImageFeatures features, TransferOptions? options = null)
{
    private const double DropoutRate = 0.2;
    private const int FineTunedLayers = 30, Patience = 8;
    private const double FineTuningRate = 0.01; // Of the head's.
    private const double PartForValidation = 0.15, PartForTraining = 0.8; // Of the time that is left, for what the backbone sees.
    private const int OrderSeed = 1;

    private readonly TransferOptions _options = options ?? new TransferOptions();

    /// <summary>Trains a classifier.</summary>
    /// <param name="train">What is learned from; its labels are numbers of classes.</param>
    /// <param name="validation">By what it's decided when to stop.</param>
    /// <param name="cancellationToken">Ends the training after the present step.</param>
    /// <exception cref="ArgumentException">There are fewer than two classes, or no photos in a part.</exception>
    public TransferResult Fit(ImageFolder train, ImageFolder validation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        if (train.ClassNames.Count < 2) throw new ArgumentException($"TransferLearning: expected photos of at least two classes, got {train}.", nameof(train));
        if (train.Count == 0 || validation.Count == 0) throw new ArgumentException($"TransferLearning: expected photos to train on and to validate with, got {train.Count} and {validation.Count}.");
        _options.Report?.Invoke($"What the backbone sees in {train.Count + validation.Count} photos, once");
        (validation, Tensor xValidation) = See(validation, PartForValidation, cancellationToken);
        (train, Tensor x) = See(train, PartForTraining, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        (Sequential head, History history) = FitHead(x, xValidation, train, validation, cancellationToken);

        Model backbone = features.Model;
        backbone.Trainable = false;
        var model = new Sequential { new Input([.. backbone.InputShape[1..]]), backbone };
        foreach (Layer layer in head.Layers) model.Add(layer);
        Compile(model, _options.LearningRate * FineTuningRate);
        History? fineTuning = null;
        bool isKept = false;
        int layers = _options.FineTune ?? (HasMistakes(head, xValidation, validation) ? FineTunedLayers : 0);
        if (layers > 0 && !IsLate) (fineTuning, isKept) = FineTune(model, backbone, layers, train, validation, cancellationToken);
        return new TransferResult(new ImageClassifier(model, train.ClassNames, features.Preprocessing), history, fineTuning, isKept);
    }

    private bool IsLate => _options.Until is { } end && DateTime.UtcNow >= end.ToUniversalTime();

    // All photos; or, where training is to end in time, so many as can be seen in a part of it, each class's turn by turn.
    private (ImageFolder Photos, Tensor Features) See(ImageFolder photos, double part, CancellationToken cancellationToken)
    {
        if (_options.Until is not { } end) return (photos, features.Extract(photos, cancellationToken));
        DateTime now = DateTime.UtcNow;
        ImageFolder mixed = TurnByTurn(photos);
        Tensor seen = features.Extract(mixed, now + ((end.ToUniversalTime() - now) * part), cancellationToken);
        if (seen.Shape[0] == photos.Count) return (mixed, seen);
        _options.Report?.Invoke($"There was time for {seen.Shape[0]} of {photos.Count} photos; the others are left out");
        return (mixed.Subset(Enumerable.Range(0, seen.Shape[0])), seen);
    }

    private static ImageFolder TurnByTurn(ImageFolder photos)
    {
        int[] order = [.. Enumerable.Range(0, photos.Count)], turns = new int[photos.Count];
        new Random(OrderSeed).Shuffle(order);
        int[] met = new int[photos.Labels.Max() + 1];
        IReadOnlyList<int> labels = photos.Labels;
        foreach (int photo in order) turns[photo] = met[labels[photo]]++;
        return photos.Subset(order.OrderBy(photo => turns[photo]));
    }

    private (Sequential Head, History History) FitHead(Tensor x, Tensor xValidation, ImageFolder train, ImageFolder validation, CancellationToken cancellationToken)
    {
        _options.Report?.Invoke($"The head, on {x.Shape[1]} features");
        var head = new Sequential { new Input(x.Shape[1]), new Dropout(DropoutRate), new Dense(train.ClassNames.Count, activation: "softmax", name: "classes") };
        Compile(head, _options.LearningRate);
        History history = head.Fit(
            x, LabelsOf(train), _options.BatchSize, _options.Epochs, verbose: 0, validationData: (xValidation, LabelsOf(validation)),
            callbacks: [new EarlyStopping("val_loss", patience: Patience, restoreBestWeights: true), new Deadline(() => IsLate)], cancellationToken: cancellationToken);
        return (head, history);
    }

    private (History History, bool IsKept) FineTune(Model model, Model backbone, int layers, ImageFolder train, ImageFolder validation, CancellationToken cancellationToken)
    {
        _options.Report?.Invoke($"Fine-tuning of the last {Math.Min(layers, backbone.Layers.Count)} layers of the backbone");
        Tensor[] before = [.. model.Variables.Select(variable => variable.Value)];
        Dataset validationImages = features.Preprocessing.Of(validation).Batch(_options.BatchSize);
        var (lossBefore, _) = model.Evaluate(validationImages, verbose: 0);

        backbone.Trainable = true;
        foreach (Layer layer in backbone.Layers.Take(Math.Max(0, backbone.Layers.Count - layers)).Concat(backbone.Layers.Where(layer => layer is BatchNormalization))) layer.Trainable = false;
        Compile(model, _options.LearningRate * FineTuningRate);
        History history = model.Fit(
            features.Preprocessing.Of(train.Shuffle(train.Count)).Batch(_options.BatchSize), _options.FineTuneEpochs, verbose: 0, callbacks: [new Deadline(() => IsLate)],
            validationData: validationImages, cancellationToken: cancellationToken);
        bool isKept = history.Contains("val_loss") && history["val_loss"][^1] < lossBefore;
        if (!isKept)
        {
            foreach (var (variable, value) in model.Variables.Zip(before)) variable.Assign(value);
        }

        backbone.Trainable = false;
        Compile(model, _options.LearningRate * FineTuningRate);
        return (history, isKept);
    }

    private static bool HasMistakes(Sequential head, Tensor x, ImageFolder photos) =>
        !head.Predict(x, verbose: 0).ArgMax(axis: -1).ToArray<int>().SequenceEqual(photos.Labels);

    private static void Compile(Model model, double learningRate) => model.Compile(new Adam(learningRate), "sparse_categorical_crossentropy", metrics: ["accuracy"]);

    private static Tensor LabelsOf(ImageFolder photos) => Tensor.From(photos.Labels.ToArray(), [photos.Count]);

    /// <summary>Ends a training when its time is over.</summary>
    private sealed class Deadline(Func<bool> isLate) : Callback
    {
        public override void OnTrainBatchEnd(int batch, Logs logs) => Model.StopTraining |= isLate();
    }
}
