namespace Cornea.Layers;

/// <summary>What attention layers without projections share: masks, softmax, dropout, and the weighted mean.</summary>
public abstract class ScoreAttention : RandomLayer
{
    private readonly double _dropout;

    private protected ScoreAttention(bool useScale, double dropout, int? seed, string? name)
        : base(seed, name)
    {
        UseScale = useScale;
        _dropout = Part(dropout, nameof(dropout));
    }

    /// <summary>Whether the scores are scaled by something learned.</summary>
    public bool UseScale { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("use_scale", UseScale).With("dropout", _dropout).With("seed", Seed);

    /// <summary>How well each query fits each key [batch, queries, keys].</summary>
    private protected abstract Tensor Scores(Tensor query, Tensor key);

    private protected override bool SavesBuildShape => true;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    private protected override void CheckInputs(TensorList inputs)
    {
        if (inputs.Count is not (2 or 3)) throw new ArgumentException($"{Label}: expected the inputs [query, value] or [query, value, key], got {inputs.Count}.");
        base.CheckInputs(inputs);
    }

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Tensor query = inputs[0], value = inputs[1], key = inputs.Count > 2 ? inputs[2] : value;
        Tensor scores = Scores(query, key);
        if (context.Masks[1] is { } valueMask) scores = Hide(scores, valueMask.Cast(DType.Bool).ExpandDims(-2));
        if (context.Arguments.IsOn("use_causal_mask")) scores = Hide(scores, AttentionMasks.Causal(scores.Shape[^2], scores.Shape[^1]));
        Tensor weights = Ops.Softmax(scores), dropped = weights;
        if (context.Training && _dropout > 0)
            dropped = Graphs.Node.Emit(new Graphs.Operations.Dropout(_dropout), weights, NextState())[0];
        Tensor y = Ops.MatMul(dropped, value);
        if (context.Masks[0] is { } queryMask) y = Ops.Where(queryMask.Cast(DType.Bool).ExpandDims(-1), y, 0);
        return context.Arguments.IsOn("return_attention_scores") ? [y, weights] : y;
    }

    // Keras takes a large number off rather than minus infinity: where nothing counts, all count alike.
    private static Tensor Hide(Tensor scores, Tensor counts) => Ops.Where(counts, scores, scores - 1e9);
}
