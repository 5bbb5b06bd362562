using Cornea.Callbacks;
using Cornea.Data;
using Cornea.Layers;
using Cornea.Optimizers;
using Xunit;

namespace Cornea.Tests.Data;

/// <summary>Datasets and the trainer.</summary>
public class DatasetTrainingTests
{
    private static readonly Tensor X = Tensor.From(Enumerable.Range(0, 36).Select(i => (byte)(i * 7)).ToArray(), [12, 3]);
    private static readonly Tensor Y = Tensor.From(Enumerable.Range(0, 12).Select(i => i % 2).ToArray(), [12]);

    private static Sequential Model()
    {
        var model = new Sequential { new Input(3), new Dense(2, activation: "softmax", kernelInitializer: new Initializers.GlorotUniform(seed: 1)) };
        model.Compile(new SGD(0.1), "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private static Dataset Pipeline(int batchSize) =>
        Dataset.From(X, Y).Map((x, y) => (x.Cast(DType.Float32) / 255, y)).Batch(batchSize);

    [Fact]
    public void As_from_arrays()
    {
        Tensor x = X.Cast(DType.Float32) / 255;
        Sequential arrays = Model(), pipeline = Model();
        History expected = arrays.Fit(x, Y, batchSize: 5, epochs: 2, shuffle: false, verbose: 0, validationData: (x, Y));
        History got = pipeline.Fit(Pipeline(5).Prefetch(), epochs: 2, verbose: 0, validationData: Pipeline(32));
        foreach (var (name, values) in expected) Assert.Equal(values, got[name]);
        var (loss, accuracy) = pipeline.Evaluate(Pipeline(5), verbose: 0);
        Assert.Equal(arrays.Evaluate(x, Y, batchSize: 5, verbose: 0).Loss, loss);
        Assert.InRange(accuracy, 0, 1);
        Assert.Equal(arrays.Predict(x, batchSize: 5).ToArray<float>(), pipeline.Predict(Pipeline(5)).ToArray<float>());
    }

    // How many batches there are isn't known before the first epoch has ended.
    [Fact]
    public void Of_unknown_length()
    {
        Sequential arrays = Model(), filtered = Model(), generated = Model();
        Tensor x = X.Cast(DType.Float32) / 255;
        History expected = arrays.Fit(x, Y, batchSize: 5, epochs: 2, shuffle: false, verbose: 0);
        Dataset all = Dataset.From(X, Y).Filter((_, y) => y < 2).Map((x, y) => (x.Cast(DType.Float32) / 255, y), numParallelCalls: 2).Batch(5);
        Assert.Equal(Dataset.UnknownCardinality, all.Cardinality);
        var output = new StringWriter();
        History got = filtered.Fit(all, epochs: 2, verbose: 0, callbacks: [new ProgbarLogger(1, output, ProgressTerminal.Live)], validationData: all);
        foreach (var (name, values) in expected) Assert.Equal(values, got[name]);
        Assert.Contains("1/Unknown ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\r3/3 ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\r1/3 ", output.ToString(), StringComparison.Ordinal); // In the second epoch it is known.

        Dataset sequence = Dataset.FromSequence(all.Select(batch => batch)).Repeat();
        History steps = generated.Fit(sequence, epochs: 2, stepsPerEpoch: 3, verbose: 0);
        foreach (var (name, values) in expected) Assert.Equal(values, steps[name]);
        Assert.Equal(arrays.Predict(x).ToArray<float>(), filtered.Predict(all).ToArray<float>());
    }

    [Fact]
    public void NaN_is_found_in_its_batch()
    {
        float[] values = new float[36];
        values[29] = float.NaN;
        Dataset data = Dataset.From(Tensor.From(values, [12, 3]), Y).Batch(4);
        var error = Assert.Throws<ArgumentException>(() => Model().Fit(data, verbose: 0));
        Assert.Contains("Fit, batch 3: expected finite numbers in x, got NaN at [1, 2]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Model().Evaluate(data, verbose: 0));
        Assert.Contains("Evaluate, batch 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_end_steps_are_wanted()
    {
        var error = Assert.Throws<ArgumentException>(() => Model().Fit(Pipeline(4).Repeat(), verbose: 0));
        Assert.Contains("stepsPerEpoch", error.Message, StringComparison.Ordinal);
        Assert.Single(Model().Fit(Pipeline(4).Repeat(), stepsPerEpoch: 5, verbose: 0).Epochs);
    }
}
