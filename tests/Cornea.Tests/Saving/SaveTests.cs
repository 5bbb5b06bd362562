using System.IO.Compression;
using System.Text;
using Cornea.Files;
using Cornea.Layers;
using Cornea.Metrics;
using Cornea.Optimizers;
using Xunit;

namespace Cornea.Tests.Saving;

public sealed class SaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> OptimizerNames => ["sgd", "adam", "adamw", "rmsprop", "adadelta", "adagrad", "adamax", "nadam", "ftrl", "lion", "lamb", "adafactor"];

    [Theory]
    [MemberData(nameof(OptimizerNames))]
    public void Training_goes_on_after_loading_with_the_same_bits(string name)
    {
        (Tensor x, Tensor y) = Data();
        Model model = Network();
        model.Compile(name, "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(x, y, batchSize: 8, epochs: 2, verbose: 0, shuffle: false);
        model.Save(_folder.File("m.keras"));
        Model again = Model.Load(_folder.File("m.keras"));
        Assert.Equal(Bits(model.Optimizer.Variables), Bits(again.Optimizer.Variables));
        History first = model.Fit(x, y, batchSize: 8, epochs: 2, verbose: 0, shuffle: false), second = again.Fit(x, y, batchSize: 8, epochs: 2, verbose: 0, shuffle: false);
        Assert.Equal(first["loss"], second["loss"]);
        Assert.Equal(first["accuracy"], second["accuracy"]);
        Assert.Equal(Bits(model.Variables), Bits(again.Variables));
    }

    [Fact]
    public void Settings_of_optimizers_come_back()
    {
        (Tensor x, Tensor y) = Data();
        Optimizer[] optimizers =
        [
            new SGD(new ExponentialDecay(0.1, 10, 0.9), momentum: 0.9, nesterov: true),
            new Adam(1e-3, useEma: true, emaOverwriteFrequency: 3, clipNorm: 1),
            new Adam(1e-3, gradientAccumulationSteps: 3),
            new LossScaleOptimizer(new Adam(1e-3)),
        ];
        foreach (Optimizer optimizer in optimizers)
        {
            Model model = Network();
            model.Compile(optimizer, new Losses.SparseCategoricalCrossentropy(), weightedMetrics: [new SparseTopKCategoricalAccuracy(2)]);
            model.Fit(x, y, batchSize: 8, epochs: 2, verbose: 0, shuffle: false);
            model.Save(_folder.File("m.keras"));
            Model again = Model.Load(_folder.File("m.keras"));
            Assert.Equal(optimizer.GetConfig().Json.ToJsonString(), again.Optimizer.GetConfig().Json.ToJsonString());
            model.Fit(x, y, batchSize: 8, epochs: 2, verbose: 0, shuffle: false);
            again.Fit(x, y, batchSize: 8, epochs: 2, verbose: 0, shuffle: false);
            Assert.Equal(Bits(model.Variables), Bits(again.Variables));
        }
    }

    [Fact]
    public void Losses_and_metrics_of_several_outputs_come_back()
    {
        Tensor x = new Input(4);
        Tensor a = new Dense(3, activation: "softmax", name: "species").Call(x), b = new Dense(1, name: "weight").Call(x);
        var model = new Model(x, [a, b]);
        model.Compile(
            "adam", new() { ["species"] = "sparse_categorical_crossentropy", ["weight"] = new Losses.Huber(0.5) },
            lossWeights: new() { ["weight"] = 0.25 }, metrics: new() { ["species"] = ["accuracy"], ["weight"] = ["mae", "mse"] });
        Tensor data = Random(16, 4), labels = Tensor.From([.. Enumerable.Range(0, 16).Select(index => index % 3)], [16]), targets = Random(16, 1);
        Evaluation expected = model.Evaluate(data, [labels, targets], verbose: 0);
        model.Save(_folder.File("m.keras"));
        Evaluation got = Model.Load(_folder.File("m.keras")).Evaluate(data, [labels, targets], verbose: 0);
        foreach (string name in (string[])["loss", "species_loss", "weight_loss", "species_accuracy", "weight_mae", "weight_mse"])
            Assert.Equal(expected[name], got[name]);
    }

    [Fact]
    public void Facts_of_ones_own_are_kept()
    {
        Model model = Network();
        model.Metadata["classes"] = "cat, dög";
        model.Save(_folder.File("m.keras"));
        Assert.Equal(model.Metadata, Model.Load(_folder.File("m.keras")).Metadata);
    }

    [Fact]
    public void Random_layers_go_on_where_they_stood()
    {
        var model = new Sequential { new Input(50), new Dropout(0.5), new Dense(4), new Dropout(0.3) };
        Tensor x = Random(4, 50);
        for (int call = 0; call < 3; call++) model.Call(x, training: true);
        model.Save(_folder.File("m.keras"));
        model.SaveWeights(_folder.File("m.weights.h5"));
        Model again = Model.Load(_folder.File("m.keras")), third = Model.FromJson(model.ToJsonText());
        third.LoadWeights(_folder.File("m.weights.h5"));
        float[] expected = model.Call(x, training: true).ToArray<float>();
        Assert.Equal(expected, again.Call(x, training: true).ToArray<float>());
        Assert.Equal(expected, third.Call(x, training: true).ToArray<float>());
    }

    [Fact]
    public void Classes_of_ones_own_are_made_by_who_loads()
    {
        var model = new Sequential { new Input(4), new Scale(3), new Dense(2) };
        Tensor x = Random(2, 4);
        model.Save(_folder.File("own.keras"));
        Model again = Model.Load(_folder.File("own.keras"), customObjects: new() { ["Scale"] = config => new Scale(config.GetDouble("start")) });
        Assert.Equal(model.Call(x).ToArray<float>(), again.Call(x).ToArray<float>());
        var error = Assert.Throws<InvalidDataException>(() => Model.Load(_folder.File("own.keras")));
        Assert.StartsWith(_folder.File("own.keras"), error.Message, StringComparison.Ordinal);
        Assert.Contains("'Scale'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_model_are_refused_layer_by_layer_and_nothing_is_loaded()
    {
        Model model = Network();
        model.SaveWeights(_folder.File("m.weights.h5"));
        var other = new Sequential { new Input(6), new Dense(8, name: "first"), new BatchNormalization(), new Dense(5, name: "last"), new Dense(5, name: "more") };
        uint[] before = Bits(other.Variables);
        var error = Assert.Throws<InvalidDataException>(() => other.LoadWeights(_folder.File("m.weights.h5")));
        Assert.Contains("Dense 'last': expected 'kernel' (8, 5); the file has (8, 3) in 'layers/dense_1/vars/0'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Dense 'more': missing", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits(other.Variables));
        other.LoadWeights(_folder.File("m.weights.h5"), skipMismatch: true);
        Assert.Equal(Bits(model.GetLayer<Dense>(0).Weights), Bits(other.GetLayer<Dense>(0).Weights));

        var less = new Sequential { new Input(6), new Dense(8) };
        error = Assert.Throws<InvalidDataException>(() => less.LoadWeights(_folder.File("m.weights.h5")));
        Assert.Contains("the file has 'layers/dense_1/vars/0' (8, 3), which the model hasn't", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_files_are_checked_and_a_failed_save_leaves_the_old_file()
    {
        Model model = Network();
        Assert.Throws<ArgumentException>(() => model.Save(_folder.File("m.weights.h5")));
        Assert.Throws<ArgumentException>(() => model.SaveWeights(_folder.File("m.keras")));
        Assert.Throws<FileNotFoundException>(() => Model.Load(_folder.File("none.keras")));
        Assert.Throws<InvalidOperationException>(() => new Sequential { new Dense(3) }.Save(_folder.File("m.keras")));
        model.Save(_folder.File("m.keras"));
        byte[] whole = File.ReadAllBytes(_folder.File("m.keras"));
        Tensor x = new Input(3);
        var loose = new Model(x, new Dense(2).Call(x) * new Variable(Ops.Ones([2])));
        Assert.Throws<NotSupportedException>(() => loose.Save(_folder.File("m.keras")));
        Assert.Equal(whole, File.ReadAllBytes(_folder.File("m.keras")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("\"class_name\": \"Dense\"", "\"class_name\": \"Lambda\"", "Lambda")]
    [InlineData("\"class_name\": \"Dense\"", "\"class_name\": \"System.Diagnostics.Process\"", "unknown class")]
    [InlineData("\"units\": 8", "\"units\": 2000000000", "allowed for what is really stored")]
    [InlineData("\"units\": 8", "\"units\": -8", "units")]
    [InlineData("\"units\": 8", "\"units\": 9", "expected 'kernel' (6, 9)")]
    [InlineData("\"activation\": \"relu\"", "\"activation\": \"os.system\"", "os.system")]
    [InlineData("\"class_name\": \"Adam\"", "\"class_name\": \"Own\"", "Own")]
    public void Hostile_settings_are_refused(string from, string to, string message)
    {
        Model model = Network();
        model.Compile("adam", "mse");
        model.Save(_folder.File("m.keras"));
        byte[] config = ReadEntry("config.json");
        string text = Encoding.UTF8.GetString(config);
        Assert.Contains(from, text, StringComparison.Ordinal);
        WriteEntry("config.json", Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)));
        var error = Assert.Throws<InvalidDataException>(() => Model.Load(_folder.File("m.keras")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.File("m.keras"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_files_are_invalid_data_and_nothing_else()
    {
        Model model = Network();
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Save(_folder.File("m.keras"));
        byte[] seed = File.ReadAllBytes(_folder.File("m.keras")), config = ReadEntry("config.json");
        var random = new Random(2);
        for (int length = 0; length < seed.Length; length += seed.Length / 60) Try(seed[..length]);
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = [.. seed];
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Try(bytes);
        }

        // A whole zip around a config of which a byte, or a word, is another: past the checksums.
        string[] words = ["null", "-1", "1e300", "\"x\"", "[]", "{}", "true", "2147483647", "0"];
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = [.. config];
            int at = random.Next(bytes.Length);
            if (round % 2 == 0)
            {
                bytes[at] = (byte)random.Next(32, 127);
            }
            else
            {
                string text = Encoding.UTF8.GetString(bytes);
                int colon = text.IndexOf(':', at), end = colon < 0 ? -1 : text.IndexOfAny([',', '}'], colon);
                if (end < 0) continue;
                bytes = Encoding.UTF8.GetBytes(text[..(colon + 1)] + words[random.Next(words.Length)] + text[end..]);
            }

            File.WriteAllBytes(_folder.File("m.keras"), seed);
            WriteEntry("config.json", bytes);
            Try(File.ReadAllBytes(_folder.File("m.keras")));
        }

        void Try(byte[] bytes)
        {
            try
            {
                Model.Load(_folder.File("mutated.keras", bytes));
            }
            catch (InvalidDataException error)
            {
                Assert.StartsWith(_folder.Path, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void EfficientNet_from_Keras_computes_what_Keras_computed()
    {
        string folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../../shared/data/efficientnet_lite0"));
        if (!Directory.Exists(folder)) Assert.Skip("The weights (19 MB) lie beside the repository, in ../shared/data.");
        Model model = Model.Load(Path.Combine(folder, "efficientnet_lite0.keras"));
        NpzFile reference = NpzFile.Open(Path.Combine(folder, "reference.npz"));
        Tensor x = Tensor.From(reference["x"].ToArray<float>(), new Shape(reference["x"].Shape.ToArray()));
        Close(reference["y"].ToArray<float>(), model.Call(x));
        Layer pool = model.Layers.Single(layer => layer is GlobalAveragePooling2D);
        Close(reference["avg_pool"].ToArray<float>(), new Model(model.Inputs, pool.Output).Call(x));

        static void Close(float[] expected, Tensor got)
        {
            float[] values = got.ToArray<float>();
            float largest = expected.Max(Math.Abs);
            Assert.Equal(expected.Length, values.Length);
            for (int index = 0; index < values.Length; index++)
                Assert.True(Math.Abs(values[index] - expected[index]) <= (1e-4f * Math.Abs(expected[index])) + (1e-4f * largest), $"{index}: expected {expected[index]}, got {values[index]}");
        }
    }

    internal static uint[] Bits(IEnumerable<Variable> variables) =>
        [.. variables.SelectMany(variable => variable.Value.Cast(DType.Float32).ToArray<float>()).Select(BitConverter.SingleToUInt32Bits)];

    private static Model Network() => new Sequential
    {
        new Input(6), new Dense(8, activation: "relu"), new BatchNormalization(), new Dropout(0.2), new Dense(3, activation: "softmax"),
    };

    private static (Tensor X, Tensor Y) Data() => (Random(24, 6), Tensor.From([.. Enumerable.Range(0, 24).Select(index => index % 3)], [24]));

    private static Tensor Random(int rows, int columns)
    {
        var random = new Random(rows + columns);
        return Tensor.From([.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle())], [rows, columns]);
    }

    private byte[] ReadEntry(string name) => NpzFile.Open(_folder.File("m.keras")).ReadBytes(name);

    private void WriteEntry(string name, byte[] bytes)
    {
        using ZipArchive archive = ZipFile.Open(_folder.File("m.keras"), ZipArchiveMode.Update);
        archive.GetEntry(name)!.Delete();
        using Stream content = archive.CreateEntry(name).Open();
        content.Write(bytes);
    }

    private sealed class Scale(double start = 1) : Layer
    {
        private Variable _factor = null!;

        public override LayerConfig GetConfig() => base.GetConfig().With("start", start);

        protected override void Build(Shape input) => _factor = AddWeight("factor", [input[^1]], new Initializers.Constant(start));

        protected override Tensor Forward(Tensor x, bool training) => x * _factor;
    }
}
