using System.Globalization;
using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Layers.Augmentation;

/// <summary>Labels, masks and boxes go with their images.</summary>
public class LabeledImagesTests
{
    private static readonly Tensor Images = AugmentationTests.Images(6);

    // Layers that move pixels and leave their values, so that a mask equal to the image must come out equal.
    private static readonly Dictionary<string, Func<BaseImagePreprocessingLayer>> Moving = new()
    {
        ["RandomFlip"] = () => new RandomFlip(seed: 3),
        ["RandomRotation"] = () => new RandomRotation(0.3, interpolation: "nearest", seed: 3),
        ["RandomZoom"] = () => new RandomZoom(0.4, interpolation: "nearest", seed: 3),
        ["RandomTranslation"] = () => new RandomTranslation(0.4, 0.3, "wrap", "nearest", seed: 3),
        ["RandomShear"] = () => new RandomShear(0.4, 0.3, "nearest", seed: 3),
        ["RandomPerspective"] = () => new RandomPerspective((1, 1), 0.5, "nearest", seed: 3),
        ["RandomElasticTransform"] = () => new RandomElasticTransform((1, 1), (1, 1), "nearest", seed: 3),
        ["RandomCrop"] = () => new RandomCrop(4, 3, seed: 3),
        ["CutMix"] = () => new CutMix((1, 1), seed: 3),
        ["MixUp"] = () => new MixUp(1, seed: 3),
    };

    public static TheoryData<string> MovingNames => [.. Moving.Keys];

    public static TheoryData<string, float[]> KerasBoxes => new()
    {
        { "flip horizontal", [4, 1, 6, 3, 0, 4, 2, 6] },
        { "flip vertical", [2, 7, 4, 9, 6, 4, 8, 6] },
        { "flip horizontal_and_vertical", [4, 7, 6, 9, 0, 4, 2, 6] },
        { "zoom 0.1", [0, 0, 8, 0, 8, 0, 8, 10] },
        { "zoom 1.9", [2.710526f, 2.657895f, 3.763158f, 3.710526f, 4.815789f, 4.236842f, 5.868421f, 5.289474f] },
        { "translation 1 2", [3, 3, 5, 5, 7, 6, 8, 8] },
        { "translation -1 -2", [1, 0, 3, 1, 5, 2, 7, 4] },
        { "shear 1 0", [0, 1, 3.2f, 3, 1.2f, 4, 4.8f, 6] },
        { "shear 0 1", [2, 0, 4, 0.5f, 6, 0, 8, 0] },
        { "shear 1 1", [0, 0, 3.2f, 3.5f, 1.2f, 0, 4.8f, 4.5f] },
        { "perspective 8.151311 0 0 12.695701 9.2712054 10.524198", [2.6490488f, 1.1149256f, 5.2026834f, 3.6187303f, 7.5547166f, 4.2492595f, 8, 6.869391f] },
        { "perspective 4.151311 0 0 6.695701 4.2712054 7.524198", [1.095408f, 0.7504317f, 2.2761598f, 2.3389952f, 3.5416048f, 3.2349987f, 4.920989f, 5.0568376f] },
    };

    [Theory]
    [MemberData(nameof(MovingNames))]
    public void Masks_move_with_the_images(string name)
    {
        LabeledImages result = Moving[name]().Call(new LabeledImages(Images, SegmentationMasks: Images));
        Assert.Equal(result.Images.ToArray<float>(), result.SegmentationMasks!.ToArray<float>());
        Assert.NotEqual(Images.ToArray<float>(), result.Images.ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(MovingNames))]
    public void Masks_keep_their_classes(string name)
    {
        Tensor masks = (Ops.Slice(Images, -1, 0, 1) > 128).Cast(DType.Int32) * 7;
        Tensor result = Moving[name]().Call(new LabeledImages(Images, SegmentationMasks: masks)).SegmentationMasks!;
        if (name == "MixUp") return; // Blends them, as Keras does.
        Assert.Equal(DType.Int32, result.DType);
        Assert.All(result.ToArray<int>(), label => Assert.True(label is 0 or 7, $"{name}: {label}"));
    }

    [Fact]
    public void Colours_change_without_masks_and_labels()
    {
        var data = new LabeledImages(Images, Ops.Arange(6), Images, null);
        LabeledImages result = new RandomBrightness((0.5, 0.6), seed: 1).Call(data);
        Assert.Equal(Images.ToArray<float>(), result.SegmentationMasks!.ToArray<float>());
        Assert.Equal(Enumerable.Range(0, 6), result.Labels!.ToArray<int>());
        Assert.Null(result.BoundingBoxes);
    }

    [Fact]
    public void A_choice_among_augmentations_is_the_same_for_masks()
    {
        for (int seed = 0; seed < 12; seed++)
        {
            Tensor masks = (Ops.Slice(Images, -1, 0, 1) > 128).Cast(DType.Float32);
            LabeledImages one = new RandAugment(numOps: 1, factor: (0.4, 0.4), interpolation: "nearest", seed: seed).Call(new LabeledImages(Images, SegmentationMasks: masks));
            bool moved = !masks.ToArray<float>().SequenceEqual(one.SegmentationMasks!.ToArray<float>());
            if (!moved) continue;
            // Only pixels moved: each value of the result is one of the image's.
            Assert.Empty(one.Images.ToArray<float>().Except(Images.ToArray<float>()));
            return;
        }

        Assert.Fail("no seed chose to move pixels");
    }

    [Fact]
    public void Labels_are_mixed_as_the_images_are()
    {
        // Images that say which one they are: image i has i everywhere.
        Tensor images = Ops.Arange(6).Cast(DType.Float32).Reshape([6, 1, 1, 1]).BroadcastTo([6, 8, 8, 1]), labels = Ops.OneHot(Ops.Arange(6), 6);
        LabeledImages mixed = new MixUp(1, seed: 2).Call(new LabeledImages(images, labels));
        Tensor byLabels = Ops.Sum(mixed.Labels! * Ops.Arange(6).Cast(DType.Float32), -1);
        Close(byLabels, Ops.Mean(mixed.Images, (1, 2, 3)), 1e-4f);
        LabeledImages cut = new CutMix((1, 1), seed: 2).Call(new LabeledImages(images, labels));
        Close(Ops.Sum(cut.Labels! * Ops.Arange(6).Cast(DType.Float32), -1), Ops.Mean(cut.Images, (1, 2, 3)), 1.5f); // Rectangles are of whole pixels.
    }

    [Fact]
    public void Images_and_labels_are_mixed_in_a_model_too()
    {
        var images = new Input(7, 6, 3);
        var labels = new Input(4);
        LabeledImages mixed = new MixUp(1, seed: 2).Call(new LabeledImages(images, labels));
        var model = new Model(TensorList.Create([images, labels]), TensorList.Create([mixed.Images, mixed.Labels!]));
        Tensor y = Ops.OneHot(Ops.Arange(6) * 0 + Ops.Mod(Ops.Arange(6), 4), 4);
        LabeledImages byHand = new MixUp(1, seed: 2).Call(new LabeledImages(Images, y));
        TensorList got = model.Call(TensorList.Create([Images, y]), training: true);
        Close(byHand.Images, got[0], 1e-3f);
        Close(byHand.Labels!, got[1], 1e-5f);
        Close(Images, model.Call(TensorList.Create([Images, y]), training: false)[0], 0);
    }

    [Theory]
    [InlineData("xyxy", 2, 1, 5, 4)]
    [InlineData("yxyx", 1, 2, 4, 5)]
    [InlineData("xywh", 2, 1, 3, 3)]
    [InlineData("center_xywh", 3.5, 2.5, 3, 3)]
    [InlineData("center_yxhw", 2.5, 3.5, 3, 3)]
    [InlineData("rel_xyxy", 0.2, 0.125, 0.5, 0.5)]
    [InlineData("rel_yxyx", 0.125, 0.2, 0.5, 0.5)]
    [InlineData("rel_xywh", 0.2, 0.125, 0.3, 0.375)]
    [InlineData("rel_center_xywh", 0.35, 0.3125, 0.3, 0.375)]
    public void Boxes_come_in_all_formats(string format, double a, double b, double c, double d)
    {
        // The same box of an image of 8 × 10 pixels in each format.
        Tensor box = Tensor.From<float>([(float)a, (float)b, (float)c, (float)d], [1, 1, 4]);
        Close(Tensor.From<float>([2, 1, 5, 4], [1, 1, 4]), BoxFormat.Convert(box, format, "xyxy", 8, 10), 1e-5f);
        Close(box, BoxFormat.Convert(Tensor.From<float>([2, 1, 5, 4], [1, 1, 4]), "xyxy", format, 8, 10), 1e-5f);
        Close(box, BoxFormat.Convert(BoxFormat.Convert(box, format, "rel_yxyx", 8, 10), "rel_yxyx", format, 8, 10), 1e-5f);
    }

    [Fact]
    public void Boxes_move_with_the_images()
    {
        // A box around a bright rectangle of an image of 40 × 60; after each move it must be around the bright pixels still.
        Dictionary<string, BaseImagePreprocessingLayer> layers = new()
        {
            ["flip"] = new RandomFlip(seed: 1) { BoundingBoxFormat = "xywh" },
            ["flip, up and down"] = new RandomFlip("vertical", seed: 1) { BoundingBoxFormat = "xywh" },
            ["translation"] = new RandomTranslation(0.1, (-0.2, 0.1), "constant", seed: 1) { BoundingBoxFormat = "xywh" },
            ["zoom"] = new RandomZoom(0.2, 0.3, "constant", seed: 1) { BoundingBoxFormat = "xywh" },
            ["rotation by right angles"] = new RandomRotation((0.5, 0.5), "constant", seed: 1) { BoundingBoxFormat = "xywh" },
            ["shear"] = new RandomShear((0.1, 0.2), 0, fillMode: "constant", seed: 1) { BoundingBoxFormat = "xywh" },
            ["perspective"] = new RandomPerspective((1, 1), 0.15, seed: 1) { BoundingBoxFormat = "xywh" },
            ["crop"] = new RandomCrop(36, 52, seed: 1) { BoundingBoxFormat = "xywh" },
            ["resized"] = new RandomCrop(60, 60, seed: 1) { BoundingBoxFormat = "xywh" },
        };
        Tensor mask = Ops.Pad(Ops.Ones([4, 12, 16, 1]), [(0, 0), (14, 14), (24, 20), (0, 0)]);
        Tensor boxes = Tensor.From<float>([24, 14, 16, 12], [1, 1, 4]).BroadcastTo([4, 1, 4]), labels = Ops.Full([4, 1], 3, DType.Int32);
        foreach ((string name, BaseImagePreprocessingLayer layer) in layers)
        {
            LabeledImages result = layer.Call(new LabeledImages(mask, BoundingBoxes: new BoundingBoxes(boxes, labels)));
            Assert.All(result.BoundingBoxes!.Labels.ToArray<int>(), label => Assert.Equal(3, label));
            for (int image = 0; image < 4; image++)
            {
                (double left, double top, double width, double height) = Bright(result.Images, image);
                float[] box = result.BoundingBoxes.Boxes[image].ToArray<float>();
                Assert.True(Math.Abs(box[0] - left) <= 2 && Math.Abs(box[1] - top) <= 2 && Math.Abs(box[2] - width) <= 3 && Math.Abs(box[3] - height) <= 3,
                    $"{name}: expected ({left}, {top}, {width}, {height}), got ({string.Join(", ", box)})");
            }
        }
    }

    /// <summary>What Keras' own tests expect of two boxes, (2, 1, 4, 3) and (6, 4, 8, 6), on images of 10 × 8 pixels.</summary>
    [Theory]
    [MemberData(nameof(KerasBoxes))]
    public void Boxes_are_where_Keras_has_them(string name, float[] expected)
    {
        (BaseImagePreprocessingLayer layer, Transformation draw) = Boxed(name);
        var boxes = new BoundingBoxes(Tensor.From<float>([2, 1, 4, 3, 6, 4, 8, 6], [1, 2, 4]), Tensor.From([1, 2], [1, 2]));
        float[] got = layer.TransformBoundingBoxes(boxes, draw, 10, 8, training: true).Boxes.ToArray<float>();
        Assert.All(expected.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Fact]
    public void A_box_that_has_left_the_image_has_no_label()
    {
        var layer = new RandomTranslation(0, (1, 1)) { BoundingBoxFormat = "xyxy" };
        var given = new BoundingBoxes(Tensor.From<float>([1, 1, 3, 3], [1, 4]), Tensor.From([5], [1]));
        BoundingBoxes result = layer.Call(new LabeledImages(Images[0], BoundingBoxes: given)).BoundingBoxes!;
        Assert.Equal([-1], result.Labels.ToArray<int>());
        Assert.Equal([6, 1, 6, 3], result.Boxes.ToArray<float>());
        Assert.Equal([5], layer.Call(new LabeledImages(Images[0], BoundingBoxes: given), training: false).BoundingBoxes!.Labels.ToArray<int>());
    }

    [Fact]
    public void The_number_of_boxes_becomes_the_same()
    {
        var boxes = new BoundingBoxes(Ops.Arange(24).Cast(DType.Float32).Reshape(2, 3, 4), Ops.Arange(6).Reshape(2, 3));
        BoundingBoxes Apply(int count, int fill) =>
            new MaxNumBoundingBoxes(count, fill) { BoundingBoxFormat = "xyxy" }.Call(new LabeledImages(Images[..2], BoundingBoxes: boxes)).BoundingBoxes!;
        Assert.Equal([0, 1, 3, 4], Apply(2, -1).Labels.ToArray<int>());
        Assert.Equal([0, 1, 2, -2, 3, 4, 5, -2], Apply(4, -2).Labels.ToArray<int>());
        Assert.Equal([-2, -2, -2, -2], Apply(4, -2).Boxes[1].ToArray<float>()[^4..]);
    }

    [Fact]
    public void Mixed_images_have_the_boxes_of_both()
    {
        var boxes = new BoundingBoxes(Ops.Full([6, 2, 4], 3.0) + Tensor.From<float>([0, 0, 1, 1], [4]), Ops.Arange(12).Reshape(6, 2));
        BoundingBoxes result = new MixUp(1, seed: 4) { BoundingBoxFormat = "xyxy" }.Call(new LabeledImages(Images, BoundingBoxes: boxes)).BoundingBoxes!;
        Assert.Equal(new Shape(6, 4, 4), result.Boxes.Shape);
        Assert.Equal(Ops.Arange(12).Reshape(6, 2).ToArray<int>(), Ops.Slice(result.Labels, 1, 0, 2).ToArray<int>());
        Assert.Throws<NotSupportedException>(() => new CutMix { BoundingBoxFormat = "xyxy" }.Call(new LabeledImages(Images, BoundingBoxes: boxes)));
    }

    [Fact]
    public void The_format_of_boxes_is_saved()
    {
        Layer layer = new RandomFlip { BoundingBoxFormat = "rel_xywh" };
        var again = (RandomFlip)Layer.FromJson(System.Text.Json.Nodes.JsonNode.Parse(layer.ToJson().ToJsonString())!);
        Assert.Equal("rel_xywh", again.BoundingBoxFormat);
    }

    private static (BaseImagePreprocessingLayer Layer, Transformation Draw) Boxed(string name)
    {
        string[] words = name.Split(' ');
        float[] numbers = [.. words[1..].Where(word => float.TryParse(word, CultureInfo.InvariantCulture, out _)).Select(word => float.Parse(word, CultureInfo.InvariantCulture))];
        Tensor drawn = Tensor.From(numbers, [1, numbers.Length]);
        return words[0] switch
        {
            "flip" => (new RandomFlip(words[1]) { BoundingBoxFormat = "xyxy" }, new() { ["flips"] = Ops.Ones([1, 1, 1, 1], DType.Bool) }),
            "zoom" => (new RandomZoom(0.5) { BoundingBoxFormat = "xyxy" }, new() { ["height_zoom"] = drawn, ["width_zoom"] = drawn }),
            "translation" => (new RandomTranslation(0.5, 0.5) { BoundingBoxFormat = "xyxy" }, new() { ["translations"] = drawn }),
            "shear" => (new RandomShear(0.5, 0.5) { BoundingBoxFormat = "xyxy" }, new() { ["shear_factor"] = drawn }),
            _ => (new RandomPerspective { BoundingBoxFormat = "xyxy" }, new()
            {
                ["apply_perspective"] = Ops.Ones([1], DType.Bool),
                ["start_points"] = Tensor.From<float>([0, 0, 7, 0, 0, 9, 7, 9], [1, 4, 2]),
                ["end_points"] = Tensor.From([0, 0, .. numbers], [1, 4, 2]),
            }),
        };
    }

    // The rectangle around what is bright in an image.
    private static (double Left, double Top, double Width, double Height) Bright(Tensor images, int image)
    {
        float[,] pixels = images[image].Squeeze(-1).ToArray2D<float>();
        var rows = new List<int>();
        var columns = new List<int>();
        for (int row = 0; row < pixels.GetLength(0); row++)
            for (int column = 0; column < pixels.GetLength(1); column++)
            {
                if (pixels[row, column] < 0.5f) continue;
                rows.Add(row);
                columns.Add(column);
            }

        return (columns.Min(), rows.Min(), columns.Max() + 1 - columns.Min(), rows.Max() + 1 - rows.Min());
    }

    private static void Close(Tensor expected, Tensor got, float tolerance)
    {
        Assert.Equal(expected.Shape, got.Shape);
        Assert.All(expected.ToArray<float>().Zip(got.ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
