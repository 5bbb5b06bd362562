namespace Cornea.Vision.Tests.Transfer;

[Collection(nameof(Alone))]
public sealed class TransferLearningTests
{
    [Fact]
    public void AHeadOnFrozenFeaturesLearnsTheClasses()
    {
        using var photos = new DrawnPhotos();
        RandomSeed.Set(1);
        Model backbone = DrawnPhotos.Backbone();
        float[] before = backbone.Variables[0].Value.ToArray<float>();
        PhotoParts parts = PhotoParts.Open(photos.Folder, seed: 1);

        TransferResult result = new TransferLearning(ImageFeatures.Of(backbone), new TransferOptions { LearningRate = 0.05, FineTune = 0 }).Fit(parts.Train, parts.Validation);

        Assert.All(result.Classifier.Predict(parts.Test.Files).Zip(parts.Test.Labels), pair => Assert.Equal(parts.Test.ClassNames[pair.Second], pair.First.Label));
        Assert.Null(result.FineTuning);
        Assert.Equal(before, backbone.Variables[0].Value.ToArray<float>());
    }

    [Fact]
    public void FineTuningIsKeptOnlyIfTheValidationPartGains()
    {
        using var photos = new DrawnPhotos();
        RandomSeed.Set(1);
        PhotoParts parts = PhotoParts.Open(photos.Folder, seed: 1);
        ImageFeatures features = ImageFeatures.Of(DrawnPhotos.Backbone());
        float[] before = features.Model.Variables[0].Value.ToArray<float>();

        TransferResult result = new TransferLearning(features, new TransferOptions { LearningRate = 0.05, FineTune = 10 }).Fit(parts.Train, parts.Validation);

        Assert.NotNull(result.FineTuning);
        Assert.Equal(!result.IsFineTuned, before.SequenceEqual(features.Model.Variables[0].Value.ToArray<float>()));
    }

    [Fact]
    public void WhenTheTimeIsOverTheHeadStops()
    {
        using var photos = new DrawnPhotos();
        PhotoParts parts = PhotoParts.Open(photos.Folder, seed: 1);

        TransferResult result = new TransferLearning(ImageFeatures.Of(DrawnPhotos.Backbone()), new TransferOptions { Until = DateTime.UtcNow }).Fit(parts.Train, parts.Validation);

        Assert.Single(result.Head.Epochs);
        Assert.Null(result.FineTuning);
    }

    [Fact]
    public void WhenTheTimeIsOverPhotosAreLeftOutOfEachClassAsMany()
    {
        using var photos = new DrawnPhotos(perClass: 100);
        PhotoParts parts = PhotoParts.Open(photos.Folder, seed: 1);
        var said = new List<string>();

        TransferResult result = new TransferLearning(
            ImageFeatures.Of(DrawnPhotos.Backbone()), new TransferOptions { Until = DateTime.UtcNow, Report = said.Add }).Fit(parts.Train, parts.Validation);

        Assert.Contains("There was time for 32 of 160 photos; the others are left out", said);
        Assert.Single(result.Head.Epochs);
        var forever = new List<string>();
        new TransferLearning(
            ImageFeatures.Of(DrawnPhotos.Backbone()), new TransferOptions { Epochs = 1, Until = DateTime.UtcNow.AddHours(1), Report = forever.Add }).Fit(parts.Train, parts.Validation);
        Assert.DoesNotContain(forever, line => line.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public void FeaturesCanBeCancelled()
    {
        using var photos = new DrawnPhotos();
        PhotoParts parts = PhotoParts.Open(photos.Folder, seed: 1);
        Assert.Throws<OperationCanceledException>(() => ImageFeatures.Of(DrawnPhotos.Backbone()).Extract(parts.Train, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void ANetworkWithItsTopGivesWhatStandsBeforeIt()
    {
        var model = new Sequential { new Layers.Input(16, 16, 3), new Layers.Conv2D(5, 3), new Layers.GlobalAveragePooling2D(), new Layers.Dense(7), new Layers.Dense(1000, activation: "softmax") };

        Assert.Equal(5, ImageFeatures.Of(model).Model.OutputShape[1]);
        Assert.Throws<ArgumentException>(() => ImageFeatures.Of(new Sequential { new Layers.Input(8), new Layers.Dense(2) }));
        Assert.Throws<ArgumentException>(() => ImageFeatures.Of("lenet"));
    }

    [Fact]
    public void PartsAreDrawnWithEachClassInProportion()
    {
        using var photos = new DrawnPhotos(perClass: 20);

        PhotoParts parts = PhotoParts.Open(photos.Folder, seed: 5);

        Assert.Equal([32, 4, 4], new[] { parts.Train, parts.Validation, parts.Test }.Select(part => part.Count));
        Assert.Equal(2, parts.Test.Labels.Sum());
        Assert.Equal(40, parts.Train.Files.Concat(parts.Validation.Files).Concat(parts.Test.Files).Distinct().Count());
    }

    [Fact]
    public void PartsThatTheFolderHasAreTaken()
    {
        using var photos = new DrawnPhotos(perClass: 10, below: "train");
        Directory.CreateDirectory(photos.File("test"));
        foreach (string name in new[] { "red", "green" })
        {
            Directory.CreateDirectory(Path.Combine(photos.File("test"), name));
            File.Copy(photos.File($"train/{name}/0.png"), Path.Combine(photos.File("test"), name, "new.png"));
        }

        PhotoParts parts = PhotoParts.Open(photos.Folder, seed: 5);

        Assert.True(parts.IsGiven);
        Assert.Equal([18, 2, 2], new[] { parts.Train, parts.Validation, parts.Test }.Select(part => part.Count));
    }

    [Fact]
    public void TooFewPhotosOrClassesAreRefused()
    {
        using var photos = new DrawnPhotos(perClass: 4);
        Assert.Contains("4 photos of 'green'", Assert.Throws<ArgumentException>(() => PhotoParts.Open(photos.Folder, seed: 1)).Message, StringComparison.Ordinal);
        Directory.Delete(photos.File("red"), recursive: true);
        Assert.Contains("one class only", Assert.Throws<ArgumentException>(() => PhotoParts.Open(photos.Folder, seed: 1)).Message, StringComparison.Ordinal);
    }
}
