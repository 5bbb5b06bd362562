using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>Spreads the values of each channel while training, so that about as many pixels have each: by the histogram of the whole batch.</summary>
/// <remarks>Source: Keras 3, Equalization. Golden cases: augment/equalization_*.</remarks>
public sealed class Equalization : BaseImagePreprocessingLayer
{
    private const int White = 255;

    /// <summary>A layer for images of a range.</summary>
    /// <param name="valueRange">What the values range over; (0, 255) by default.</param>
    /// <param name="bins">Bins of the histogram.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public Equalization(ValueRange? valueRange = null, int bins = 256, DataFormat dataFormat = default, string? name = null)
        : base(dataFormat, name)
    {
        ValueRange = Extended(valueRange);
        Bins = bins >= 1 ? bins : throw ArgumentError(nameof(bins), $"expected at least 1 bin, got {bins}.");
    }

    /// <summary>What the values range over.</summary>
    public ValueRange ValueRange { get; }

    /// <summary>Bins of the histogram.</summary>
    public int Bins { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("bins", Bins).With("value_range", ValueRange.Json);

    internal static Equalization FromConfig(LayerConfig config) =>
        new(ValueRange.Read(config), config.GetInt("bins", 256), config.GetDataFormat(), config.GetString("name"));

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        Tensor last = DataFormat.ToLast(images);
        Tensor rows = last.Transpose(3, 0, 1, 2).Reshape([last.Shape[3], -1]); // A row for each channel.
        double scale = White / (ValueRange.High - ValueRange.Low), offset = -ValueRange.Low * scale;
        Tensor bytes = scale == 1 && offset == 0 ? rows : (rows * scale) + offset;
        Tensor result = Equalized(bytes);
        if (scale != 1 || offset != 0) result = (result * (1 / scale)) + ValueRange.Low;
        Tensor planes = result.Reshape([last.Shape[3], .. last.Shape[..3]]);
        return DataFormat.FromLast(planes.Transpose(1, 2, 3, 0));
    }

    private Tensor Equalized(Tensor bytes)
    {
        Tensor bin = Ops.Clip((bytes * (Bins - 1) / White).Cast(DType.Int32), 0, Bins - 1);
        Tensor counts = Node.Emit(new ScatterAlong(Bins), Ops.OnesLike(bytes), bin)[0].Cast(DType.Int32);
        Tensor upTo = Ops.CumSum(counts, axis: 1);
        Tensor least = Ops.Min(Ops.Where(upTo > 0, upTo, int.MaxValue), 1, keepDims: true); // Of the first bin that isn't empty.
        Tensor rest = Ops.Slice(upTo, 1, Bins - 1, 1) - least;
        Tensor table = Rounded(Ops.Maximum(upTo - least, 0), Ops.Where(Ops.Equal(rest, 0), 1, rest)).Cast(DType.Float32);
        Tensor place = Ops.Clip(bytes / White * (Bins - 1), 0, Bins - 1).Cast(DType.Int32);
        Tensor spread = Node.Emit(new GatherAlong(), Ops.Clip(table, 0, White), place)[0];
        return Ops.Where(Ops.Sum((counts > 0).Cast(DType.Int32), 1, keepDims: true) <= 1, bytes, spread);
    }

    // part · 255 / whole to the nearest integer, halves to the even one; in integers, since a float's rounding could cross a half.
    private static Tensor Rounded(Tensor part, Tensor whole)
    {
        Tensor twice = (part.Cast(DType.Int64) * (2 * White)) + whole.Cast(DType.Int64), wholeTwice = whole.Cast(DType.Int64) * 2;
        Tensor quotient = Ops.FloorDivide(twice, wholeTwice);
        Tensor isHalf = Ops.Equal(quotient * wholeTwice, twice), isOdd = Ops.Equal(Ops.Mod(quotient, 2), 1);
        return quotient - Ops.LogicalAnd(isHalf, isOdd).Cast(DType.Int64);
    }
}
