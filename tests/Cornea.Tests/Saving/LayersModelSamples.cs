using System.Text.Json.Nodes;
using Cornea.Layers;

namespace Cornea.Tests.Saving;

/// <summary>Models of all that TensorFlow.js has a layer for.</summary>
internal static class LayersModelSamples
{
    public static readonly Dictionary<string, Func<Model>> All = new()
    {
        ["convolutions"] = () => new Sequential("convolutions")
        {
            new Input(12, 10, 3),
            new Rescaling(0.5, -0.1),
            new Conv2D(6, 3, strides: 2, padding: "same", activation: "silu", name: "conv/a"),
            new BatchNormalization(),
            new ReLU(maxValue: 6),
            new ZeroPadding2D(((1, 0), (0, 2))),
            new DepthwiseConv2D(3, depthMultiplier: 2, padding: "same"),
            new LeakyReLU(0.2),
            new SeparableConv2D(5, 3, activation: "gelu"),
            new RandomFlip(),
            new SpatialDropout2D(0.3),
            new UpSampling2D(2),
            new Conv2DTranspose(4, 3, strides: 2, activation: "mish"),
            new ReLU(negativeSlope: 0.3),
            new Cropping2D(((1, 1), (2, 0))),
            new MaxPooling2D(3, strides: 2, padding: "same"),
            new PReLU(sharedAxes: [1, 2]),
            new AveragePooling2D(2),
            new ReLU(threshold: 0.05),
            new Permute([2, 1, 3]),
            new Flatten(),
            new Dropout(0.5),
            new Dense(7, activation: "softmax", kernelRegularizer: new Regularizers.L2(0.1), kernelInitializer: new Initializers.LecunNormal()),
        },
        ["any_size"] = () => new Sequential("any_size")
        {
            new Input([Shape.Unknown, Shape.Unknown, 3]),
            new Conv2D(8, 3, padding: "same", activation: "relu"),
            new UpSampling2D((2, 3)),
            new Conv2D(3, 3, padding: "same"),
        },
        ["branches"] = Branches,
        ["nested"] = Nested,
        ["recurrent"] = () => new Sequential("recurrent")
        {
            new Input(6, 5),
            new Conv1D(4, 3, padding: "same", activation: "tanh"),
            new Bidirectional(new LSTM(3, returnSequences: true)),
            new TimeDistributed(new Dense(4, activation: "elu")),
            new SimpleRNN(4, returnSequences: true),
            new GRU(4, resetAfter: false),
            new RepeatVector(3),
            new MaxPooling1D(2),
            new GlobalAveragePooling1D(),
            new Dense(2),
        },
        ["volumes"] = () => new Sequential("volumes")
        {
            new Input(3, 6, 6, 2),
            new TimeDistributed(new DepthwiseConv2D(2)),
            new ConvLSTM2D(3, 2, returnSequences: true, recurrentActivation: "sigmoid"),
            new Conv3D(3, 2, activation: "relu"),
            new MaxPooling3D((1, 2, 2)),
            new Reshape((-1, 3)),
            new LayerNormalization(),
            new Softmax(),
            new GlobalMaxPooling1D(),
        },
    };

    /// <summary>A model whose weights are of the size that trained ones have, and all different.</summary>
    public static Model Filled(string name)
    {
        Model model = All[name]();
        int seed = 1;
        model.SetWeights([.. model.Weights.Select(weight => Values(weight.Shape, seed++, weight.Name.Contains("variance", StringComparison.Ordinal)))]);
        return model;
    }

    public static Tensor[] InputsOf(Model model) => [.. model.Inputs.Select((input, index) =>
    {
        Shape shape = [.. input.Shape.Select((size, axis) => size != Shape.Unknown ? size : axis == 0 ? 2 : 5 + axis)];
        return input.DType == DType.Int32 ? Tensor.From([.. Enumerable.Range(0, (int)shape.ElementCount).Select(element => (element * 3) % 11)], shape) : Values(shape, 50 + index, false);
    })];

    /// <summary>Stores the weights of a model's file in fewer bits, each of the given kinds in turn.</summary>
    public static void Quantize(string path, string[] kinds)
    {
        JsonObject json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        JsonNode group = json["weightsManifest"]![0]!;
        string shard = Path.Combine(Path.GetDirectoryName(path)!, group["paths"]![0]!.GetValue<string>());
        byte[] bytes = File.ReadAllBytes(shard);
        using var written = new MemoryStream();
        int offset = 0, number = 0;
        foreach (JsonNode? weight in group["weights"]!.AsArray())
        {
            int count = weight!["shape"]!.AsArray().Aggregate(1, (product, size) => product * size!.GetValue<int>());
            float[] values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan(offset, 4 * count)).ToArray();
            offset += 4 * count;
            string kind = kinds[number++ % kinds.Length];
            double steps = kind == "uint8" ? 255 : 65535, minimum = values.Min(), scale = Math.Max((values.Max() - minimum) / steps, 1e-9);
            weight["quantization"] = kind == "float16" ? new JsonObject { ["dtype"] = kind, ["original_dtype"] = "float32" }
                : new JsonObject { ["dtype"] = kind, ["scale"] = scale, ["min"] = minimum, ["original_dtype"] = "float32" };
            foreach (float value in values)
                written.Write(kind == "float16" ? BitConverter.GetBytes((Half)value) : kind == "uint8" ? [(byte)Math.Round((value - minimum) / scale)] : BitConverter.GetBytes((ushort)Math.Round((value - minimum) / scale)));
        }

        File.WriteAllBytes(shard, written.ToArray());
        File.WriteAllText(path, json.ToJsonString());
    }

    private static Tensor Values(Shape shape, int seed, bool positive)
    {
        var random = new Random(seed);
        return Tensor.From([.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (float)(positive ? 0.5 + random.NextDouble() : random.NextDouble() - 0.5))], shape);
    }

    private static Model Branches()
    {
        Tensor image = new Input([8, 8, 2], name: "image"), words = new Input([5], name: "words", dtype: DType.Int32);
        var shared = new Conv2D(2, 3, padding: "same", name: "shared");
        Tensor first = shared.Call(image), second = shared.Call(first);
        Tensor sum = new Add().Call([first, second]), product = new Multiply().Call([first, second]), mean = new Average().Call([sum, product]);
        Tensor most = new Maximum().Call([mean, first]), least = new Minimum().Call([mean, second]);
        Tensor x = new GlobalMaxPooling2D().Call(new Concatenate().Call([most, least, image]));
        Tensor y = new Flatten().Call(new Embedding(11, 3).Call(words));
        Tensor dot = new Dot(axes: 1).Call([new Dense(4, name: "a").Call(x), new Dense(4, name: "b").Call(y)]);
        return new Model([image, words], [new Dense(3, name: "first_output").Call(x), dot]);
    }

    private static Model Nested()
    {
        Tensor inside = new Input([6, 6, 4], name: "inside");
        var inner = new Model(inside, new Conv2D(4, 3, padding: "same", activation: "relu", name: "inner_conv").Call(inside), "inner");
        var sequence = new Sequential("sequence") { new Input(6, 6, 4), new Conv2D(4, 1, name: "sequence_conv"), new ELU() };
        var twice = new Dense(4, name: "twice");
        var repeated = new Sequential("repeated") { new Input(4), twice, twice };
        Tensor image = new Input([6, 6, 4], name: "image");
        Tensor x = inner.Call(sequence.Call(inner.Call(image)));
        x = new GlobalAveragePooling2D().Call(sequence.Call(x));
        return new Model(image, repeated.Call(x), "nested");
    }
}
