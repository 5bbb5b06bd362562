using System.Diagnostics;
using System.Globalization;
using Cornea.Callbacks;
using Cornea.Data;
using Cornea.Files;
using Cornea.Layers;
using Cornea.Optimizers;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Alone, since <see cref="RandomSeed"/> is the process's: other tests would draw from it in between.</summary>
[Collection(nameof(Alone))]
public sealed class BackupTests : IDisposable
{
    private const string FolderVariable = "CORNEA_TEST_BACKUP";
    private const string FrequencyVariable = "CORNEA_TEST_BACKUP_FREQUENCY";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("epoch")]
    [InlineData("3")]
    [InlineData("1")]
    public void A_training_that_failed_anywhere_ends_with_the_same_bits(string frequency)
    {
        string expected = Train(null, frequency, stopAfter: null);
        foreach (int stopAfter in (int[])[1, 4, 5, 6, 11, 17, 24])
        {
            string folder = _folder.File($"backup{stopAfter}");
            Assert.Throws<TimeoutException>(() => Train(folder, frequency, stopAfter));
            Assert.Throws<TimeoutException>(() => Train(folder, frequency, 2)); // And again.
            Assert.Equal(expected, Train(folder, frequency, stopAfter: null));
            Assert.False(Directory.Exists(folder));
        }
    }

    [Fact]
    public void Pipelines_go_on_where_they_stood()
    {
        string expected = TrainOnBatches(null, null);
        string folder = _folder.File("backup");
        Assert.Throws<TimeoutException>(() => TrainOnBatches(folder, 7));
        Assert.Equal(expected, TrainOnBatches(folder, null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Pipelines_that_shuffle_and_augment_draw_on_where_they_stood(int parallel)
    {
        string expected = TrainOnAugmented(null, null, parallel);
        foreach (int stopAfter in (int[])[3, 5, 12])
        {
            string folder = _folder.File($"backup{stopAfter}");
            Assert.Throws<TimeoutException>(() => TrainOnAugmented(folder, stopAfter, parallel));
            Assert.Equal(expected, TrainOnAugmented(folder, null, parallel));
        }
    }

    [Theory]
    [InlineData("epoch")]
    [InlineData("2")]
    public async Task A_training_that_was_killed_ends_with_the_same_bits(string frequency)
    {
        string folder = _folder.File("backup"), expected = Train(null, frequency, null);
        var random = new Random(5);
        int killed = 0;
        for (int round = 0; round < 40; round++)
        {
            using Process child = Start(folder, frequency);
            Task<string> output = child.StandardOutput.ReadToEndAsync();
            Task<string> errors = child.StandardError.ReadToEndAsync();
            if (!child.WaitForExit(round < 12 ? random.Next(150, 900) : 60_000))
            {
                child.Kill(); // SIGKILL: nothing runs any more.
                child.WaitForExit();
                killed++;
                continue;
            }

            Assert.True(child.ExitCode == 0, await errors);
            Assert.Contains("probe-result:" + expected, await output, StringComparison.Ordinal);
            Assert.True(killed > 0);
            return;
        }

        Assert.Fail("The training never came to its end.");
    }

    [Fact]
    public void A_backup_of_another_training_is_refused()
    {
        string folder = _folder.File("backup");
        Assert.Throws<TimeoutException>(() => Train(folder, "1", 6));
        Model other = Network();
        other.Compile("sgd", "mse");
        Assert.Throws<InvalidDataException>(() => other.Fit(Samples().X, Samples().Y, verbose: 0, callbacks: [new BackupAndRestore(folder)]));
        File.WriteAllBytes(Path.Combine(folder, "latest.weights.h5"), [1, 2, 3]);
        Assert.Throws<InvalidDataException>(() => Train(folder, "1", null));
    }

    [Theory]
    [InlineData(1, int.MaxValue)] // epoch, with as many begun
    [InlineData(1, -1)]
    [InlineData(1, long.MaxValue)]
    [InlineData(2, int.MaxValue)] // step
    [InlineData(2, long.MinValue)]
    [InlineData(3, long.MaxValue)] // seed
    [InlineData(4, int.MaxValue)] // epochs begun
    [InlineData(4, -5)]
    public void A_position_that_cant_be_is_refused_or_the_end(int index, long value)
    {
        string folder = _folder.File("backup"), file = Path.Combine(folder, "latest.weights.h5");
        Assert.Throws<TimeoutException>(() => Train(folder, "1", 6));
        Hdf5Group tree = Hdf5Reader.Read(ByteSource.Of(File.ReadAllBytes(file)), file);
        var training = (Hdf5Group)tree.Members["training"];
        long[] position = ((Hdf5Array)training.Members["position"]).Read().ToArray<long>();
        position[index] = value;
        if (index == 1) position[4] = Math.Clamp(value, 0, int.MaxValue);
        training.Members["position"] = new Hdf5GivenArray(FileElementType.Int64, [8], () => Storage.Of<long>(position));
        using (var memory = new MemoryStream())
        {
            Hdf5Writer.Write(memory, tree);
            File.WriteAllBytes(file, memory.ToArray());
        }

        if (index == 1 && value == int.MaxValue) Train(folder, "1", null); // Past the last epoch: there is nothing left to do.
        else Assert.StartsWith(file, Assert.Throws<InvalidDataException>(() => Train(folder, "1", null)).Message, StringComparison.Ordinal);
    }

    /// <summary>What a child process runs.</summary>
    internal static string Probe() => Train(Environment.GetEnvironmentVariable(FolderVariable), Environment.GetEnvironmentVariable(FrequencyVariable)!, null, pause: 4);

    private static Process Start(string folder, string frequency)
    {
        string host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Cornea.Tests.dll"));
        start.Environment["CORNEA_TEST_PROBE"] = $"{typeof(BackupTests).FullName}.{nameof(Probe)}";
        start.Environment[FolderVariable] = folder;
        start.Environment[FrequencyVariable] = frequency;
        return Process.Start(start)!;
    }

    // Everything that has a state: dropout, batch normalisation, momentum, a plateau that lowers the rate, early stopping, shuffling, a rate that is computed from the rate.
    private static string Train(string? folder, string frequency, int? stopAfter, int pause = 0)
    {
        RandomSeed.Set(7);
        Model model = Network();
        model.Compile(new Adam(0.01), "mse", metrics: ["mae"]);
        (Tensor x, Tensor y) = Samples();
        var callbacks = new List<Callback>
        {
            new LearningRateScheduler((epoch, rate) => rate * 0.97),
            new ReduceLROnPlateau(monitor: "loss", patience: 1, minDelta: 0.01),
            new EarlyStopping(monitor: "val_loss", patience: 3, restoreBestWeights: true),
        };
        int done = 0;
        callbacks.Add(new LambdaCallback(onTrainBatchEnd: (_, _) =>
        {
            if (++done == stopAfter) throw new TimeoutException();
            if (pause > 0) Thread.Sleep(pause);
        }));
        if (folder is not null) callbacks.Insert(1, new BackupAndRestore(folder, frequency == "epoch" ? "epoch" : int.Parse(frequency, CultureInfo.InvariantCulture)));
        History history = model.Fit(x, y, batchSize: 8, epochs: 6, verbose: 0, callbacks: callbacks, validationSplit: 0.2);
        return Result(model, history);
    }

    private static string TrainOnBatches(string? folder, int? stopAfter)
    {
        RandomSeed.Set(7);
        Model model = Network();
        model.Compile("adam", "mse");
        (Tensor x, Tensor y) = Samples();
        int done = 0;
        var callbacks = new List<Callback> { new LambdaCallback(onTrainBatchEnd: (_, _) => { if (++done == stopAfter) throw new TimeoutException(); }) };
        if (folder is not null) callbacks.Add(new BackupAndRestore(folder, 2));
        int epoch = 0;
        return Result(model, model.Fit(Batches(), epochs: 4, verbose: 0, callbacks: callbacks));

        // Another order each time it's gone through.
        IEnumerable<Batch> Batches()
        {
            epoch++;
            for (int index = 0; index < 5; index++)
            {
                int from = (index + epoch) % 5 * 8;
                yield return new Batch(x[from..(from + 8)], y[from..(from + 8)]);
            }
        }
    }

    private static string TrainOnAugmented(string? folder, int? stopAfter, int parallel)
    {
        RandomSeed.Set(7);
        var model = new Sequential { new Input(6, 6, 1), new RandomFlip(), new Conv2D(2, 3), new Flatten(), new Dense(1) };
        model.Compile("adam", "mse");
        (Tensor x, Tensor y) = (RandomOps.Normal([40, 6, 6, 1], seed: 1), RandomOps.Normal([40, 1], seed: 2));
        Dataset samples = Dataset.From(x, y).Shuffle(40, seed: 3).Map(new RandomRotation(0.1), new RandomContrast(0.2)).Map(image => image * 2, numParallelCalls: parallel).Batch(8).Prefetch();
        int done = 0;
        var callbacks = new List<Callback> { new LambdaCallback(onTrainBatchEnd: (_, _) => { if (++done == stopAfter) throw new TimeoutException(); }) };
        if (folder is not null) callbacks.Add(new BackupAndRestore(folder, 2));
        return Result(model, model.Fit(samples, epochs: 4, verbose: 0, callbacks: callbacks));
    }

    private static string Result(Model model, History history)
    {
        var hash = new ResultHash();
        foreach (Variable variable in model.Weights) hash.Add(variable.Value.ToArray<float>());
        foreach ((string _, IReadOnlyList<double> values) in history) hash.Add([.. values.Select(value => (float)value)]);
        return $"{history.Epochs.Count} {hash}";
    }

    private static Sequential Network() => new() { new Input(6), new Dense(16, activation: "relu"), new BatchNormalization(), new Dropout(0.3), new Dense(1) };

    private static (Tensor X, Tensor Y) Samples()
    {
        var random = new Random(3);
        return (Tensor.From([.. Enumerable.Range(0, 50 * 6).Select(_ => random.NextSingle())], [50, 6]), Tensor.From([.. Enumerable.Range(0, 50).Select(_ => random.NextSingle())], [50, 1]));
    }
}
