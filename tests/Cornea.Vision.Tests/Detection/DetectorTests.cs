namespace Cornea.Vision.Tests;

[Collection(nameof(Alone))]
public sealed class DetectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // One training for all that can only be seen on a trained detector; compiling its step is most of the time.
    [Fact]
    public void LearnsToFindSquaresAndIsTheSameFromItsFile()
    {
        RandomSeed.Set(7);
        DetectionDataset photos = Squares(count: 16);
        Detector detector = Detector.Create("csp", photos.ClassNames, imageSize: 96);
        History history = detector.Fit(
            photos, epochs: 60, batchSize: 4, learningRate: 4e-3, augmentation: DetectionAugmentation.None, seed: 1, verbose: 0, validationData: photos, validationFreq: 60);

        Assert.True(history["loss"][^1] < history["loss"][0] / 3);
        double precision = detector.Evaluate(photos).AP50;
        Assert.True(precision > 0.8, $"AP50 {precision}");
        Assert.Equal(precision, history["val_AP50"][^1]);

        string path = _folder.File("squares.keras");
        detector.Save(path);
        Detector again = Detector.Load(path);
        Assert.Equal(detector.ClassNames, again.ClassNames);
        Assert.Equal(detector.Detect(photos.Images[0].Path), again.Detect(photos.Images[0].Path));
        Assert.Equal(detector.Detect(photos.Images[0].Path), again.Detect(ImageTensor.Load(photos.Images[0].Path)));
        Assert.All(again.Detect(photos.Images[0].Path, scoreThreshold: 0), found => Assert.InRange(found.Box.Right, 0, 64));
        Assert.Empty(again.Detect(photos.Images[0].Path, scoreThreshold: 1));
        Assert.InRange(again.Evaluate(photos, softSuppression: "gaussian").AP50, precision - 0.2, 1);
    }

    [Theory]
    [InlineData(640, 480, 384, 288)]
    [InlineData(480, 640, 288, 384)]
    [InlineData(500, 500, 384, 384)]
    [InlineData(4000, 100, 384, 32)]
    public void PicturesHaveThePhotosProportion(int width, int height, int expectedWidth, int expectedHeight)
    {
        var photos = new DetectionDataset([new AnnotatedImage("a.jpg", width, height, [])], ["cat"]);

        Assert.Equal(new Layers.Size2(expectedHeight, expectedWidth), Detector.SizeFor(photos));
        Assert.Throws<InvalidOperationException>(() => Detector.Create("csp", ["cat"]).ImageSize);
    }

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        Assert.Contains("there is no backbone 'yolo'; there are csp, ", Assert.Throws<ArgumentException>(() => Detector.Create("yolo", ["cat"])).Message, StringComparison.Ordinal);
        Assert.Contains("32 divides, got (100, 96)", Assert.Throws<ArgumentException>(() => Detector.Create("csp", ["cat"], (100, 96))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Detector.Create("csp", []));
        Assert.Throws<ArgumentException>(() => Detector.Create("csp", ["cat", "cat"]));

        Detector detector = Detector.Create("csp", ["cat"], imageSize: 64);
        string photo = DatasetFiles.Photo(_folder.Path, "a.jpg");
        var wrongSize = new DetectionDataset([new AnnotatedImage(photo, 41, 30, [])], ["cat"]);
        Assert.Contains($"{photo}: is 40 × 30 pixels, but its annotations are for 41 × 30", Assert.Throws<InvalidDataException>(() => detector.Fit(wrongSize)).Message, StringComparison.Ordinal);
        string text = DatasetFiles.Text(_folder.Path, "b.jpg", "no photo");
        var broken = new DetectionDataset([new AnnotatedImage(text, 40, 30, [])], ["cat"]);
        Assert.StartsWith(text, Assert.Throws<InvalidDataException>(() => detector.Fit(broken)).Message, StringComparison.Ordinal);
        var other = new DetectionDataset([new AnnotatedImage(photo, 40, 30, [new LabeledBox(new Box(0, 0, 9, 9), 0)])], ["dog"]);
        Assert.Contains($"{photo}: has a 'dog', expected classes among cat", Assert.Throws<InvalidDataException>(() => detector.Fit(other)).Message, StringComparison.Ordinal);

        string model = _folder.File("m.keras");
        new Model(detector.Network.Input, detector.Network.Output).Save(model);
        Assert.Contains(model, Assert.Throws<InvalidDataException>(() => Detector.Load(model)).Message, StringComparison.Ordinal);
    }

    // Networks whose sizes halve, and one that loses pixels at the edges.
    [Theory]
    [InlineData("mobilenet_v2", 96)]
    [InlineData("ResNet18", 64)]
    [InlineData("inception_v3", 128)]
    public void AnyApplicationIsABackbone(string backbone, int size)
    {
        Detector detector = Detector.Create(backbone, ["cat", "dog"], size, weights: null);

        Assert.Equal(new Shape(Shape.Unknown, (size / 8 * size / 8) + (size / 16 * size / 16) + (size / 32 * size / 32), 67), detector.Network.OutputShape);
    }

    private DetectionDataset Squares(int count)
    {
        var random = new Random(1);
        var images = new List<AnnotatedImage>();
        for (int index = 0; index < count; index++)
        {
            byte[] pixels = new byte[64 * 64 * 3];
            var boxes = new List<LabeledBox>();
            for (int kind = 0; kind < 2; kind++)
            {
                int side = random.Next(16, 28), left = random.Next(0, 32 - (side / 2)) + (32 * kind), top = random.Next(0, 64 - side);
                int right = Math.Min(left + side, kind == 0 ? 31 : 64);
                for (int y = top; y < top + side; y++)
                    for (int x = left; x < right; x++) pixels[(((y * 64) + x) * 3) + (2 * kind)] = 255;
                boxes.Add(new LabeledBox(new Box(left, top, right, top + side), kind));
            }

            string path = _folder.File($"{index}.png");
            ImageTensor.Save(path, Tensor.From<byte>(pixels, [64, 64, 3]));
            images.Add(new AnnotatedImage(path, 64, 64, boxes));
        }

        return new DetectionDataset(images, ["red", "blue"]);
    }
}
