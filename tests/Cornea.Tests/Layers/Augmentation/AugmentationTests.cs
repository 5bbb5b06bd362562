using Cornea.Data;
using Cornea.Layers;
using Cornea.Optimizers;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Layers.Augmentation;

/// <summary>What all augmentations keep to: the harness, single images, channels first, other dtypes, seeds, saving, pipelines.</summary>
public sealed class AugmentationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. AugmentationCases.All.Keys];

    public static TheoryData<string> RandomNames => [.. AugmentationCases.All.Where(pair => pair.Value(default, 1) is RandomImageLayer).Select(pair => pair.Key)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Keeps_to_the_laws(string name) => LayerHarness.Check(() => AugmentationCases.All[name](default, null), (7, 6, 3));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_single_image_is_a_batch_of_one(string name)
    {
        Tensor image = Images(1).Squeeze(0);
        Assert.Equal(Values(AugmentationCases.All[name](default, 5).Call(image.ExpandDims(0)).Squeeze(0)), Values(AugmentationCases.All[name](default, 5).Call(image)));
        Tensor atInference = AugmentationCases.All[name](default, 5).Call(image, training: false);
        Assert.Equal(3, atInference.Rank);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Channels_may_come_first(string name)
    {
        if (name is "AutoContrast" or "AugMix" or "AugMix plain" or "RandAugment" or "RandomErasing") return; // AutoContrast's axes are Keras', noise's order is the shape's.
        Tensor images = Images(3), first = AugmentationCases.All[name]("channels_first", 5).Call(images.Transpose(0, 3, 1, 2)).Transpose(0, 2, 3, 1);
        float[] expected = Values(AugmentationCases.All[name](default, 5).Call(images)), got = Values(first);
        Assert.Equal(expected.Length, got.Length);
        Assert.All(expected.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bytes_are_images_too(string name)
    {
        Tensor bytes = Images(2).Cast(DType.UInt8);
        foreach (bool training in new[] { true, false })
        {
            Tensor expected = AugmentationCases.All[name](default, 5).Call(bytes.Cast(DType.Float32), training), got = AugmentationCases.All[name](default, 5).Call(bytes, training);
            if (got.DType == DType.UInt8) expected = expected.Cast(DType.UInt8); // CLAHE and MaxNumBoundingBoxes keep the dtype.
            else Assert.Equal(DType.Float32, got.DType);
            Assert.Equal(Values(expected.Cast(DType.Float32)), Values(got.Cast(DType.Float32)));
        }
    }

    [Theory]
    [MemberData(nameof(RandomNames))]
    public void The_same_seed_gives_the_same_draws(string name)
    {
        Tensor images = Images(4);
        BaseImagePreprocessingLayer first = AugmentationCases.All[name](default, 5), second = AugmentationCases.All[name](default, 5), other = AugmentationCases.All[name](default, 6);
        float[] one = Values(first.Call(images)), again = Values(first.Call(images));
        Assert.Equal(one, Values(second.Call(images)));
        Assert.Equal(again, Values(second.Call(images)));
        Assert.False(one.SequenceEqual(again) && one.SequenceEqual(Values(other.Call(images))), $"{name}: neither another call nor another seed changes anything");
    }

    [Theory]
    [MemberData(nameof(RandomNames))]
    public void Layers_without_a_seed_share_no_stream(string name)
    {
        Tensor images = Images(8);
        BaseImagePreprocessingLayer first = AugmentationCases.All[name](default, null), second = AugmentationCases.All[name](default, null);
        bool differs = Enumerable.Range(0, 8).Any(_ => !Values(first.Call(images)).SequenceEqual(Values(second.Call(images))));
        Assert.True(differs, $"{name}: two layers drew the same eight times");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_layer_goes_on_with_the_same_draws(string name)
    {
        Tensor images = Images(3);
        var input = new Input(7, 6, 3);
        BaseImagePreprocessingLayer layer = AugmentationCases.All[name](default, null);
        var model = new Model(input, layer.Call(input));
        model.Call(images, training: true);
        model.Save(_folder.File("m.keras"));
        Model again = Model.Load(_folder.File("m.keras"));
        foreach (bool training in new[] { true, false, true })
            Assert.Equal(Values(model.Call(images, training)), Values(again.Call(images, training)));
    }

    [Theory]
    [MemberData(nameof(RandomNames))]
    public void A_traced_step_draws_anew_each_time(string name)
    {
        Tensor images = Images(4);
        BaseImagePreprocessingLayer layer = AugmentationCases.All[name](default, 5), eager = AugmentationCases.All[name](default, 5);
        CompiledFunction step = Function.Compile((Tensor x) => layer.Call(x, training: true));
        for (int call = 0; call < 3; call++)
        {
            float[] expected = Values(eager.Call(images)), got = Values(step.Run(images));
            Assert.All(expected.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        }
    }

    [Fact]
    public void A_dataset_maps_images_by_layers()
    {
        Tensor x = Images(16), y = Ops.Arange(16);
        Dataset data = Dataset.From(x, y).Map(new RandomFlip("horizontal", seed: 1), new RandomRotation(0.1, seed: 2)).Batch(8);
        float[][] first = [.. data.Select(batch => Values(batch.Inputs[0]))], second = [.. data.Select(batch => Values(batch.Inputs[0]))];
        Assert.Equal(2, first.Length);
        Assert.NotEqual(first[0], second[0]); // Each pass draws anew.
        Assert.NotEqual(Values(Ops.Slice(x, 0, 0, 8)), first[0]);
        float[] byHand = Values(new RandomRotation(0.1, seed: 2).Call(new RandomFlip("horizontal", seed: 1).Call(Ops.Slice(x, 0, 0, 1).Squeeze(0))));
        Assert.Equal(byHand, first[0][..byHand.Length]);
    }

    [Fact]
    public void A_dataset_mixes_images_and_targets()
    {
        Tensor x = Images(8), y = Ops.OneHot(Ops.Arange(8), 8);
        Dataset data = Dataset.From(x, y).Batch(8).Map(new MixUp(alpha: 1, seed: 3));
        Batch batch = data.Single();
        float[,] labels = batch.Targets![0].ToArray2D<float>();
        Assert.Contains(labels.Cast<float>(), value => value is > 0.01f and < 0.99f);
        Assert.All(Values(Ops.Sum(batch.Targets[0], -1)), sum => Assert.Equal(1, sum, 1e-5f));
        Assert.Throws<ArgumentException>(() => Dataset.From(x).Batch(4).Map(new MixUp()).First());
    }

    [Fact]
    public void A_model_that_augments_is_trained_and_predicts_without()
    {
        Tensor x = Images(12), y = TestData.Labels(12, 3);
        var model = new Sequential
        {
            new Input(7, 6, 3), new RandomFlip(), new RandomZoom(0.2), new RandomCrop(5, 5), new RandAugment(), new RandomErasing(), new Rescaling(1.0 / 255),
            new Flatten(), new Dense(3, activation: "softmax"),
        };
        model.Compile(new SGD(0.01), "sparse_categorical_crossentropy");
        History history = model.Fit(x, y, batchSize: 4, epochs: 2, verbose: 0);
        Assert.True(double.IsFinite(history["loss"][^1]));
        Assert.Equal(Values(model.Predict(x)), Values(model.Predict(x)));
    }

    [Fact]
    public void A_pipeline_is_its_layers_one_after_the_other()
    {
        Tensor images = Images(4);
        Pipeline Make() => new([new RandomFlip(seed: 1), new RandomContrast(0.5, seed: 2), new Resizing(3, 4)]);
        Tensor byHand = new Resizing(3, 4).Call(new RandomContrast(0.5, seed: 2).Call(new RandomFlip(seed: 1).Call(images)));
        Assert.Equal(Values(byHand), Values(Make().Call(images)));
        Assert.Equal(Values(new Resizing(3, 4).Call(images)), Values(Make().Call(images, training: false)));
        LabeledImages both = Make().Call(new LabeledImages(images, Ops.Arange(4)));
        Assert.Equal(Values(byHand), Values(both.Images));
        Layer again = Layer.FromJson(System.Text.Json.Nodes.JsonNode.Parse(Make().ToJson().ToJsonString())!);
        Assert.Equal(Values(byHand), Values(again.Call(images)));
        var input = new Input(7, 6, 3);
        var model = new Model(input, Make().Call(input));
        model.Save(_folder.File("m.keras"));
        Model loaded = Model.Load(_folder.File("m.keras"));
        Assert.Equal(Values(model.Call(images, training: true)), Values(loaded.Call(images, training: true)));
    }

    internal static Tensor Images(int count) => Ops.Round((TestData.Uniform(count, 7, 6, 3) + 1) * 127.5);

    private static float[] Values(Tensor x) => x.ToArray<float>();
}
