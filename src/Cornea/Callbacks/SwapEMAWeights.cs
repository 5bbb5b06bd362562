using Cornea.Optimizers;

namespace Cornea.Callbacks;

/// <summary>Evaluates, predicts and (if asked) saves with the moving average of the weights that the optimizer keeps (<c>useEma: true</c>), and trains on with the weights.</summary>
/// <param name="swapOnEpoch">
/// Whether the average stands in the model from the end of an epoch to the beginning of the next one, so that callbacks which stand after this one, such as
/// <see cref="ModelCheckpoint"/>, save it.
/// </param>
/// <remarks>Source: Keras 3, SwapEMAWeights. After a prediction the weights are put back; Keras forgets to.</remarks>
public sealed class SwapEMAWeights(bool swapOnEpoch = false) : Callback
{
    private bool _isSwapped;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs logs)
    {
        if (swapOnEpoch) Put(average: false);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (!swapOnEpoch) return;
        Put(average: true);
        if (epoch != Parameters.Epochs - 1) return;

        // Training ends by making the average the weights: by now it is what stands in the model.
        foreach ((Variable weight, Variable average) in Pairs()) average.Assign(weight.Value);
    }

    /// <inheritdoc/>
    public override void OnTestBegin(Logs logs) => Put(average: true);

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs) => Put(average: false);

    /// <inheritdoc/>
    public override void OnPredictBegin(Logs logs) => Put(average: true);

    /// <inheritdoc/>
    public override void OnPredictEnd(Logs logs) => Put(average: false);

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.With("swapped", _isSwapped ? 1 : 0);
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _isSwapped = state.GetNumber("swapped") != 0;
    }

    private void Put(bool average)
    {
        if (_isSwapped == average) return;
        IReadOnlyList<(Variable Weight, Variable Average)> pairs = Pairs();
        foreach ((Variable weight, Variable other) in pairs)
        {
            Tensor value = weight.Value;
            weight.Assign(other.Value);
            other.Assign(value);
        }

        _isSwapped = average;
    }

    private IReadOnlyList<(Variable Weight, Variable Average)> Pairs()
    {
        Optimizer optimizer = Model.Optimizer is LossScaleOptimizer scaled ? scaled.InnerOptimizer : Model.Optimizer;
        return optimizer.Options.UseEma ? optimizer.Averages : throw new InvalidOperationException(
            $"SwapEMAWeights: {optimizer.GetType().Name} keeps no moving average of the weights; make it with useEma: true.");
    }
}
