using System.Diagnostics;
using Cornea.Layers;
using Cornea.Optimizers;

namespace Cornea.Callbacks;

/// <summary>Writes logs, the model's graph, and the weights' histograms and pictures as files that TensorBoard shows.</summary>
/// <remarks>
/// Folders <c>train</c> and <c>validation</c> as with Keras, tags too: <c>epoch_loss</c>, <c>batch_loss</c>, <c>evaluation_loss_vs_iterations</c>,
/// <c>dense/kernel/histogram</c>. Profiling and embeddings aren't written. Source: Keras 3, TensorBoard.
/// </remarks>
public sealed class TensorBoard : Callback, IDisposable
{
    private readonly string _logDir;
    private readonly int _histogramFreq;
    private readonly bool _writeGraph;
    private readonly bool _writeImages;
    private readonly bool _writeStepsPerSecond;
    private readonly int? _updateFreq;
    private readonly Stopwatch _epochTime = new();
    private EventFile? _train;
    private EventFile? _validation;
    private bool _isTraining;
    private long _batches;
    private long _batchesBefore;
    private long _lastTime;

    /// <param name="logDir">The folder; TensorBoard is pointed to it or one above.</param>
    /// <param name="histogramFreq">Every so many epochs the weights' histograms are written; 0: never.</param>
    /// <param name="writeGraph">Whether the model's graph is written.</param>
    /// <param name="writeImages">Whether weights are written as pictures, with the histograms.</param>
    /// <param name="writeStepsPerSecond">Whether the pace is written.</param>
    /// <param name="updateFreq">When logs of batches are written: <c>"epoch"</c> never, <c>"batch"</c>, or every so many batches.</param>
    public TensorBoard(
        string logDir = "logs", int histogramFreq = 0, bool writeGraph = true, bool writeImages = false, bool writeStepsPerSecond = false,
        UpdateFrequency updateFreq = default)
    {
        ArgumentNullException.ThrowIfNull(logDir);
        (_logDir, _histogramFreq, _writeGraph, _writeImages) = (logDir, histogramFreq, writeGraph, writeImages);
        (_writeStepsPerSecond, _updateFreq) = (writeStepsPerSecond, updateFreq.Batches);
    }

    private EventFile Train => _train ??= new EventFile(Path.Combine(_logDir, "train"));

    private EventFile Validation => _validation ??= new EventFile(Path.Combine(_logDir, "validation"));

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        _isTraining = true;
        _batches = 0;
        if (!_writeGraph || Model.Graph is not { } graph) return;
        try
        {
            Train.KerasModel(Model.ToJsonText());
        }
        catch (NotSupportedException)
        {
            // Keras' form has no place for loose operations; the plain graph shows them.
        }

        Train.Graph(graph.InputCalls.Concat(graph.Calls).Select(call => (
            NodeName(call),
            call.Layer.ClassName,
            call.Inputs.Select(graph.OriginOf).Where(origin => origin is not null).Select(origin => NodeName(origin!.Call)))));
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        _isTraining = false;
        Dispose();
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs logs)
    {
        _batchesBefore = _batches;
        _lastTime = Stopwatch.GetTimestamp();
        _epochTime.Restart();
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _batches++;
        if (_updateFreq is null) return;
        long now = Stopwatch.GetTimestamp();
        if (_writeStepsPerSecond) Train.Scalar("batch_steps_per_second", 1 / Math.Max(1e-9, Stopwatch.GetElapsedTime(_lastTime, now).TotalSeconds), _batches - 1);
        _lastTime = now;
        if ((_batches - 1) % _updateFreq != 0) return;
        foreach ((string name, double value) in logs) Train.Scalar("batch_" + name, value, _batches - 1);
    }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        long step = Model.IsCompiled ? Model.Optimizer.Iterations.Value.ToScalar<long>() : 0;
        foreach ((string name, double value) in logs) Validation.Scalar($"evaluation_{name}_vs_iterations", value, step);
        if (_isTraining) Validation.Flush();
        else Dispose();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        foreach ((string name, double value) in logs)
        {
            if (name.StartsWith("val_", StringComparison.Ordinal)) Validation.Scalar("epoch_" + name[4..], value, epoch);
            else Train.Scalar("epoch_" + name, value, epoch);
        }

        if (!logs.ContainsKey("learning_rate")) WriteRates(epoch);
        if (_writeStepsPerSecond) Train.Scalar("epoch_steps_per_second", (_batches - _batchesBefore) / Math.Max(1e-9, _epochTime.Elapsed.TotalSeconds), epoch);
        if (_histogramFreq > 0 && epoch % _histogramFreq == 0) WriteWeights(epoch);
        _train?.Flush();
        _validation?.Flush();
    }

    /// <summary>Closes the files; a further training opens others.</summary>
    public void Dispose()
    {
        _train?.Dispose();
        _validation?.Dispose();
        _train = _validation = null;
    }

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.With("batches", _batches);
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _batches = (long)state.GetNumber("batches");
    }

    private static string NodeName(LayerCall call) => call.Index == 0 ? call.Layer.Name : $"{call.Layer.Name}_call{call.Index}";

    private void WriteRates(int epoch)
    {
        if (Model.Optimizer is not MultiOptimizer several) Train.Scalar("epoch_learning_rate", Model.Optimizer.LearningRate, epoch);
        else foreach (Optimizer optimizer in several.Optimizers) Train.Scalar($"epoch_learning_rate_{optimizer.Name}", optimizer.LearningRate, epoch);
    }

    private void WriteWeights(int epoch)
    {
        foreach (Variable weight in Model.Weights)
        {
            float[] values = weight.Value.Cast(DType.Float32).ToArray<float>();
            Train.Histogram(weight.Path + "/histogram", values, epoch);
            if (_writeImages) WriteImages(weight, values, epoch);
        }
    }

    // As Keras lays weights out: a vector is a row, a matrix a picture that lies on its longer side, a kernel a picture for each of its first three filters.
    private void WriteImages(Variable weight, float[] values, int epoch)
    {
        int[] sizes = [.. weight.Shape];
        float least = values.Length == 0 ? 0 : values.Min(), range = values.Length == 0 ? 0 : values.Max() - least;
        switch (sizes.Length)
        {
            case 1:
                Write("", 1, sizes[0], (_, column) => values[column]);
                break;
            case 2 when sizes[0] > sizes[1]:
                Write("", sizes[1], sizes[0], (row, column) => values[(column * sizes[1]) + row]);
                break;
            case 2:
                Write("", sizes[0], sizes[1], (row, column) => values[(row * sizes[1]) + column]);
                break;
            case 4:
                for (int filter = 0; filter < Math.Min(3, sizes[3]); filter++)
                {
                    int channel = filter;
                    Write($"/{filter}", sizes[0], sizes[1], (row, column) => values[((((row * sizes[1]) + column) * sizes[2]) * sizes[3]) + channel]);
                }

                break;
        }

        void Write(string suffix, int height, int width, Func<int, int, float> value)
        {
            if (height == 0 || width == 0) return;
            var pixels = new byte[height * width];
            for (int row = 0; row < height; row++)
            {
                for (int column = 0; column < width; column++)
                {
                    float part = range > 0 ? (value(row, column) - least) / range : 0;
                    pixels[(row * width) + column] = (byte)Math.Clamp(MathF.Round(part * 255), 0, 255);
                }
            }

            Train.Image(weight.Path + "/image" + suffix, pixels, height, width, 1, epoch);
        }
    }
}
