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
            int axis = SpatialAxes.First(DataFormat) + index, size = x.Shape[axis], count = _outputSizes[index];
            if (size == Shape.Unknown) throw ShapeError($"the sizes of all axes but the batch's must be known, got {x.Shape}.");
            x = Pool(x, axis, size, count);
        }

        return x;
    }

    // Where more values are wanted than there are positions, many windows are the same: each is reduced once.
    private Tensor Pool(Tensor x, int axis, int size, int count)
    {
        LoadBudget.Current?.Take((double)sizeof(int) * count, $"{Label}: its outputSize {count:N0}");
        var parts = new List<Tensor>();
        int[] order = new int[count];
        (int Start, int End)? last = null;
        for (int window = 0; window < count; window++)
        {
            (int Start, int End) present = ((int)((long)window * size / count), (int)((((window + 1L) * size) + count - 1) / count));
            if (present != last) parts.Add(Reduce(Ops.Slice(x, axis, present.Start, present.End - present.Start), axis)); // Beginnings and ends only grow.
            last = present;
            order[window] = parts.Count - 1;
        }

        Tensor all = Ops.Concatenate(parts, axis);
        return parts.Count == count ? all : Ops.Take(all, Tensor.From(order), axis);
    }
}
