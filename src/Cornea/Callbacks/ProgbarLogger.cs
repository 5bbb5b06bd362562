using System.Diagnostics;

namespace Cornea.Callbacks;

/// <summary>Shows how training goes on: Keras' progress bar on a terminal, a line for each epoch elsewhere.</summary>
/// <remarks>Source: Keras 3, ProgbarLogger.</remarks>
public sealed class ProgbarLogger : Callback
{
    private readonly TextWriter _output;
    private readonly ProgressTerminal _terminal;
    private ProgressLine? _line;
    private int? _steps;
    private int _step;
    private bool _isTraining;

    /// <summary>To the console.</summary>
    public ProgbarLogger()
        : this(1)
    {
    }

    internal ProgbarLogger(int level, TextWriter? output = null, ProgressTerminal? terminal = null)
    {
        _output = output ?? Console.Out;
        _terminal = level == 1 ? terminal ?? ProgressTerminal.OfStandardOutput() : ProgressTerminal.Plain;
    }

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        _isTraining = true;
        _steps = Parameters.Steps;
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => _isTraining = false;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs logs)
    {
        _output.WriteLine($"Epoch {epoch + 1}/{Parameters.Epochs}");
        Start();
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => Show(batch + 1, logs);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        _steps ??= _step;
        Finish(logs);
    }

    /// <inheritdoc/>
    public override void OnTestBegin(Logs logs)
    {
        if (!_isTraining) Start(Parameters.Steps);
    }

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int batch, Logs logs)
    {
        if (!_isTraining) Show(batch + 1, logs);
    }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs)
    {
        if (!_isTraining) Finish(logs);
    }

    /// <inheritdoc/>
    public override void OnPredictBegin(Logs logs) => Start(Parameters.Steps);

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int batch, Logs logs) => Show(batch + 1, logs);

    /// <inheritdoc/>
    public override void OnPredictEnd(Logs logs) => Finish(logs);

    private void Start(int? steps)
    {
        _steps = steps;
        Start();
    }

    private void Start()
    {
        _step = 0;
        _line = new ProgressLine(_steps, _terminal);
    }

    private void Show(int step, Logs logs)
    {
        _step = step;
        if (_terminal.IsLive && _line!.IsDue(Stopwatch.GetTimestamp())) _output.Write(_line.Text(step, logs, isLast: false));
    }

    private void Finish(Logs logs) => _output.Write(_line?.Text(_step, logs, isLast: true));
}
