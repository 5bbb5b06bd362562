namespace Cornea.Layers;

/// <summary>Whole numbers below a count as rows of zeros and ones: one row for each number, or one for each sample.</summary>
/// <remarks>
/// Output float32. With the mode count, a call may be given weights of the input's shape, by the name <c>count_weights</c>: how much each number counts. Source: Keras 3, CategoryEncoding. Golden cases: layers/category_encoding_*.
/// </remarks>
public sealed class CategoryEncoding : Layer
{
    private static readonly string[] Known = ["multi_hot", "one_hot", "count"];

    /// <summary>An encoding of so many categories.</summary>
    /// <param name="numTokens">How many categories there are; numbers are from 0 to below it.</param>
    /// <param name="outputMode"><c>one_hot</c>: a row for each number; <c>multi_hot</c>: which numbers a sample has; <c>count</c>: how often.</param>
    /// <param name="name">Unique within the model.</param>
    public CategoryEncoding(int numTokens, string outputMode = "multi_hot", string? name = null)
        : base(name)
    {
        NumTokens = numTokens > 0 ? numTokens : throw ArgumentError(nameof(numTokens), $"expected at least 1 category, got {numTokens}.");
        OutputMode = Known.Contains(outputMode) ? outputMode
            : throw ArgumentError(nameof(outputMode), $"expected one of {string.Join(", ", Known)}, got '{outputMode}'.");
    }

    /// <summary>How many categories there are.</summary>
    public int NumTokens { get; }

    /// <summary>What the rows say.</summary>
    public string OutputMode { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("num_tokens", NumTokens).With("output_mode", OutputMode);

    internal static CategoryEncoding FromConfig(LayerConfig config) =>
        new(config.GetInt("num_tokens"), config.GetString("output_mode", "multi_hot")!, config.GetString("name"));

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Tensor? weights = context.Arguments["count_weights"] is [{ } given] ? given : null;
        if (weights is not null && OutputMode != "count") throw ArgumentError("count_weights", $"expected none with the output mode {OutputMode}; they go with count.");
        if (weights is not null && !Shape.Agree(weights.Shape, inputs[0].Shape)) throw ShapeError($"expected a weight for each number of {inputs[0].Shape}, got {weights.Shape}.");
        return inputs.Count == 1 ? Encode(inputs[0], OutputMode, NumTokens, weights) : throw ShapeError($"expected one input, got {inputs.Count}.");
    }

    /// <summary>Categories' numbers as rows, as Keras encodes them.</summary>
    internal static Tensor Encode(Tensor x, string mode, int depth, Tensor? countWeights = null)
    {
        if (x.Rank == 0) x = x.ExpandDims(0);
        if (mode == "one_hot" && x.Rank > 1 && x.Shape[^1] == 1) x = x.Squeeze(-1);
        Tensor rows = Ops.OneHot(x, depth).Cast(DType.Float32);
        if (countWeights is not null) rows *= countWeights.Cast(DType.Float32).ExpandDims(-1);
        int axis = x.Rank > 1 ? 1 : 0;
        return mode == "one_hot" ? rows : mode == "count" ? Ops.Sum(rows, [axis]) : Ops.Max(rows, [axis]);
    }
}
