using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cornea.Callbacks;
using Cornea.Layers;
using Cornea.Optimizers;
using Xunit;

namespace Cornea.Tests.Saving;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{epoch:02d}-{val_loss:.2f}.keras", "03-0.12.keras")]
    [InlineData("{{x}}{epoch}.keras", "{x}3.keras")]
    [InlineData("{val_loss}", "0.123456")]
    [InlineData("{val_loss:.3e}|{val_loss:g}|{val_loss:.1%}|{val_loss:>8.2f}|{val_loss:+.1f}", "1.235e-01|0.123456|12.3%|    0.12|+0.1")]
    [InlineData("{small}|{small:g}|{small:f}|{epoch:4d}|{epoch:<4d}|{epoch:*^5d}", "1e-05|1e-05|0.000010|   3|3   |**3**")]
    public void Python_s_formats(string text, string expected) => Assert.Equal(expected, PythonFormat.Format(text, Value));

    [Theory]
    [InlineData("{mae}")]
    [InlineData("{epoch:x}")]
    [InlineData("{epoch")]
    [InlineData("{val_loss:d}")]
    public void Other_formats_are_refused(string text) => Assert.Throws<ArgumentException>(() => PythonFormat.Format(text, Value));

    [Fact]
    public void Files_are_written_by_epoch_and_by_batch()
    {
        Fit(3, new ModelCheckpoint(_folder.File("a/{epoch:02d}.keras")), new ModelCheckpoint(_folder.File("b/{epoch}-{batch}.weights.h5"), saveWeightsOnly: true, saveFreq: 4));
        Assert.Equal(["01.keras", "02.keras", "03.keras"], Names("a"));
        Assert.Equal(["1-4.weights.h5", "2-3.weights.h5", "3-2.weights.h5"], Names("b")); // 5 batches an epoch, counted through.
    }

    [Fact]
    public void Only_the_best_is_kept()
    {
        double[] values = [3, 2, 4, 1, 5];
        var checkpoint = new ModelCheckpoint(_folder.File("c/{epoch}.keras"), monitor: "told", saveBestOnly: true, mode: "min", initialValueThreshold: 2.5);
        Fit(5, new LambdaCallback(onEpochEnd: (epoch, logs) => logs["told"] = values[epoch]), checkpoint);
        Assert.Equal(["2.keras", "4.keras"], Names("c"));
        Assert.Equal(1, checkpoint.Best);
        Assert.Throws<ArgumentException>(() => new ModelCheckpoint("x.weights.h5"));
        Assert.Throws<ArgumentException>(() => new ModelCheckpoint("x.keras", saveWeightsOnly: true));
        Assert.Throws<ArgumentException>(() => new ModelCheckpoint("x.keras", saveFreq: "batch"));
    }

    [Fact]
    public void Averages_are_evaluated_and_weights_are_trained_on()
    {
        var optimizer = new SGD(0.1, useEma: true, emaMomentum: 0.5);
        (Model model, Tensor x, Tensor y) = Network(optimizer);
        var (plain, _, _) = Network(new SGD(0.1, useEma: true, emaMomentum: 0.5));
        plain.SetWeights(model.GetWeights());
        model.Fit(x, y, batchSize: 8, epochs: 3, verbose: 0, shuffle: false, callbacks: [new SwapEMAWeights()], validationData: (x, y));
        plain.Fit(x, y, batchSize: 8, epochs: 3, verbose: 0, shuffle: false, validationData: (x, y));
        Assert.Equal(SaveTests.Bits(plain.Weights), SaveTests.Bits(model.Weights));

        // At the end of an epoch the average stands in the model; at the end of training it is the model.
        (Model other, x, y) = Network(new SGD(0.1, useEma: true, emaMomentum: 0.5));
        uint[] last = [];
        other.Fit(x, y, batchSize: 8, epochs: 2, verbose: 0, shuffle: false, callbacks: [new SwapEMAWeights(true), new LambdaCallback(onEpochEnd: (_, _) => last = SaveTests.Bits(other.Weights))]);
        Assert.Equal(last, SaveTests.Bits(other.Weights));
        (Model without, x, y) = Network("sgd");
        Assert.Throws<InvalidOperationException>(() => without.Fit(x, y, verbose: 0, callbacks: [new SwapEMAWeights(true)]));
    }

    [Fact]
    public void TensorBoard_s_files_hold_scalars_histograms_images_and_the_graph()
    {
        (Model model, Tensor x, Tensor y) = Network("adam");
        model.Fit(
            x, y, batchSize: 8, epochs: 2, verbose: 0, validationData: (x, y),
            callbacks: [new TensorBoard(_folder.Path, histogramFreq: 1, writeImages: true, updateFreq: "batch", writeStepsPerSecond: true)]);
        List<byte[]> train = Records("train"), validation = Records("validation");
        Assert.Contains("brain.Event:2", Encoding.UTF8.GetString(train[0]), StringComparison.Ordinal);
        foreach (string tag in (string[])["epoch_loss", "epoch_learning_rate", "batch_loss", "epoch_steps_per_second", "kernel/histogram", "kernel/image", "graph_keras_model", "Dense"])
            Assert.Contains(train, record => Encoding.UTF8.GetString(record).Contains(tag, StringComparison.Ordinal));
        foreach (string tag in (string[])["epoch_loss", "evaluation_loss_vs_iterations"])
            Assert.Contains(validation, record => Encoding.UTF8.GetString(record).Contains(tag, StringComparison.Ordinal));
        Assert.Equal(10, train.Count(record => Encoding.UTF8.GetString(record).Contains("batch_loss", StringComparison.Ordinal)));
        Assert.Equal(0x8A9136AAu, Unmasked(Crc32C.Masked(new byte[32]))); // RFC 3720, B.4: 32 zeros.
    }

    [Fact]
    public async Task Logs_are_posted()
    {
        int port = FreePort();
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://localhost:{port}/");
        listener.Start();
        Task<List<string>> bodies = Task.Run(() =>
        {
            var found = new List<string>();
            for (int index = 0; index < 4; index++)
            {
                HttpListenerContext context = listener.GetContext();
                using var reader = new StreamReader(context.Request.InputStream);
                found.Add($"{context.Request.Url!.AbsolutePath} {context.Request.ContentType} {context.Request.Headers["X-Key"]} {WebUtility.UrlDecode(reader.ReadToEnd())}");
                context.Response.Close();
            }

            return found;
        }, TestContext.Current.CancellationToken);
        Fit(
            2, new RemoteMonitor($"http://localhost:{port}", headers: new Dictionary<string, string> { ["X-Key"] = "k" }),
            new RemoteMonitor($"http://localhost:{port}", path: "/json/", sendAsJson: true), new RemoteMonitor("http://localhost:1"));
        List<string> got = await bodies.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.StartsWith("/publish/epoch/end/ application/x-www-form-urlencoded k data={\"epoch\": 0, \"loss\": ", got[0], StringComparison.Ordinal);
        Assert.StartsWith("/json/ application/json  {\"epoch\": 0, \"loss\": ", got[1], StringComparison.Ordinal);
    }

    private static double? Value(string name) => name switch { "epoch" => 3, "val_loss" => 0.123456, "small" => 1e-5, _ => null };

    private static uint Unmasked(uint masked)
    {
        uint rotated = unchecked(masked - 0xA282EAD8u);
        return (rotated >> 17) | (rotated << 15);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static (Model Model, Tensor X, Tensor Y) Network(Optimizer optimizer)
    {
        var model = new Sequential { new Input(3), new Dense(4, activation: "relu"), new Dense(1) };
        model.Compile(optimizer, "mse");
        var random = new Random(1);
        return (model, Tensor.From([.. Enumerable.Range(0, 120).Select(_ => random.NextSingle())], [40, 3]), Tensor.From([.. Enumerable.Range(0, 40).Select(_ => random.NextSingle())], [40, 1]));
    }

    private static void Fit(int epochs, params Callback[] callbacks)
    {
        (Model model, Tensor x, Tensor y) = Network("adam");
        model.Fit(x, y, batchSize: 8, epochs: epochs, verbose: 0, callbacks: callbacks);
    }

    private string[] Names(string folder) => [.. Directory.GetFiles(_folder.File(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    // Reads the records, and checks each one's checksums.
    private List<byte[]> Records(string folder)
    {
        byte[] bytes = File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder.File(folder), "events.out.tfevents.*")));
        var records = new List<byte[]>();
        for (int at = 0; at < bytes.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Crc32C.Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            byte[] record = bytes[(at + 12)..(at + 12 + length)];
            Assert.Equal(Crc32C.Masked(record), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            records.Add(record);
            at += length + 16;
        }

        return records;
    }
}
