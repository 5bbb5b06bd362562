using Cornea.Callbacks;
using Cornea.Layers;
using Cornea.Optimizers;

namespace Cornea.Vision;

// Training.
public sealed partial class Detector
{
    private const double WarmupEpochs = 3;

    /// <summary>Trains on photos with boxes.</summary>
    /// <param name="photos">The photos; their classes are found by name.</param>
    /// <param name="epochs">How often all photos are gone through.</param>
    /// <param name="batchSize">Photos in a step.</param>
    /// <param name="validationData">Photos on which it's measured; <c>val_AP</c> and <c>val_AP50</c> of the averaged weights are reported.</param>
    /// <param name="learningRate">The largest of the schedule: it rises for three epochs and falls along a cosine. Null: 0.002 from the beginning, 0.001 from known weights.</param>
    /// <param name="weightDecay">What draws kernels to zero, times the learning rate.</param>
    /// <param name="focalGamma">γ of the focal loss for objectness: what is nearly right counts |target − answer|^γ; 0 for plain cross-entropy.</param>
    /// <param name="augmentation">How photos are changed; null: mosaics, sizes, colours, left and right.</param>
    /// <param name="seed">Fixes all draws but the first weights; null draws one from <see cref="RandomSeed"/>.</param>
    /// <param name="verbose">What is shown: 0 nothing, 1 a progress bar, 2 a line each epoch; <c>"auto"</c> by default.</param>
    /// <param name="callbacks">Told how training goes on.</param>
    /// <param name="validationFreq">Every so many epochs it's measured.</param>
    /// <param name="cancellationToken">Ends training after the present step; the detector is then as good as it had become.</param>
    /// <returns>Losses of each epoch, and measures.</returns>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    /// <exception cref="InvalidDataException">A photo is broken, or has a class that the detector doesn't know; the message names the file. Said before anything is changed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>AdamW (Loshchilov and Hutter, 2019). The weights that remain are averages over the last few hundred steps, batch norms' statistics too.</remarks>
    public History Fit(
        DetectionDataset photos, int epochs = 100, int batchSize = 8, DetectionDataset? validationData = null, double? learningRate = null, double weightDecay = 0.02,
        double focalGamma = 0, DetectionAugmentation? augmentation = null, int? seed = null, Verbosity verbose = default, IReadOnlyList<Callback>? callbacks = null, int validationFreq = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photos);
        if (epochs < 1 || batchSize < 1 || validationFreq < 1) throw new ArgumentException($"Detector.Fit: expected epochs, batchSize and validationFreq of at least 1, got {epochs}, {batchSize} and {validationFreq}.");
        double rate = learningRate ?? _learningRate;
        if (!(rate > 0) || !(weightDecay >= 0)) throw new ArgumentException($"Detector.Fit: expected a learningRate over 0 and a weightDecay of at least 0, got {rate} and {weightDecay}.");
        if (!(focalGamma >= 0)) throw new ArgumentException($"Detector.Fit: expected a focalGamma of at least 0, got {focalGamma}.");
        augmentation ??= new DetectionAugmentation();
        augmentation.Check();
        photos = photos.WithClasses(ClassNames);
        validationData = validationData?.WithClasses(ClassNames);
        Size2 size = _network is null ? SizeFor(photos) : ImageSize;
        var store = new PhotoStore(photos.Images, new PhotoReader(size), cancellationToken);
        if (_network is null) Build(size);

        var batches = new TrainingPictures(store, size, batchSize, epochs, augmentation, seed ?? RandomOps.RandInt([], 0, int.MaxValue).ToScalar<int>());
        var average = new MovingAverage(Network, momentum: 0.998, rampSteps: 500);
        var training = new DetectionTraining(Network, new AnchorGrid(size), ClassNames.Count, average, focalGamma);
        double warmup = Math.Min(WarmupEpochs, epochs / 4.0) * batches.Count;
        var optimizer = new AdamW(
            new CosineDecay(rate / 20, Math.Max(1, (epochs * batches.Count) - warmup), alpha: 0.01, warmupTarget: rate, warmupSteps: warmup),
            weightDecay, globalClipNorm: 10);
        optimizer.ExcludeFromWeightDecay(names: ["bias", "beta", "gamma"]);
        training.Compile(optimizer);
        List<Callback> all = [.. callbacks ?? []];
        if (validationData is not null) all.Insert(0, new PrecisionMeasure(new DetectionInference(average.Network, ClassNames), validationData, validationFreq));
        try
        {
            return training.Fit(batches, epochs, verbose, all, stepsPerEpoch: null, cancellationToken: cancellationToken);
        }
        finally
        {
            average.Publish();
        }
    }

    /// <summary>384 pixels for the longer side, and the proportion of the middle photo, when they are sorted by it.</summary>
    internal static Size2 SizeFor(DetectionDataset photos)
    {
        double ratio = photos.Images.Select(image => (double)image.Width / image.Height).Order().ElementAt(photos.Count / 2);
        int shortSide = Math.Max(Step, (int)Math.Ceiling((LongSide * Math.Min(ratio, 1 / ratio) / Step) - 0.01) * Step);
        return ratio >= 1 ? new Size2(shortSide, LongSide) : new Size2(LongSide, shortSide);
    }
}
