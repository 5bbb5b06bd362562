using Cornea.Layers;
using Cornea.Plots.Drawing;
using SkiaSharp;
using Xunit;

namespace Cornea.Plots.Tests;

/// <summary>Pictures of pictures: which numbers are black and white, where tiles stand, and what is refused.</summary>
public sealed class PictureTests
{
    private static readonly SKColor Green = SKColor.Parse("#15803D"), Red = SKColor.Parse("#DC2626");

    [Theory]
    [InlineData(new float[] { 0, 255, 128 }, 0, 255)]
    [InlineData(new float[] { 0, 1, 0.5f }, 0, 1)]
    [InlineData(new float[] { -1, 1, 0 }, -1, 1)]
    [InlineData(new float[] { -0.02f, 1.03f, 0 }, -1, 1)]
    [InlineData(new float[] { -3, 255, 100 }, 0, 255)]
    [InlineData(new float[] { -2.1f, 2.6f, 0 }, -2.1f, 2.6f)]
    [InlineData(new float[] { float.NaN, 1, 0 }, 0, 1)]
    public void RangesAreRecognised(float[] values, float black, float white)
    {
        (double Black, double White) range = ImagePixels.Of("Test", Tensor.From(values, (1, 1, 3, 1))).Range;
        Assert.Equal((black, white), ((float)range.Black, (float)range.White));
    }

    [Fact]
    public void BytesAreBytesHoweverDark() =>
        Assert.Equal((0.0, 255.0), ImagePixels.Of("Test", Tensor.From(new byte[] { 0, 1, 1 }, (1, 1, 3, 1))).Range);

    [Fact]
    public void PixelsAreEnlargedAndStandInTheirOrder()
    {
        // Two columns: red, green; blue, white.
        byte[] colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255];
        Figure figure = Charts.Images(Tensor.From(colours, (4, 1, 1, 3)));
        using SKBitmap picture = SKBitmap.Decode(figure.ToPng());
        Assert.Equal(SKColors.Red, picture.GetPixel(picture.Width / 4, picture.Height / 4));
        Assert.Equal(new SKColor(0, 255, 0), picture.GetPixel(picture.Width * 3 / 4, picture.Height / 4));
        Assert.Equal(SKColors.Blue, picture.GetPixel(picture.Width / 4, picture.Height * 3 / 4));
    }

    [Fact]
    public void RightIsGreenAndWrongIsRed()
    {
        Tensor images = Ops.Zeros([4, 28, 28, 1]), truth = Tensor.From([0, 1, 1, 0], 4);
        Figure both = Kept.Keep(Charts.Images(images, truth, Tensor.From([0, 1, 0, 0], 4), ["cat", "dog"], title: "Four answers"), "images");
        Assert.True(Has(both, Green) && Has(both, Red));
        Figure right = Charts.Images(images, truth, truth, ["cat", "dog"]);
        Assert.True(Has(right, Green) && !Has(right, Red));
        Assert.Contains("dog", string.Concat(TileCaptions.Of("Test", 4, truth, null, ["cat", "dog"]).Select(caption => caption.Text)), StringComparison.Ordinal);
        Assert.Equal("cat (is dog)", TileCaptions.Of("Test", 1, Tensor.From([1], 1), Tensor.From([0], 1), ["cat", "dog"]).Single().Text);
    }

    [Fact]
    public void TitlesOfOnesOwnMayHaveColours()
    {
        Figure figure = Charts.Images(Ops.Zeros([2, 8, 8, 3]), ["OK", "Größe"], [true, false]);
        Assert.True(Has(Kept.Keep(figure, "titles"), Green) && Has(figure, Red));
    }

    [Fact]
    public void WhatDoesntFitIsRefused()
    {
        Tensor images = Ops.Zeros([2, 8, 8, 3]);
        Assert.Throws<ShapeException>(() => Charts.Images(Ops.Zeros([2, 8, 8, 5])));
        Assert.Throws<ShapeException>(() => Charts.Images(Ops.Zeros([0, 8, 8, 3])));
        Assert.Throws<ArgumentException>(() => Charts.Images(images, Tensor.From([1], 1)));
        Assert.Throws<ArgumentException>(() => Charts.Images(images, Tensor.From([0, 2], 2), classNames: ["cat", "dog"]));
        Assert.Throws<ArgumentException>(() => Charts.Images(images, ["one"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.Images(images, columns: 0));
    }

    [Fact]
    public void AugmentationsStandBelowTheirImages()
    {
        // The left half is white; flipped it's the right.
        Tensor images = Ops.Concatenate([Ops.Ones([2, 10, 5, 1]), Ops.Zeros([2, 10, 5, 1])], axis: 2);
        Figure figure = Kept.Keep(Charts.Augmentations(images, [new RandomFlip("horizontal", seed: 1)], Tensor.From([0, 1], 2), ["left", "right"], times: 4), "augmentations");
        using SKBitmap picture = SKBitmap.Decode(figure.ToPng());
        SKColor[] middles = [.. Enumerable.Range(0, 5).Select(row => picture.GetPixel(30, 140 + (row * 212)))];
        Assert.Equal(SKColors.White, middles[0]);
        Assert.Contains(SKColors.Black, middles);
    }

    [Fact]
    public void FiltersShowZeroAsGrey()
    {
        var layer = new Conv2D(2, 1, useBias: false);
        layer.Call(Ops.Zeros([1, 4, 4, 1]));
        layer.SetWeights([Tensor.From([0f, 2f], (1, 1, 1, 2))]);
        using SKBitmap picture = SKBitmap.Decode(Charts.Filters(layer).ToPng());
        Assert.Equal(128, picture.GetPixel(30, 80).Red);
        Assert.Equal(255, picture.GetPixel(110, 80).Red);
    }

    [Fact]
    public void FiltersOfManyChannelsHaveARowEach()
    {
        var layer = new Conv2D(20, 3);
        layer.Call(Ops.Zeros([1, 8, 8, 5]));
        Figure figure = Kept.Keep(Charts.Filters(layer), "filters");
        Assert.True(figure.Height > 2 * figure.Width);
        Assert.Throws<InvalidOperationException>(() => Charts.Filters(new Conv2D(4, 3)));
        var dense = new Dense(3);
        dense.Call(Ops.Zeros([1, 4]));
        Assert.Throws<ArgumentException>(() => Charts.Filters(dense));
    }

    [Fact]
    public void FeatureMapsAreTheLayers()
    {
        Model model = Network();
        Tensor image = Ops.Zeros([28, 28, 1]);
        Figure all = Kept.Keep(Charts.FeatureMaps(model, image), "maps"), pooled = Charts.FeatureMaps(model, image.ExpandDims(0), "pool", channels: 4);
        Assert.True(pooled.Width < all.Width);
        Assert.Contains("there are conv", Assert.Throws<ArgumentException>(() => Charts.FeatureMaps(model, image, "nowhere")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Charts.FeatureMaps(new Sequential { new Input(4, 4, 1), new Flatten(), new Dense(2) }, Ops.Zeros([1, 4, 4, 1])));
    }

    [Fact]
    public void ReceptiveFieldsGrow()
    {
        Model model = Network();
        Assert.Equal(new ReceptiveField(3, 3, 1, 1, -1, -1), model.ReceptiveFieldOf("conv"));
        Assert.Equal(new ReceptiveField(4, 4, 2, 2, -1, -1), model.ReceptiveFieldOf("pool"));
        Assert.Equal(new ReceptiveField(8, 8, 2, 2, -1, -1), model.ReceptiveFieldOf("conv2"));
        Assert.Null(model.ReceptiveFieldOf("flatten"));
        SKRect[] frames = [.. FieldFrames.Of(model, null, 12, 28, 28).Select(frame => frame.Frame)];
        Assert.Equal([3, 4, 8, 28], frames.Select(frame => frame.Width));
        Assert.All(frames, frame => Assert.InRange(frame.MidX, 12.9f, 15.1f));
        Figure figure = Kept.Keep(Charts.ReceptiveFields(model, Ops.Zeros([28, 28, 1])), "fields");
        Assert.True(Has(figure, Red));
    }

    [Fact]
    public void FieldsOfEvenWindowsBeginWhereTheyDo()
    {
        // "same" with stride 2 on 8 pixels pads 1 before in all: (4 − 1) · 2 + 4 − 8 = 2.
        Tensor input = new Input(8, 8, 1);
        Tensor first = new Conv2D(1, 4, strides: 2, padding: "same", name: "first").Call(input);
        Tensor padded = new ZeroPadding2D(1, name: "padding").Call(first);
        Tensor second = new Conv2D(1, 3, name: "second").Call(padded);
        var model = new Model(input, second);
        Assert.Equal(new ReceptiveField(4, 4, 2, 2, -1, -1), model.ReceptiveFieldOf("first"));
        Assert.Equal(new ReceptiveField(8, 8, 2, 2, -3, -3), model.ReceptiveFieldOf("second"));
    }

    private static Sequential Network() => new()
    {
        new Input(28, 28, 1),
        new Conv2D(8, 3, padding: "same", activation: "relu", name: "conv"),
        new MaxPooling2D(2, name: "pool"),
        new Conv2D(8, 3, activation: "relu", name: "conv2"),
        new Flatten(name: "flatten"),
        new Dense(10),
    };

    private static bool Has(Figure figure, SKColor wanted)
    {
        using SKBitmap picture = SKBitmap.Decode(figure.ToPng());
        return picture.Pixels.Any(pixel => pixel == wanted);
    }
}
