namespace Cornea.Layers;

/// <summary>What layers share that add to or take off the edges: amounts before and after each spatial axis, and their checks.</summary>
public abstract class EdgeLayer : Layer
{
    private readonly string _setting;
    private readonly Ends[] _ends;

    private protected EdgeLayer(string setting, Ends[] ends, DataFormat dataFormat, string? name)
        : base(name)
    {
        foreach (Ends pair in ends)
            if (pair.Before < 0 || pair.After < 0) throw ArgumentError(setting, $"expected {setting} of at least 0, got {pair}.");
        (_setting, _ends, DataFormat) = (setting, ends, dataFormat);
        InputSpec = SpatialAxes.Spec(ends.Length, dataFormat);
    }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <summary>How much, before and after each spatial axis.</summary>
    private protected IReadOnlyList<Ends> Ends => _ends;

    /// <inheritdoc/>
    public override LayerConfig GetConfig()
    {
        LayerConfig config = base.GetConfig().With(
            _setting, _ends.Length == 1 ? ConfigValues.Numbers([_ends[0].Before, _ends[0].After]) : ConfigValues.EndsJson(_ends));
        return SavesDataFormat ? config.With("data_format", DataFormat.ToString()) : config;
    }

    private protected virtual bool SavesDataFormat => true;

    private protected override bool SavesBuildShape => false;

    /// <summary>Zeros around.</summary>
    private protected Tensor Pad(Tensor x)
    {
        var amounts = new (int, int)[x.Rank];
        for (int index = 0; index < _ends.Length; index++)
            amounts[SpatialAxes.First(DataFormat) + index] = (_ends[index].Before, _ends[index].After);
        return Ops.Pad(x, amounts);
    }

    /// <summary>Without the edges.</summary>
    private protected Tensor Crop(Tensor x)
    {
        for (int index = 0; index < _ends.Length; index++)
        {
            int axis = SpatialAxes.First(DataFormat) + index, taken = AxisSize.Sum(ClassName, _ends[index].Before, _ends[index].After);
            if (taken == 0) continue;
            if (x.Shape[axis] == Shape.Unknown) throw ShapeError($"the sizes of all axes but the batch's must be known, got {x.Shape}.");
            if (x.Shape[axis] <= taken) throw ShapeError($"cropping {string.Join(", ", _ends)} leaves nothing of {x.Shape}.");
            x = Ops.Slice(x, axis, _ends[index].Before, x.Shape[axis] - taken);
        }

        return x;
    }
}
