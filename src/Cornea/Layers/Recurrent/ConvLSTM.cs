using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>What convolutional LSTMs over one, two and three axes share.</summary>
public abstract class ConvLSTM : RNN
{
    private protected ConvLSTM(
        CellOptions cell, ConvLSTMWindow window, bool unitForgetBias, RecurrenceOptions options, Regularizer? activityRegularizer, string? name)
        : base(new ConvLSTMCell(cell, window, unitForgetBias, "conv_lstm_cell"), options, activityRegularizer, name)
    {
        window.Checked(Label);
        InputSpec = new InputSpec(Rank: window.Rank + 3, Layout: "[batch, steps, …, channels]");
    }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => ((ConvLSTMCell)Cell).Write(base.GetConfig()).With("seed", Cell.Seed);
}
