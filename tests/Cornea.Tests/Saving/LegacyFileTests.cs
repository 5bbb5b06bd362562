using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Layers;
using Cornea.Optimizers;
using PureHDF;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Files of Keras 2.0 to 3 in HDF5: whole models and weights, by order and by name, and what such files can have wrong.</summary>
public class LegacyFileTests
{
    [Fact]
    public void A_model_with_optimizer_and_settings_comes_back_and_trains_on_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        Tensor x = Tensor.From([.. Enumerable.Range(0, 40).Select(index => (index % 7) - 3f)], [10, 4]), y = Tensor.From([.. Enumerable.Range(0, 20).Select(index => index % 3f)], [10, 2]);
        Model model = Network();
        model.Compile(new Adam(0.01), "mse", metrics: ["mae"]);
        model.Fit(x, y, epochs: 2, verbose: 0, shuffle: false);
        foreach (string name in (string[])["m.h5", "m.hdf5"])
        {
            model.Save(folder.File(name));
            Model again = Model.Load(folder.File(name));
            Assert.Equal(model.Weights.Select(weight => weight.Path), again.Weights.Select(weight => weight.Path));
            AssertSame(model, again);
            again.Fit(x, y, epochs: 1, verbose: 0, shuffle: false);
            Model other = Model.Load(folder.File(name));
            other.Fit(x, y, epochs: 1, verbose: 0, shuffle: false);
            AssertSame(again, other);
            Assert.Equal(model.Evaluate(x, y, verbose: 0)["mae"], Model.Load(folder.File(name)).Evaluate(x, y, verbose: 0)["mae"]);
        }

        Model trained = Model.Load(folder.File("m.h5"));
        trained.Fit(x, y, epochs: 1, verbose: 0, shuffle: false);
        model.Fit(x, y, epochs: 1, verbose: 0, shuffle: false);
        AssertSame(model, trained);
    }

    [Fact]
    public void The_file_is_laid_out_as_Keras_2_and_3_read_it()
    {
        using var folder = new TemporaryFolder();
        Model model = Network();
        model.Compile("sgd", "mse");
        model.Save(folder.File("m.h5"));
        using var file = H5File.OpenRead(folder.File("m.h5"));
        JsonNode config = JsonNode.Parse(file.Attribute("model_config").Read<string>())!;
        Assert.Equal("Functional", config["class_name"]!.GetValue<string>());
        Assert.Equal("SGD", JsonNode.Parse(file.Attribute("training_config").Read<string>())!["optimizer_config"]!["class_name"]!.GetValue<string>());
        Assert.Equal(["x", "d1", "bn", "d2"], file.Group("model_weights").Attribute("layer_names").Read<string[]>());
        Assert.Equal(["bn/gamma", "bn/beta", "bn/moving_mean", "bn/moving_variance"], file.Group("model_weights/bn").Attribute("weight_names").Read<string[]>());
        Assert.Equal(model.Weights[0].Value.ToArray<float>(), file.Dataset("model_weights/d1/d1/kernel").Read<float[]>());
        Assert.Equal(0L, file.Dataset("optimizer_weights/sgd/iteration").Read<long>());
    }

    [Fact]
    public void Weights_are_loaded_in_order_by_name_and_where_they_fit()
    {
        using var folder = new TemporaryFolder();
        Model model = Network();
        model.SaveWeights(folder.File("w.h5"));
        model.Save(folder.File("m.h5"));
        foreach (string name in (string[])["w.h5", "m.h5"])
        {
            Model again = Network();
            again.LoadWeights(folder.File(name));
            AssertSame(model, again);

            // Another head: by name, and where shapes differ only if that is allowed.
            var other = new Sequential("o") { new Input(4), new Dense(3, name: "d1"), new Dense(5, name: "d2"), new Dense(2, name: "head") };
            float[] head = other.Layers[2].Weights[0].Value.ToArray<float>();
            InvalidDataException error = Assert.Throws<InvalidDataException>(() => other.LoadWeights(folder.File(name), byName: true));
            Assert.StartsWith(folder.File(name), error.Message, StringComparison.Ordinal);
            Assert.Contains("'d2'", error.Message, StringComparison.Ordinal);
            other.LoadWeights(folder.File(name), byName: true, skipMismatch: true);
            Assert.Equal(model.GetLayer("d1").Weights[0].Value.ToArray<float>(), other.GetLayer("d1").Weights[0].Value.ToArray<float>());
            Assert.Equal(head, other.Layers[2].Weights[0].Value.ToArray<float>());
            error = Assert.Throws<InvalidDataException>(() => new Sequential("s") { new Input(4), new Dense(3) }.LoadWeights(folder.File(name)));
            Assert.Contains("expected the weights of 1 layers", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_in_parts_half_precision_and_big_endian_numbers_are_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("parts.h5"), Hdf5Tests.Resource("h5py_parts.h5"));
        var model = new Sequential("s") { new Input(2), new Dense(2), new Dense(2), new Dense(2) };
        model.LoadWeights(folder.File("parts.h5"));
        for (int layer = 0; layer < 3; layer++)
        {
            Assert.All(model.Layers[layer].Weights[0].Value.ToArray<float>(), value => Assert.Equal(layer, value));
            Assert.All(model.Layers[layer].Weights[1].Value.ToArray<float>(), value => Assert.Equal(layer + 0.5f, value));
        }
    }

    [Fact]
    public void A_model_of_thousands_of_layers_has_its_names_in_parts()
    {
        var root = new Hdf5Group();
        var model = new Sequential(Enumerable.Range(0, 1200).Select(index => (Layer)new Activation("relu", name: $"activation_{new string('n', 60)}_{index:0000}")).Prepend(new Input(2)), "long");
        Hdf5Group tree = LegacyWeights.ToTree(model, WeightType.Float32);
        Assert.DoesNotContain("layer_names", tree.Attributes.Keys);
        Assert.Equal(model.Layers.Select(layer => layer.Name), tree.Attributes["layer_names0"].Texts().Concat(tree.Attributes["layer_names1"].Texts()));
        using var memory = new MemoryStream();
        Hdf5Writer.Write(memory, tree);
        Assert.Empty(LegacyWeights.Find(Hdf5Reader.Read(ByteSource.Of(memory.ToArray()), "long"), model, "long", false, false));
    }

    [Fact]
    public void A_file_without_a_model_says_so()
    {
        using var folder = new TemporaryFolder();
        Model model = Network();
        model.SaveWeights(folder.File("w.h5"));
        model.SaveWeights(folder.File("w.weights.h5"));
        foreach (string name in (string[])["w.h5", "w.weights.h5"])
            Assert.Contains("LoadWeights", Assert.Throws<InvalidDataException>(() => Model.Load(folder.File(name))).Message, StringComparison.Ordinal);
        Assert.Contains("byName", Assert.Throws<InvalidDataException>(() => model.LoadWeights(folder.File("w.weights.h5"), byName: true)).Message, StringComparison.Ordinal);
    }

    private static Model Network()
    {
        Tensor x = new Input([4], name: "x");
        Tensor h = new BatchNormalization(name: "bn").Call(new Dense(3, activation: "relu", name: "d1").Call(x));
        return new Model(x, new Dense(2, name: "d2").Call(h), "net");
    }

    private static void AssertSame(Model expected, Model got)
    {
        foreach ((Variable first, Variable second) in expected.Weights.Zip(got.Weights)) Assert.Equal(first.Value.ToArray<float>(), second.Value.ToArray<float>());
    }
}
