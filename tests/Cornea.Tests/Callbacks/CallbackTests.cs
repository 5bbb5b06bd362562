using Cornea.Callbacks;
using Cornea.Layers;
using Cornea.Optimizers;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Callbacks;

public sealed class CallbackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plateau_reduces_waits_and_stops_at_the_least_rate()
    {
        Model model = Regressor(0.1);
        History history = Fit(model, 7, new ReduceLROnPlateau("loss", factor: 0.1, patience: 2, minDelta: 100, cooldown: 1, minLr: 0.002));
        Assert.Equal([0.1, 0.1, 0.1, 0.01, 0.01, 0.002, 0.002], history["learning_rate"], (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Fact]
    public void Best_weights_come_back()
    {
        Model model = Regressor(3); // Diverges: the first epoch is the best one.
        float[]? first = null;
        var keep = new LambdaCallback(onEpochEnd: (epoch, _) => first = epoch == 0 ? TrainerTests.Flat(model) : first);
        var stop = new EarlyStopping("loss", patience: 2, restoreBestWeights: true);
        History history = Fit(model, 10, keep, stop);
        Assert.Equal(3, history.Epochs.Count);
        Assert.Equal((2, 0), (stop.StoppedEpoch, stop.BestEpoch));
        Assert.Equal(first, TrainerTests.Flat(model));
    }

    [Fact]
    public void A_diverged_training_ends()
    {
        Model model = Regressor(1e30);
        History history = Fit(model, 5, new TerminateOnNaN());
        Assert.Single(history.Epochs);
        Assert.Throws<ArithmeticException>(() => Fit(Regressor(1e30), 5, new TerminateOnNaN(raiseError: true)));
    }

    [Fact]
    public void Epochs_go_into_a_file()
    {
        string file = _folder.File("log.csv");
        Fit(Regressor(0.01), 2, new CSVLogger(file));
        Fit(Regressor(0.01), 1, new CSVLogger(file, append: true));
        string[] lines = File.ReadAllLines(file);
        Assert.Equal(4, lines.Length);
        Assert.Equal("epoch,loss,mae", lines[0]);
        Assert.Equal(["0", "1", "0"], lines[1..].Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void Every_hook_is_called_in_order()
    {
        var calls = new List<string>();
        Fit(Regressor(0.01), 1, new Recorder(calls));
        Assert.Equal(
            ["train begin", "epoch 0", "batch 0", "batch 0 end", "batch 1", "batch 1 end", "test begin", "test 0", "test 0 end", "test end", "epoch 0 end loss,mae,val_loss,val_mae", "train end"],
            calls);
    }

    [Fact]
    public void Lines_and_bars_are_Keras_own()
    {
        var output = new StringWriter();
        Fit(Regressor(0.01), 1, new ProgbarLogger(2, output));
        Assert.Matches(@"^Epoch 1/1\r?\n2/2 - \d+s - \d+[mu]?s/step - loss: \d\.\d{4} - mae: \d\.\d{4}\r?\n$", output.ToString());
        output = new StringWriter();
        Fit(Regressor(0.01), 1, new ProgbarLogger(1, output, ProgressTerminal.Live));
        Assert.Contains("\r1/2 \u001b[32m━━━━━━━━━━\u001b[0m\u001b[37m━━━━━━━━━━\u001b[0m 0s ", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\n", output.ToString(), StringComparison.Ordinal);
    }

    private static Model Regressor(double rate)
    {
        var model = new Sequential { new Input(3), new Dense(1) };
        model.Compile(new SGD(rate), "mse", metrics: ["mae"]);
        return model;
    }

    private static History Fit(Model model, int epochs, params Callback[] callbacks)
    {
        Tensor x = TestData.Uniform(8, 3), y = TestData.Uniform(8, 1);
        bool validates = callbacks.OfType<Recorder>().Any();
        return model.Fit(x, y, 4, epochs, 0, callbacks, validationData: validates ? (x[..4], y[..4]) : null);
    }

    private sealed class Recorder(List<string> calls) : Callback
    {
        public override void OnTrainBegin(Logs logs) => calls.Add("train begin");

        public override void OnTrainEnd(Logs logs) => calls.Add("train end");

        public override void OnEpochBegin(int epoch, Logs logs) => calls.Add($"epoch {epoch}");

        public override void OnEpochEnd(int epoch, Logs logs) => calls.Add($"epoch {epoch} end {string.Join(',', logs.Keys)}");

        public override void OnTrainBatchBegin(int batch, Logs logs) => calls.Add($"batch {batch}");

        public override void OnTrainBatchEnd(int batch, Logs logs) => calls.Add($"batch {batch} end");

        public override void OnTestBegin(Logs logs) => calls.Add("test begin");

        public override void OnTestEnd(Logs logs) => calls.Add("test end");

        public override void OnTestBatchBegin(int batch, Logs logs) => calls.Add($"test {batch}");

        public override void OnTestBatchEnd(int batch, Logs logs) => calls.Add($"test {batch} end");
    }
}
