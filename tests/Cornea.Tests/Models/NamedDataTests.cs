using Cornea.Data;
using Cornea.Layers;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Models;

/// <summary>Inputs, targets and weights given by name, as Keras takes dictionaries.</summary>
[Collection(nameof(Alone))] // RandomSeed is the process's: other tests would draw from it in between.
public class NamedDataTests
{
    private static readonly Tensor Image = TestData.Uniform(6, 4), Age = TestData.Uniform(6, 1), Weight = TestData.Uniform(6, 2);
    private static readonly Tensor Species = TestData.Labels(6, 3);
    private static readonly Tensor Counts = Tensor.From(new float[] { 1, 2, 0, 1, 3, 1 }, [6]);

    [Fact]
    public void Names_decide_and_not_the_order()
    {
        Model byPlace = Compiled(), byName = Compiled();
        var history = byPlace.Fit([Image, Age], new[] { Species, Weight }, batchSize: 2, epochs: 2, shuffle: false, verbose: 0, validationData: ValidationData.From([Image, Age], new[] { Species, Weight }));
        var named = byName.Fit(
            new() { ["age"] = Age, ["image"] = Image }, new() { ["weight"] = Weight, ["species"] = Species }, batchSize: 2, epochs: 2, shuffle: false, verbose: 0,
            validationData: ValidationData.From(new() { ["age"] = Age, ["image"] = Image }, new() { ["weight"] = Weight, ["species"] = Species }));
        Assert.Equal(history["loss"], named["loss"]);
        Assert.Equal(history["val_loss"], named["val_loss"]);
        Same(byPlace, byName);
        Assert.Equal(byPlace.PredictAll([Image, Age])[1].ToArray<float>(), byName.PredictAll(new Dictionary<string, Tensor> { ["age"] = Age, ["image"] = Image })[1].ToArray<float>());
        Assert.Equal(
            byPlace.Evaluate([Image, Age], new[] { Species, Weight }, verbose: 0).Loss,
            byName.Evaluate(new() { ["age"] = Age, ["image"] = Image }, new() { ["weight"] = Weight, ["species"] = Species }, verbose: 0).Loss);
        Assert.Equal(
            byPlace.TrainOnBatch([Image, Age], new[] { Species, Weight }).Loss,
            byName.TrainOnBatch(new() { ["age"] = Age, ["image"] = Image }, new() { ["weight"] = Weight, ["species"] = Species }).Loss);
    }

    [Fact]
    public void Two_lists_by_name_are_enough_and_predictions_have_names()
    {
        Model model = Compiled();
        model.Fit(new() { ["age"] = Age, ["image"] = Image }, new() { ["weight"] = Weight, ["species"] = Species });
        model.Evaluate(new() { ["age"] = Age, ["image"] = Image }, new() { ["weight"] = Weight, ["species"] = Species });
        TensorList all = model.PredictAll(new() { ["age"] = Age, ["image"] = Image });
        Assert.Equal(all[1].ToArray<float>(), all["weight"].ToArray<float>());
        Assert.Equal(all[0].ToArray<float>(), model.PredictAll(Dataset.From(new[] { Image, Age }, new[] { Species, Weight }).Batch(4))["species"].ToArray<float>());
        Assert.Equal(["species", "weight"], all.Names!);
        Model second = new Sequential([new Input(3), new Dense(1)]);
        Assert.Equal([6, 1], second.Predict([all["species"]]).Shape);
    }

    [Fact]
    public void Weights_of_one_output_leave_the_others_at_one()
    {
        Model byPlace = Compiled(), byName = Compiled();
        byPlace.Fit([Image, Age], new[] { Species, Weight }, sampleWeight: new[] { Ops.Ones([6]), Counts }, shuffle: false, verbose: 0);
        byName.Fit([Image, Age], new[] { Species, Weight }, sampleWeight: new() { ["weight"] = Counts }, shuffle: false, verbose: 0);
        Same(byPlace, byName);
    }

    [Fact]
    public void Names_go_through_a_pipeline()
    {
        using var folder = new TemporaryFolder();
        Model byPlace = Compiled(), byName = Compiled();
        byPlace.Fit(Dataset.From(new[] { Image, Age }, new[] { Species, Weight }).Batch(2), epochs: 2, verbose: 0);
        Dataset named = Dataset.From(new() { ["age"] = Age, ["image"] = Image }, new() { ["weight"] = Weight, ["species"] = Species });
        named = named.Take(6).Cache(Path.Combine(folder.Path, "cache")).Batch(3).Unbatch().Batch(2).Prefetch();
        Assert.Equal(["age", "image"], named.First().Inputs.Names!);
        byName.Fit(named, epochs: 2, verbose: 0);
        Same(byPlace, byName);
    }

    [Fact]
    public void Wrong_names_are_refused_before_anything_changes()
    {
        Model model = Compiled();
        Tensor[] before = [.. model.GetWeights()];
        Says("expected inputs image, age, got image, height", () => model.Fit(new() { ["image"] = Image, ["height"] = Age }, new[] { Species, Weight }, verbose: 0));
        Says("expected targets species, weight, got species", () => model.Fit([Image, Age], new() { ["species"] = Species }, verbose: 0));
        Says("expected sample weights species, weight, got size", () => model.Fit([Image, Age], new[] { Species, Weight }, sampleWeight: new() { ["size"] = Counts }, verbose: 0));
        Says("given twice", () => _ = new TensorList { ["a"] = Image, ["a"] = Age });
        Assert.Equal(before.Select(weight => weight.ToArray<float>()), model.GetWeights().Select(weight => weight.ToArray<float>()));
    }

    private static Model Compiled()
    {
        RandomSeed.Set(4);
        Tensor image = new Input([4], name: "image"), age = new Input([1], name: "age");
        Tensor both = new Concatenate().Call([image, age]);
        var model = new Model([image, age], [new Dense(3, activation: "softmax", name: "species").Call(both), new Dense(2, name: "weight").Call(both)]);
        model.Compile("adam", new() { ["species"] = "sparse_categorical_crossentropy", ["weight"] = "mse" });
        return model;
    }

    private static void Same(Model first, Model second) =>
        Assert.Equal(first.GetWeights().SelectMany(weight => weight.ToArray<float>()), second.GetWeights().SelectMany(weight => weight.ToArray<float>()));

    private static void Says(string part, Action action) => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
