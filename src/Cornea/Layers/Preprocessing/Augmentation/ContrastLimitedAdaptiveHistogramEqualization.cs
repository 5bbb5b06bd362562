using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>Spreads the values of each channel by the histogram of the surroundings (CLAHE), so that dim parts of an image show; at inference too.</summary>
/// <remarks>
/// <para>The image is cut into tiles. A bin of a tile's histogram is at most so high, and what is above is shared by all bins, which keeps noise
/// down; between the tiles' middles their results are interpolated. The dtype stays.</para>
/// <para>Source: Zuiderveld 1994; Keras 3, ContrastLimitedAdaptiveHistogramEqualization. Golden cases:
/// keras_tests/layers.ContrastLimitedAdaptiveHistogramEqualization.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: height, width or channels aren't known.</exception>
public sealed class ContrastLimitedAdaptiveHistogramEqualization : BaseImagePreprocessingLayer
{
    private const int MostTiles = 4096;
    private const int Levels = 256;

    /// <summary>A layer with so many tiles.</summary>
    /// <param name="valueRange">What the values range over; (0, 255) by default.</param>
    /// <param name="clipLimit">How high a bin may be, as a multiple of the mean; 0 or less for no limit.</param>
    /// <param name="tileGridSize">Tiles down and across; (8, 8) by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public ContrastLimitedAdaptiveHistogramEqualization(
        ValueRange? valueRange = null, double clipLimit = 4, Size2? tileGridSize = null, DataFormat dataFormat = default, string? name = null)
        : base(dataFormat, name)
    {
        ValueRange = Extended(valueRange);
        ClipLimit = clipLimit;
        TileGridSize = (tileGridSize ?? 8).Positive(Label, nameof(tileGridSize));
        if ((long)TileGridSize.Height * TileGridSize.Width > MostTiles)
            throw ArgumentError(nameof(tileGridSize), $"expected at most {MostTiles:N0} tiles, each of which has a table of {Levels} levels, got {TileGridSize}.");
    }

    /// <summary>What the values range over.</summary>
    public ValueRange ValueRange { get; }

    /// <summary>How high a bin may be, as a multiple of the mean.</summary>
    public double ClipLimit { get; }

    /// <summary>Tiles down and across.</summary>
    public Size2 TileGridSize { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("value_range", ValueRange.Json)
        .With("clip_limit", ClipLimit)
        .With("tile_grid_size", TileGridSize);

    internal static ContrastLimitedAdaptiveHistogramEqualization FromConfig(LayerConfig config) => new(
        ValueRange.Read(config), config.GetDouble("clip_limit", 4), config.GetSize("tile_grid_size", 8), config.GetDataFormat(), config.GetString("name"));

    private protected override bool KeepsDType => true;

    private protected override Tensor AtInference(Tensor images) => Change(images, Transformation.None);

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        Tensor bytes = ValueRange.To(ValueRange.Bytes, DataFormat.ToLast(images).Cast(DType.Float32));
        if (!bytes.Shape[1..].IsKnown) throw ShapeError($"height, width and channels must be known, got {images.Shape}.");
        Tensor y = Interpolated(bytes, Tables(bytes));
        return DataFormat.FromLast(ValueRange.Bytes.To(ValueRange, y)).Cast(images.DType);
    }

    private int TileHeight(Tensor x) => (x.Shape[1] + TileGridSize.Height - 1) / TileGridSize.Height;

    private int TileWidth(Tensor x) => (x.Shape[2] + TileGridSize.Width - 1) / TileGridSize.Width;

    private static Tensor Level(Tensor bytes) => Ops.Clip(bytes, 0, Levels - 1).Cast(DType.Int32);

    // What each level of each tile becomes: [batch, tiles down, tiles across, channels, 256].
    private Tensor Tables(Tensor bytes)
    {
        (int down, int across, int height, int width, int channels) = (TileGridSize.Height, TileGridSize.Width, TileHeight(bytes), TileWidth(bytes), bytes.Shape[3]);
        Tensor whole = Ops.Pad(bytes, [(0, 0), (0, (height * down) - bytes.Shape[1]), (0, (width * across) - bytes.Shape[2]), (0, 0)], "symmetric");
        Tensor tiles = whole.Reshape([-1, down, height, across, width, channels]).Transpose(0, 1, 3, 5, 2, 4).Reshape([-1, down, across, channels, height * width]);
        Tensor counts = Node.Emit(new ScatterAlong(Levels), Ops.OnesLike(tiles), Level(tiles))[0];
        if (ClipLimit > 0)
        {
            Tensor limited = Ops.Minimum(counts, ClipLimit * (height * width) / Levels);
            counts = limited + (Ops.Sum(counts - limited, -1, keepDims: true) / Levels);
        }

        Tensor upTo = Ops.CumSum(counts, axis: -1), least = Ops.Min(upTo, -1, keepDims: true), rest = height * width - least;
        return Ops.Clip((upTo - least) * 255 / Ops.Where(Ops.Equal(rest, 0), 1, rest), 0, 255);
    }

    // Each pixel by the tables of the four tiles whose middles are around it.
    private Tensor Interpolated(Tensor bytes, Tensor tables)
    {
        (int height, int width, int channels) = (bytes.Shape[1], bytes.Shape[2], bytes.Shape[3]);
        (int[] top, int[] bottom, float[] down) = Neighbours(height, TileHeight(bytes), TileGridSize.Height);
        (int[] left, int[] right, float[] across) = Neighbours(width, TileWidth(bytes), TileGridSize.Width);
        Tensor level = Level(bytes).Reshape([-1, height * width * channels]);
        Tensor rows = tables.Reshape([-1, TileGridSize.Height * TileGridSize.Width * channels * Levels]);
        Tensor fromTop = Tensor.From(down, [height, 1, 1]), fromLeft = Tensor.From(across, [width, 1]);
        Tensor upper = (At(top, left) * (1 - fromLeft)) + (At(top, right) * fromLeft);
        Tensor lower = (At(bottom, left) * (1 - fromLeft)) + (At(bottom, right) * fromLeft);
        return (upper * (1 - fromTop)) + (lower * fromTop);

        Tensor At(int[] tileRows, int[] tileColumns)
        {
            int[] start = [.. tileRows.SelectMany(row => tileColumns.SelectMany(
                column => Enumerable.Range(0, channels).Select(channel => ((((row * TileGridSize.Width) + column) * channels) + channel) * Levels)))];
            return Node.Emit(new GatherAlong(), rows, level + Tensor.From(start, [start.Length]))[0].Reshape([-1, height, width, channels]);
        }
    }

    // For each pixel along an axis the tiles before and after it, and how far it is from the first one's middle to the second's.
    private static (int[] Before, int[] After, float[] Weight) Neighbours(int size, int tile, int count)
    {
        int[] before = new int[size], after = new int[size];
        float[] weight = new float[size];
        for (int index = 0; index < size; index++)
        {
            float place = (index - (tile / 2f)) / tile;
            float floor = MathF.Floor(place);
            (before[index], after[index]) = (Math.Clamp((int)floor, 0, count - 1), Math.Clamp((int)floor + 1, 0, count - 1));
            weight[index] = place - floor;
        }

        return (before, after, weight);
    }
}
