using Cornea.Files;

namespace Cornea.Layers;

/// <summary>What adaptive pooling layers share: windows so placed that an output of the wanted size comes out.</summary>
/// <remarks>Along an axis of n positions, window i of m goes from ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉; windows may overlap.</remarks>
public abstract class AdaptivePooling : Layer
{
    private readonly int[] _outputSizes;

    private protected AdaptivePooling(int[] outputSizes, DataFormat dataFormat, string? name)
        : base(name)
    {
        _outputSizes = outputSizes.Min() >= 1 ? outputSizes
            : throw ArgumentError("outputSize", $"expected an output size of at least 1, got {string.Join(", ", outputSizes)}.");
        DataFormat = dataFormat;
        InputSpec = SpatialAxes.Spec(outputSizes.Length, dataFormat);
    }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("output_size", ConfigValues.Numbers(_outputSizes))
        .With("data_format", DataFormat.ToString());

    /// <summary>One value for each window along an axis, which stays with size 1.</summary>
    private protected abstract Tensor Reduce(Tensor x, int axis);

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        for (int index = 0; index < _outputSizes.Length; index++)
        {
            LoadBudget.Current?.Take(4.0 * sizeof(int) * _outputSizes[index], $"{Label}: the windows of its outputSize {_outputSizes[index]:N0}");
            x = Ops.AdaptiveParts(x, SpatialAxes.First(DataFormat) + index, _outputSizes[index], Reduce);
        }

        return x;
    }
}
