using System.Globalization;

namespace Cornea.Callbacks;

/// <summary>Makes the learning rate smaller when a value no longer gets better.</summary>
/// <remarks>Adds <c>learning_rate</c> to the logs. Source: Keras 3, ReduceLROnPlateau. Golden cases: fit/plateau.</remarks>
public sealed class ReduceLROnPlateau : Callback
{
    private readonly Monitor _monitor;
    private readonly double _factor;
    private readonly int _patience;
    private readonly int _verbose;
    private readonly int _cooldown;
    private readonly double _minLR;
    private double? _best;
    private int _wait;
    private int _cooling;

    /// <summary>A callback that watches a value.</summary>
    /// <param name="monitor">Which value; <c>val_loss</c> by default.</param>
    /// <param name="factor">What the rate is multiplied by; below 1.</param>
    /// <param name="patience">How many epochs without improvement are borne.</param>
    /// <param name="verbose">1 says what is done.</param>
    /// <param name="mode"><c>min</c>: smaller is better; <c>max</c>: larger; <c>auto</c>: as the metric says of itself.</param>
    /// <param name="minDelta">Changes up to this size don't count.</param>
    /// <param name="cooldown">How many epochs after a reduction aren't watched.</param>
    /// <param name="minLr">The rate isn't made smaller than this.</param>
    public ReduceLROnPlateau(
        string monitor = "val_loss", double factor = 0.1, int patience = 10, int verbose = 0, string mode = "auto", double minDelta = 1e-4,
        int cooldown = 0, double minLr = 0)
    {
        if (factor >= 1) throw new ArgumentException($"ReduceLROnPlateau: expected a factor below 1, got {factor}.", nameof(factor));
        _monitor = new Monitor(nameof(ReduceLROnPlateau), monitor, mode, minDelta);
        (_factor, _patience, _verbose, _cooldown, _minLR) = (factor, patience, verbose, cooldown, minLr);
    }

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        _best = null;
        _monitor.Begin(Model);
        _wait = _cooling = 0;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        double rate = Model.Optimizer.LearningRate;
        logs["learning_rate"] = rate;
        if (_monitor.Read(logs, Model) is not { } current) return;
        if (_cooling > 0)
        {
            _cooling--;
            _wait = 0;
        }

        if (_monitor.IsBetter(current, _best))
        {
            _best = current;
            _wait = 0;
            return;
        }

        if (_cooling > 0 || ++_wait < _patience || rate <= (float)_minLR) return;
        double reduced = Math.Max(rate * _factor, _minLR);
        Model.Optimizer.LearningRate = reduced;
        if (_verbose > 0)
            Console.WriteLine($"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to {reduced.ToString(CultureInfo.InvariantCulture)}.");
        _cooling = _cooldown;
        _wait = 0;
    }

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.With("wait", _wait).With("cooling", _cooling);
        if (_best is { } best) state.With("best", best);
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_best, _wait, _cooling) = (state.FindNumber("best"), (int)state.GetNumber("wait"), (int)state.GetNumber("cooling"));
    }
}
