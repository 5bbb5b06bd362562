using System.Diagnostics;
using Cornea.Layers;

namespace Cornea.Benchmarks;

/// <summary>A network that predicts, with data for batches of up to 200 rows.</summary>
internal sealed class ServedNetwork
{
    private const int Most = 200;
    private readonly float[] _data;
    private readonly Shape _sample;

    private ServedNetwork(string name, Model model, bool isSlow, bool isQuick)
    {
        (Name, Model, IsSlow) = (name, model, isSlow);
        MostRows = isQuick && isSlow ? 12 : Most;
        _sample = model.Inputs[0].Shape[1..];
        _data = RandomOps.Uniform([MostRows, .. _sample], seed: 1).ToArray<float>();
        int[] sizes = [.. Enumerable.Range(1, MostRows)];
        new Random(1).Shuffle(sizes);
        Sizes = !isSlow ? sizes : isQuick ? sizes[..6] : [.. sizes.Where((_, index) => index % 8 == 0)];
    }

    public string Name { get; }

    public Model Model { get; }

    /// <summary>Whether a call takes milliseconds.</summary>
    public bool IsSlow { get; }

    public int MostRows { get; }

    /// <summary>Numbers of rows in random order, each once; of a slow network every eighth of them.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The network of a file; a built one where there is no such file; a small perceptron.</summary>
    public static ServedNetwork Open(string name, bool isQuick)
    {
        RandomSeed.Set(1);
        if (name == "perceptron")
        {
            var perceptron = new Sequential { new Input(784), new Dense(128, activation: "relu"), new Dense(64, activation: "relu"), new Dense(10, activation: "softmax") };
            return new ServedNetwork(name, perceptron, isSlow: false, isQuick);
        }

        if (File.Exists(name)) return new ServedNetwork(Path.GetFileName(name), Model.Load(name), isSlow: true, isQuick);
        Console.Error.WriteLine($"There is no {name}: a built network is measured instead.");
        var network = new Sequential { new Input(96, 96, 3) };
        foreach (int filters in new[] { 32, 64, 128 })
        {
            network.Add(new Conv2D(filters, 3, strides: 2, padding: "same", useBias: false));
            network.Add(new BatchNormalization());
            network.Add(new ReLU());
            network.Add(new DepthwiseConv2D(3, padding: "same"));
            network.Add(new Conv2D(filters, 1, activation: "relu"));
        }

        network.Add(new GlobalAveragePooling2D());
        network.Add(new Dense(10, activation: "softmax"));
        return new ServedNetwork("convolutions", network, isSlow: true, isQuick);
    }

    /// <summary>The first rows, as a tensor of their own: each request brings new data.</summary>
    public Tensor Rows(int count) => Tensor.From(_data.AsSpan(0, count * (_data.Length / MostRows)), [count, .. _sample]);

    public void Predict(int rows) => Predict(Rows(rows));

    public void Predict(Tensor x) => Model.Predict(x, batchSize: Math.Max(1, x.Shape[0]));

    /// <summary>The seconds of a call: of a short one, the mean of as many as make 20 ms.</summary>
    public double Seconds(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        do
        {
            call();
            calls++;
        }
        while (!IsSlow && Stopwatch.GetElapsedTime(start).TotalMilliseconds < 20);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }
}
