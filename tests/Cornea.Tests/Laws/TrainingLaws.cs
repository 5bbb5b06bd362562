using Cornea.Callbacks;
using Cornea.Cpu;
using Cornea.Layers;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Laws;

/// <summary>What holds for every training: a step allocates nothing, and the weights are the same bits for any threads, width and repetition.</summary>
[Collection(nameof(Alone))]
public class TrainingLaws
{
    private const int Rows = 480;

    public static TheoryData<string> Networks => ["mlp", "cnn", "rnn"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void AStepAllocatesNothing(string name)
    {
#if DEBUG
        Assert.Skip("The promise is that of optimised code: a debug build keeps on the heap what the JIT otherwise doesn't.");
#endif
        const int Few = 2, Many = 40, Rounds = 4;
        const int SmallestObject = 24;
        (Model model, Tensor x, Tensor y) = Make(name);
        // An epoch has a cost of its own (logs, history), which changes as the JIT makes its methods better, and other threads of the
        // process may write a line meanwhile; so epochs take turns, and the cheapest of each length are compared: a step that keeps as
        // little as one object makes the long one dearer by an object for each step.
        long few = long.MaxValue, many = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            few = Math.Min(few, Epoch(Few));
            many = Math.Min(many, Epoch(Many));
        }
        Assert.InRange(many - few, long.MinValue, (Many - Few) * SmallestObject - 1);

        // The third of three: compiled, and with all the memory that there is.
        long Epoch(int steps)
        {
            long managed = 0, native = 0, managedBefore = 0, nativeBefore = 0;
            var watch = new LambdaCallback(
                onEpochBegin: (_, _) => (managedBefore, nativeBefore) = (GC.GetTotalAllocatedBytes(true), Storage.AllocatedBytes),
                onEpochEnd: (_, _) =>
                    (managed, native) = (GC.GetTotalAllocatedBytes(true) - managedBefore, Storage.AllocatedBytes - nativeBefore));
            model.Fit(x, y, batchSize: Rows / Many, epochs: 3, verbose: 0, callbacks: [watch], stepsPerEpoch: steps);
            Assert.Equal(0, native);
            return managed;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void AnyNumberOfThreadsGivesTheSameBits(string name)
    {
        int before = Workers.Shared.Count;
        try
        {
            string[] hashes = [.. new[] { 1, 2, 3, 1, 8 }.Select(threads =>
            {
                Workers.Resize(threads);
                return Train(name);
            })];
            Assert.All(hashes, hash => Assert.Equal(hashes[0], hash));
        }
        finally
        {
            Workers.Resize(before);
        }
    }

    [Fact]
    public void AnyVectorWidthGivesTheSameBits() => WidthRunner.AssertSameOnAllWidths(TrainAll);

    public static string TrainAll() => Train("mlp") + Train("cnn") + Train("rnn");

    private static string Train(string name)
    {
        (Model model, Tensor x, Tensor y) = Make(name);
        model.Fit(x, y, batchSize: 100, epochs: 3, verbose: 0);
        var hash = new ResultHash();
        foreach (Variable weight in model.Weights) hash.Add(weight.Value.ToArray<float>());
        return hash.ToString();
    }

    private static (Model Model, Tensor X, Tensor Y) Make(string name)
    {
        RandomSeed.Set(7);
        var random = new System.Random(3);
        Shape shape = [Rows, 10, 10, 2];
        var values = new float[shape.ElementCount];
        for (int index = 0; index < values.Length; index++) values[index] = random.NextSingle();
        Tensor x = Tensor.From(values, shape);
        Tensor y = Tensor.From(Enumerable.Range(0, Rows).Select(row => row % 5).ToArray(), Rows);
        Model model = name == "mlp"
            ? new Sequential([
                new Input(10, 10, 2), new Flatten(), new Dense(33, activation: "relu"), new BatchNormalization(), new Dropout(0.2),
                new Dense(20, activation: "swish"), new Dense(5, activation: "softmax")])
            : name == "rnn" ? new Sequential([
                new Input(10, 10, 2), new Reshape([20, 10]), new Masking(), new Bidirectional(new LSTM(9, returnSequences: true, dropout: 0.2, recurrentDropout: 0.1)),
                new GRU(20), new Dense(5, activation: "softmax")])
            : new Sequential([
                new Input(10, 10, 2), new Conv2D(16, 3, padding: "same", useBias: false), new BatchNormalization(), new ReLU(),
                new Conv2D(20, 3, strides: 2, activation: "relu"), new MaxPooling2D(2), new DepthwiseConv2D(2, padding: "same", activation: "tanh"),
                new Dropout(0.25), new Flatten(), new Dense(5)]);
        model.Compile("adam", new Losses.SparseCategoricalCrossentropy(fromLogits: name == "cnn"), metrics: ["accuracy"]);
        return (model, x, y);
    }
}
