using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>Which of some ranges a number lies in.</summary>
/// <remarks>
/// <para>Input: numbers of any shape; output: the range's index, int32, or its one-hot, multi-hot or count encoding, float32. Range i holds
/// boundary i − 1 and goes up to, without, boundary i.</para>
/// <para>Source: Keras 3, Discretization. Golden cases: keras_tests/layers.Discretization.</para>
/// </remarks>
public sealed class Discretization : Layer
{
    private static readonly string[] Known = ["int", "one_hot", "multi_hot", "count"];
    private double[]? _boundaries;

    /// <summary>A layer with given boundaries, or one to adapt.</summary>
    /// <param name="binBoundaries">The ranges' boundaries, rising; null to take them from data.</param>
    /// <param name="numBins">How many ranges are made from data; null if the boundaries are given.</param>
    /// <param name="epsilon">How exactly quantiles are found in data.</param>
    /// <param name="outputMode"><c>int</c>, <c>one_hot</c>, <c>multi_hot</c> or <c>count</c>.</param>
    /// <param name="name">Unique within the model.</param>
    public Discretization(
        IReadOnlyList<double>? binBoundaries = null, int? numBins = null, double epsilon = 0.01, string outputMode = "int", string? name = null)
        : base(name)
    {
        if (binBoundaries is null == numBins is null) throw ArgumentError(nameof(binBoundaries), "expected either boundaries or a number of bins.");
        if (numBins < 0) throw ArgumentError(nameof(numBins), $"expected at least 0 bins, got {numBins}.");
        OutputMode = Known.Contains(outputMode) ? outputMode
            : throw ArgumentError(nameof(outputMode), $"expected one of {string.Join(", ", Known)}, got '{outputMode}'.");
        (_boundaries, NumBins, Epsilon) = (binBoundaries?.ToArray(), numBins, NotNegative(epsilon, nameof(epsilon)));
    }

    /// <summary>The ranges' boundaries; null before <see cref="Adapt"/>.</summary>
    public IReadOnlyList<double>? BinBoundaries => _boundaries;

    /// <summary>How many ranges are made from data.</summary>
    public int? NumBins { get; }

    /// <summary>How exactly quantiles are found in data.</summary>
    public double Epsilon { get; }

    /// <summary>How a range is written.</summary>
    public string OutputMode { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => new LayerConfig()
        .With("name", Name)
        .With("bin_boundaries", _boundaries is null ? null : ConfigValues.Numbers(_boundaries))
        .With("num_bins", NumBins is { } bins ? bins : (JsonNode?)null)
        .With("epsilon", Epsilon)
        .With("output_mode", OutputMode)
        .With("sparse", false)
        .With("dtype", "float32");

    internal static Discretization FromConfig(LayerConfig config)
    {
        double[]? boundaries = config.GetNumbers("bin_boundaries");
        int? bins = config.GetIntOrNull("num_bins");
        var layer = new Discretization(
            bins is null ? boundaries : null, bins, config.GetDouble("epsilon", 0.01), config.GetString("output_mode", "int")!, config.GetString("name"));
        layer._boundaries = boundaries;
        return layer;
    }

    /// <summary>Takes boundaries from data: so that each range holds about as many of the values.</summary>
    /// <param name="data">Numbers of any shape.</param>
    /// <exception cref="InvalidOperationException">The boundaries were given.</exception>
    public void Adapt(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (NumBins is not { } bins) throw new InvalidOperationException($"{Label}: boundaries were given, so there is nothing to adapt.");
        float[] values = data.Cast(DType.Float32).Reshape(-1).ToArray<float>();
        if (values.Length == 0) throw ShapeError("expected at least one value to adapt to, got none.");
        _boundaries = Quantiles.Boundaries(values, bins, Epsilon);
    }

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        if (_boundaries is null) throw new InvalidOperationException($"{Label}: has no boundaries yet; give them, or call Adapt.");
        Tensor boundaries = Tensor.From<float>([.. _boundaries.Select(number => (float)number)], [_boundaries.Length]);
        Tensor index = Ops.Sum((x.Cast(DType.Float32).ExpandDims(-1) >= boundaries).Cast(DType.Int32), [-1]);
        return OutputMode == "int" ? index : CategoryEncoding.Encode(index, OutputMode, _boundaries.Length + 1);
    }
}
