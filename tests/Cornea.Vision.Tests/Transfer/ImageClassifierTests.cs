using System.IO.Compression;
using Cornea.Layers;

namespace Cornea.Vision.Tests.Transfer;

public sealed class ImageClassifierTests : IDisposable
{
    private static readonly string[] Names = ["green", "red"];
    private readonly DrawnPhotos _photos = new(perClass: 4);

    public void Dispose() => _photos.Dispose();

    [Fact]
    public void AFileHasAllThatAPredictionNeeds()
    {
        var preprocessing = new ImagePreprocessing(20, 24, "pillow_bicubic", PadToAspectRatio: true, ColorMode: "grayscale", Scaling: "unit");
        var classifier = new ImageClassifier(Network(20, 24, 1), Names, preprocessing, threshold: 0.25);

        classifier.Save(_photos.File("m.keras"));
        var again = ImageClassifier.Load(_photos.File("m.keras"));

        Assert.Equal(preprocessing, again.Preprocessing);
        Assert.Equal(Names, again.ClassNames);
        Assert.Equal(0.25, again.Threshold);
        string photo = ImageFolder.Open(_photos.Folder).Files[0];
        Assert.Equal([.. classifier.Predict(photo)], [.. again.Predict(photo)]);
    }

    // Keras' reader opens entries by these names, and an entry of assets/ or another name not at all (keras/src/saving/saving_lib.py).
    [Fact]
    public void TheFactsLieInAnEntryThatKerasPassesOver()
    {
        new ImageClassifier(Network(8, 8, 3), Names, new ImagePreprocessing(8, 8)).Save(_photos.File("m.keras"));

        using ZipArchive archive = ZipFile.OpenRead(_photos.File("m.keras"));

        Assert.Equal(["config.json", "cornea.json", "metadata.json", "model.weights.h5"], archive.Entries.Select(entry => entry.FullName).Order());
        using var reader = new StreamReader(archive.GetEntry("cornea.json")!.Open());
        Assert.Contains("bilinear", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void PredictionsSeeTheNumbersThatTrainingSees()
    {
        Model model = Network(16, 16, 3);
        ImageFolder photos = ImageFolder.Open(_photos.Folder, shuffle: false);
        float[] expected = model.Predict(photos.Resize(16, 16).Batch(3), verbose: 0).ToArray<float>();
        var classifier = new ImageClassifier(model, Names, new ImagePreprocessing(16, 16));

        IReadOnlyList<Classification> answers = classifier.Predict(photos.Files);

        Assert.Equal(expected, answers.SelectMany(answer => Names.Select(name => (float)answer[name])));
        Assert.Equal(answers.Select(answer => answer.Label), photos.Files.Select(file => classifier.Predict(file).Label));
        Assert.Equal(answers[0].Label, classifier.Predict(File.ReadAllBytes(photos.Files[0])).Label);
    }

    [Fact]
    public void TheLikeliestClassesComeFirst()
    {
        Classification answer = new ImageClassifier(Network(16, 16, 3), Names, new ImagePreprocessing(16, 16)).Predict(ImageFolder.Open(_photos.Folder).Files[0]);

        Assert.Equal(2, answer.Top(3).Count);
        Assert.True(answer[0].Probability >= answer[1].Probability);
        Assert.Equal(answer.Label, answer.Top(1)[0].Label);
        Assert.Equal(1, answer.Sum(item => item.Probability), 1e-5);
        Assert.Throws<KeyNotFoundException>(() => answer["blue"]);
    }

    [Theory]
    [InlineData(0.3, "red")]
    [InlineData(0.7, "green")]
    public void TheThresholdDecidesBetweenTwoClasses(double threshold, string expected)
    {
        var model = new Sequential { new Input(8, 8, 3), new GlobalAveragePooling2D(), new Dense(1, activation: "sigmoid", kernelInitializer: "zeros") };

        Assert.Equal(expected, new ImageClassifier(model, Names, new ImagePreprocessing(8, 8), threshold).Predict(ImageFolder.Open(_photos.Folder).Files[0]).Label);
    }

    [Fact]
    public void WhatDoesNotFitIsSaid()
    {
        Model model = Network(8, 8, 3);

        Assert.Contains("class names", Assert.Throws<ArgumentException>(() => new ImageClassifier(model, ["a", "b", "c"], new ImagePreprocessing(8, 8))).Message, StringComparison.Ordinal);
        Assert.Contains("input", Assert.Throws<ArgumentException>(() => new ImageClassifier(model, Names, new ImagePreprocessing(9, 8))).Message, StringComparison.Ordinal);
        model.Save(_photos.File("plain.keras"));
        Assert.Contains("doesn't say", Assert.Throws<InvalidDataException>(() => ImageClassifier.Load(_photos.File("plain.keras"))).Message, StringComparison.Ordinal);
        model.Metadata["class_names"] = "[\"a\", 7]";
        model.Metadata["image_height"] = model.Metadata["image_width"] = "8";
        model.Save(_photos.File("wrong.keras"));
        Assert.Contains("wrong.keras", Assert.Throws<InvalidDataException>(() => ImageClassifier.Load(_photos.File("wrong.keras"))).Message, StringComparison.Ordinal);
        var linear = new Sequential { new Input(8, 8, 3), new GlobalAveragePooling2D(), new Dense(2) };
        Assert.Contains("aren't probabilities", Assert.Throws<InvalidOperationException>(
            () => new ImageClassifier(linear, Names, new ImagePreprocessing(8, 8)).Predict(ImageFolder.Open(_photos.Folder).Files[0])).Message, StringComparison.Ordinal);
    }

    private static Model Network(int height, int width, int channels) => new Sequential
    {
        new Input(height, width, channels), new Rescaling(1 / 255.0), new Conv2D(4, 3, activation: "relu"), new GlobalAveragePooling2D(), new Dense(2, activation: "softmax"),
    };
}
