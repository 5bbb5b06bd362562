using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Attention with fewer heads for keys and values than for queries: groups of queries share them (Ainslie et al. 2023).</summary>
/// <remarks>
/// <para>Inputs and named arguments as for <see cref="MultiHeadAttention"/>, of rank 3; output: the query's shape.</para>
/// <para>Weights: kernel and bias of query, key, (gate,) value and attention_output.</para>
/// <para>Source: Keras 3, GroupQueryAttention. Golden cases: keras_tests/layers.GroupQueryAttention.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the inputs don't fit together.</exception>
public sealed class GroupQueryAttention : ProjectedAttention
{
    private EinsumDense _query = null!;
    private EinsumDense _key = null!;
    private EinsumDense? _gate;
    private EinsumDense _value = null!;
    private EinsumDense _output = null!;

    /// <summary>A layer of so many heads.</summary>
    /// <param name="headDim">The size of each head.</param>
    /// <param name="numQueryHeads">How many heads look.</param>
    /// <param name="numKeyValueHeads">How many heads are looked at; divides <paramref name="numQueryHeads"/>.</param>
    /// <param name="dropout">The part of the scores that is dropped while training.</param>
    /// <param name="useBias">Whether the projections have biases.</param>
    /// <param name="slidingWindow">How far apart positions may be that attend to each other; null for any.</param>
    /// <param name="kernelInitializer">First values of the kernels; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="biasInitializer">First values of the biases; zeros by default.</param>
    /// <param name="kernelRegularizer">A penalty on the kernels.</param>
    /// <param name="biasRegularizer">A penalty on the biases.</param>
    /// <param name="activityRegularizer">A penalty on the projections' outputs.</param>
    /// <param name="kernelConstraint">What each update of a kernel must keep to.</param>
    /// <param name="biasConstraint">What each update of a bias must keep to.</param>
    /// <param name="useGate">Whether the result is multiplied by a sigmoid of the query.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public GroupQueryAttention(
        int headDim, int numQueryHeads, int numKeyValueHeads, double dropout = 0, bool useBias = true, int? slidingWindow = null,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, bool useGate = false, int? seed = null, string? name = null)
        : base(
            dropout, useBias, slidingWindow, kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, activityRegularizer,
            kernelConstraint, biasConstraint, useGate, seed, name)
    {
        HeadDim = headDim > 0 ? headDim : throw ArgumentError(nameof(headDim), $"expected a size of at least 1, got {headDim}.");
        if (numKeyValueHeads < 1 || numQueryHeads < 1 || numQueryHeads % numKeyValueHeads != 0)
            throw ArgumentError(nameof(numQueryHeads), $"expected a multiple of the heads for keys and values, got {numQueryHeads} and {numKeyValueHeads}.");
        (NumQueryHeads, NumKeyValueHeads) = (numQueryHeads, numKeyValueHeads);
    }

    /// <summary>The size of each head.</summary>
    public int HeadDim { get; }

    /// <summary>How many heads look.</summary>
    public int NumQueryHeads { get; }

    /// <summary>How many heads are looked at.</summary>
    public int NumKeyValueHeads { get; }

    private protected override string DefaultName => "GroupedQueryAttention";

    // As Keras' attributes are called.
    internal override IEnumerable<SavedLayer> SavedLayers => !IsBuilt ? [] : new (string Path, Layer? Layer)[] { ("_query_dense", _query), ("_key_dense", _key), ("_gate_dense", _gate), ("_value_dense", _value), ("_output_dense", _output) }
        .Where(entry => entry.Layer is not null).Select(entry => new SavedLayer(entry.Path, entry.Layer!));

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => WithCommon(base.GetConfig()
        .With("head_dim", HeadDim)
        .With("num_query_heads", NumQueryHeads)
        .With("num_key_value_heads", NumKeyValueHeads));

    internal static GroupQueryAttention FromConfig(LayerConfig config) => new(
        config.GetInt("head_dim"), config.GetInt("num_query_heads"), config.GetInt("num_key_value_heads"), config.GetDouble("dropout", 0),
        config.GetBool("use_bias", true), config.GetIntOrNull("sliding_window"), config.GetInitializer("kernel_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        config.GetBool("use_gate", false), config.GetIntOrNull("seed"), config.GetString("name"));

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape query = inputs[0];
        _query = Projection("query", "bqm,muh->bquh", [-1, NumQueryHeads, HeadDim], "uh", query);
        _key = Projection("key", "bkm,mvh->bkvh", [-1, NumKeyValueHeads, HeadDim], "vh", inputs[^1]);
        if (UseGate) _gate = Projection("gate", "bqm,muh->bquh", [-1, NumQueryHeads, HeadDim], "uh", query, "sigmoid");
        _value = Projection("value", "bkm,mvh->bkvh", [-1, NumKeyValueHeads, HeadDim], "vh", inputs[1]);
        _output = Projection("attention_output", "bquh,uhm->bqm", [-1, query[^1]], "m", [-1, -1, NumQueryHeads, HeadDim]);
    }

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Tensor query = inputs[0], value = inputs[1];
        Tensor? mask = Widened(AttentionMasks.Joined(context, query, value, SlidingWindow), 4, 2);
        int repeats = NumQueryHeads / NumKeyValueHeads;
        Tensor heads = _query.Call(query) * (1 / Math.Sqrt(HeadDim));
        Tensor key = SpatialAxes.Repeat(_key.Call(inputs[^1]), 2, repeats), values = SpatialAxes.Repeat(_value.Call(value), 2, repeats);
        Tensor scores = EinsumProduct.Of("bquh,bkuh->buqk", heads, key);
        Tensor weights = Normalized(scores, [3], mask, context, 4);
        Tensor y = EinsumProduct.Of("buqk,bkuh->bquh", Dropped(weights, context.Training), values);
        if (_gate is not null) y *= _gate.Call(query);
        y = _output.Call(y);
        return context.Arguments.IsOn("return_attention_scores") ? [y, weights] : y;
    }
}
