using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>What recurrent layers of so many units share: the cell's settings stand in the layer's config.</summary>
public abstract class UnitsRNN : RNN
{
    private protected UnitsRNN(UnitsCell cell, RecurrenceOptions options, Regularizer? activityRegularizer, string? name)
        : base(cell, options, activityRegularizer, name) => InputSpec = new InputSpec(Rank: 3, Layout: "[batch, steps, features]");

    /// <summary>The number of outputs.</summary>
    public int Units => ((UnitsCell)Cell).Units;

    /// <inheritdoc/>
    public override LayerConfig GetConfig()
    {
        var cell = (UnitsCell)Cell;
        LayerConfig config = cell.Write(base.GetConfig());
        return cell.LayerSavesSeed ? config.With("seed", cell.Seed) : config;
    }
}
