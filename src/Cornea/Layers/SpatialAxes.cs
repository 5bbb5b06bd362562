namespace Cornea.Layers;

/// <summary>The axes of sequences, images and volumes: what layers on them ask, and what is done along one axis.</summary>
internal static class SpatialAxes
{
    /// <summary>What a layer on so many spatial axes asks of its input.</summary>
    public static InputSpec Spec(int rank, DataFormat format, int? channels = null)
    {
        string axes = rank == 1 ? "steps" : rank == 2 ? "height, width" : "depth, height, width";
        return new InputSpec(
            Rank: rank + 2,
            Axes: channels is { } size ? new Dictionary<int, int> { [format.ChannelAxis] = size } : null,
            Layout: format.IsFirst ? $"[batch, channels, {axes}]" : $"[batch, {axes}, channels]",
            Remedy: rank == 2
                ? "For grey images without a channel axis, put Reshape((height, width, 1)) before it."
                : "For data without a channel axis, put a Reshape before it.");
    }

    /// <summary>The first spatial axis.</summary>
    public static int First(DataFormat format) => format.IsFirst ? 2 : 1;

    /// <summary>Each value repeated along an axis.</summary>
    public static Tensor Repeat(Tensor x, int axis, int count)
    {
        if (count == 1) return x;
        Tensor apart = x.ExpandDims(axis + 1);
        return apart.BroadcastTo(apart.Shape.With(axis + 1, count)).Reshape(x.Shape.With(axis, AxisSize.Product("Repeat", x.Shape[axis], count)));
    }
}
