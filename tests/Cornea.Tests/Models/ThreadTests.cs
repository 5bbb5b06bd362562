using Cornea.Callbacks;
using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Models;

/// <summary>Whatever is done first on several threads at once is done once.</summary>
public class ThreadTests
{
    private const int Rounds = 12;

    [Fact]
    public void TwoFirstPredictionsBuildAModelOnce()
    {
        for (int round = 0; round < Rounds; round++)
        {
            var model = new Sequential { new Dense(16, activation: "relu"), new BatchNormalization(), new Dense(4) };
            Tensor[] results = AtOnce(6, number => model.Predict(Data(1 + (number % 3), 8)));
            Assert.Equal(8, model.Weights.Count);
            for (int number = 0; number < 6; number++)
                Assert.Equal(model.Predict(Data(1 + (number % 3), 8)).ToArray<float>(), results[number].ToArray<float>());
        }
    }

    [Fact]
    public void FirstCallsOfEveryKindBuildAModelOnce()
    {
        for (int round = 0; round < Rounds; round++)
        {
            var model = new Own();
            model.Compile("adam", "mse", metrics: ["mae", "accuracy"]);
            Tensor x = Data(8, 6), y = Data(8, 2);
            Action[] first =
            [
                () => model.Predict(x), () => model.Fit(x, y, verbose: 0), () => model.Call(x).ToArray<float>(), () => model.SummaryText(),
                () => _ = model.Weights.Count, () => model.Predict(x, batchSize: 3),
            ];
            AtOnce(first.Length, number =>
            {
                first[number]();
                return number;
            });
            Assert.Equal(6, model.Weights.Count);
            Assert.Equal(3, model.Layers.Count);
            Assert.Equal(2 + (2 * 6), model.Optimizer.Variables.Count);
        }
    }

    [Fact]
    public void ASubModelOfTwoModelsIsBuiltOnce()
    {
        for (int round = 0; round < Rounds; round++)
        {
            var shared = new Sequential { new Dense(5), new Dense(3) };
            Sequential[] models = [new() { shared, new Dense(1) }, new() { shared, new Dense(2) }];
            AtOnce(4, number => models[number % 2].Predict(Data(2, 4)));
            Assert.Equal(4, shared.Weights.Count);
            Assert.All(models, model => Assert.Equal(6, model.Weights.Count));
            Assert.Same(models[0].Weights[0], models[1].Weights[0]);
        }
    }

    [Fact]
    public void ALayersFirstCallsBuildItOnce()
    {
        for (int round = 0; round < Rounds; round++)
        {
            Layer[] layers = [new LSTM(3), new MultiHeadAttention(2, 3), new SpectralNormalization(new Dense(3))];
            int[] weights = new int[layers.Length];
            foreach ((int index, Layer layer) in layers.Index())
            {
                Tensor x = Data(2, 4, 3);
                AtOnce(4, _ => layer.Call(layer is MultiHeadAttention ? [x, x] : layer is SpectralNormalization ? x[0] : x)[0].ToArray<float>());
                weights[index] = layer.Weights.Count;
            }

            Assert.Equal([3, 8, 3], weights);
        }
    }

    [Fact]
    public void AMetricsFirstUpdatesMakeItsStateOnce()
    {
        for (int round = 0; round < Rounds; round++)
        {
            var metric = new Metrics.F1Score();
            AtOnce(4, _ =>
            {
                metric.UpdateState(Tensor.From(new float[,] { { 1, 0 }, { 0, 1 } }), Tensor.From(new float[,] { { 0.9f, 0.1f }, { 0.2f, 0.8f } }));
                return 0;
            });
            Assert.Equal(4, metric.Variables.Count);
        }
    }

    [Fact]
    public void LayersMadeAtOnceHaveNamesOfTheirOwn()
    {
        string[][] names = AtOnce(4, _ => Enumerable.Range(0, 50).Select(_ => new Dense(1).Name).ToArray());
        Assert.Equal(200, names.SelectMany(list => list).Distinct().Count());
    }

    [Fact]
    public void AModelIsTrainedOrEvaluatedByOneThreadAtATime()
    {
        var model = new Sequential { new Input(2), new Dense(1) };
        model.Compile("sgd", "mse");
        Tensor x = Data(4, 2), y = Data(4, 1);
        InvalidOperationException? refused = null;
        model.Fit(x, y, verbose: 0, callbacks: [new LambdaCallback(onTrainBatchEnd: (_, _) =>
        {
            model.Evaluate(x, y, verbose: 0); // On the same thread it may.
            refused ??= AtOnce(1, _ => Assert.Throws<InvalidOperationException>(() => model.Evaluate(x, y, verbose: 0)))[0];
            AtOnce(1, _ => model.Predict(x));
        })]);
        Assert.Contains("another thread", refused!.Message, StringComparison.Ordinal);
        model.Evaluate(x, y, verbose: 0);
    }

    [Fact]
    public void PredictionsRunWhileAnotherModelTakesTheSharedLayersOver()
    {
        var shared = new Sequential { new Input(4), new Dense(8), new Dense(3) };
        Tensor x = Data(3, 4);
        float[] expected = shared.Predict(x).ToArray<float>();
        AtOnce(4, number =>
        {
            for (int time = 0; time < 20; time++)
            {
                if (number > 0) Assert.Equal(expected, shared.Predict(x).ToArray<float>());
                else _ = new Sequential { shared, new Dense(1) }.Predict(x);
            }

            return 0;
        });
    }

    private static Tensor Data(params int[] shape) => RandomOps.Normal(new Shape(shape), seed: 7);

    // Threads rather than tasks, which may wait for each other to begin.
    private static T[] AtOnce<T>(int count, Func<int, T> body)
    {
        var results = new T[count];
        var failures = new List<Exception>();
        using var barrier = new Barrier(count);
        Thread[] threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            barrier.SignalAndWait();
            try
            {
                results[number] = body(number);
            }
            catch (Exception failure)
            {
                lock (failures) failures.Add(failure);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (failures.Count > 0) throw new AggregateException(failures);
        return results;
    }

    private sealed class Own : Model
    {
        private readonly Dense _first = new(5), _second = new(4), _last = new(2);

        protected override Tensor Forward(Tensor x, bool training) => _last.Call(Ops.Relu(_second.Call(Ops.Relu(_first.Call(x)))));
    }
}
