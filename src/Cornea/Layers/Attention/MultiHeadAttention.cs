using System.Text.Json.Nodes;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Several attentions side by side, each on projections of its own (Vaswani et al. 2017).</summary>
/// <remarks>
/// <para>Inputs (query, value) or (query, value, key): query [batch, queries, size], value [batch, values, size]; output [batch, queries,
/// size], or outputShape for size. Named arguments of the call: <c>attention_mask</c> [batch, queries, values], <c>query_mask</c>,
/// <c>value_mask</c>, <c>key_mask</c>, <c>return_attention_scores</c>, <c>use_causal_mask</c>.</para>
/// <para>Weights: kernel and bias of query, key, (gate,) value and attention_output.</para>
/// <para>Source: Keras 3, MultiHeadAttention. Golden cases: layers/attention_00, keras_tests/layers.MultiHeadAttention.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the inputs don't fit together.</exception>
public sealed class MultiHeadAttention : ProjectedAttention
{
    private readonly int[]? _givenAxes;
    private int[] _axes = [];
    private EinsumDense _query = null!;
    private EinsumDense _key = null!;
    private EinsumDense? _gate;
    private EinsumDense _value = null!;
    private EinsumDense _output = null!;

    /// <summary>A layer of so many heads.</summary>
    /// <param name="numHeads">How many attentions.</param>
    /// <param name="keyDim">The size of each head's queries and keys.</param>
    /// <param name="valueDim">The size of each head's values; null takes <paramref name="keyDim"/>.</param>
    /// <param name="dropout">The part of the scores that is dropped while training.</param>
    /// <param name="useBias">Whether the projections have biases.</param>
    /// <param name="outputShape">The last axes of the output; null takes the query's last one.</param>
    /// <param name="attentionAxes">Along which axes attention goes; null for all but the first and the last.</param>
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
    public MultiHeadAttention(
        int numHeads, int keyDim, int? valueDim = null, double dropout = 0, bool useBias = true, Shape? outputShape = null,
        IReadOnlyList<int>? attentionAxes = null, int? slidingWindow = null, Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null, bool useGate = false,
        int? seed = null, string? name = null)
        : base(
            dropout, useBias, slidingWindow, kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, activityRegularizer,
            kernelConstraint, biasConstraint, useGate, seed, name)
    {
        NumHeads = numHeads > 0 ? numHeads : throw ArgumentError(nameof(numHeads), $"expected at least 1 head, got {numHeads}.");
        KeyDim = keyDim > 0 ? keyDim : throw ArgumentError(nameof(keyDim), $"expected a size of at least 1, got {keyDim}.");
        ValueDim = valueDim is not < 1 ? valueDim ?? keyDim : throw ArgumentError(nameof(valueDim), $"expected a size of at least 1, got {valueDim}.");
        OutputShape = outputShape;
        _givenAxes = attentionAxes?.ToArray();
    }

    /// <summary>How many attentions.</summary>
    public int NumHeads { get; }

    /// <summary>The size of each head's queries and keys.</summary>
    public int KeyDim { get; }

    /// <summary>The size of each head's values.</summary>
    public int ValueDim { get; }

    /// <summary>The last axes of the output; null takes the query's last one.</summary>
    public Shape? OutputShape { get; }

    /// <summary>Applies the layer.</summary>
    /// <param name="query">What looks [batch, queries, size].</param>
    /// <param name="value">What is found [batch, values, size].</param>
    /// <param name="key">What is looked at; null takes the values.</param>
    /// <param name="attentionMask">Which queries may look at which values [batch, queries, values]; null for all.</param>
    /// <param name="useCausalMask">Whether positions may look at themselves and earlier ones only.</param>
    /// <param name="training">Whether this is training; null takes it from the call around.</param>
    public Tensor Call(Tensor query, Tensor value, Tensor? key = null, Tensor? attentionMask = null, bool useCausalMask = false, bool? training = null) =>
        Call(key is null ? [query, value] : [query, value, key], new CallArguments().With("attention_mask", attentionMask).With("use_causal_mask", useCausalMask), training).Single;

    // As Keras' attributes are called.
    internal override IEnumerable<SavedLayer> SavedLayers => !IsBuilt ? [] : new (string Path, Layer? Layer)[] { ("query_dense", _query), ("key_dense", _key), ("_gate_dense", _gate), ("value_dense", _value), ("output_dense", _output) }
        .Where(entry => entry.Layer is not null).Select(entry => new SavedLayer(entry.Path, entry.Layer!));

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => WithCommon(base.GetConfig()
        .With("num_heads", NumHeads)
        .With("key_dim", KeyDim)
        .With("value_dim", ValueDim)
        .With("output_shape", OutputShape is { } shape ? ConfigValues.ShapeJson(shape) : (JsonNode?)null)
        .With("attention_axes", IsBuilt ? ConfigValues.Numbers(_axes) : _givenAxes is null ? null : ConfigValues.Numbers(_givenAxes)));

    internal static MultiHeadAttention FromConfig(LayerConfig config) => new(
        config.GetInt("num_heads"), config.GetInt("key_dim"), config.GetIntOrNull("value_dim"), config.GetDouble("dropout", 0),
        config.GetBool("use_bias", true), config.GetIntsOrNull("output_shape") is { } shape ? new Shape(shape) : (Shape?)null,
        config.GetIntsOrNull("attention_axes"), config.GetIntOrNull("sliding_window"), config.GetInitializer("kernel_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        config.GetBool("use_gate", false), config.GetIntOrNull("seed"), config.GetString("name"));

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape query = inputs[0], value = inputs[1], key = inputs[^1];
        _axes = [.. (_givenAxes ?? [.. Enumerable.Range(1, value.Rank - 2)]).Select(axis => axis < 0 ? value.Rank + axis : axis)];
        if (_axes.FirstOrDefault(axis => axis < 1 || axis > value.Rank - 2) is var wrong and not 0)
            throw ArgumentError("attentionAxes", $"expected axes from 1 to {value.Rank - 2}, got {wrong}.");
        _query = Heads("query", query, KeyDim);
        _key = Heads("key", key, KeyDim);
        if (UseGate) _gate = Heads("gate", query, ValueDim, "sigmoid");
        _value = Heads("value", value, ValueDim);
        Shape result = OutputShape ?? [query[^1]];
        (string free, string outputs) = (Letters(0, query.Rank - 1), Letters(query.Rank + 1, result.Rank));
        string heads = Letters(query.Rank - 1, 2);
        _output = Projection(
            "attention_output", $"{free}{heads},{heads}{outputs}->{free}{outputs}", [.. Unknowns(query.Rank - 2), .. result], outputs,
            [.. query[..^1], NumHeads, ValueDim]);
    }

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Tensor query = inputs[0], value = inputs[1], key = inputs[^1];
        Tensor? mask = AttentionMasks.Joined(context, query, value, SlidingWindow);
        Tensor heads = _query.Call(query) * (1 / Math.Sqrt(KeyDim));
        (string product, string combine) = Equations(heads.Rank);
        Tensor scores = EinsumProduct.Of(product, _key.Call(key), heads);
        mask = Widened(mask, scores.Rank, _axes.Length * 2);
        int[] normalized = [.. Enumerable.Range(scores.Rank - _axes.Length, _axes.Length)];
        Tensor weights = Normalized(scores, normalized, mask, context, heads.Rank);
        Tensor y = EinsumProduct.Of(combine, Dropped(weights, context.Training), _value.Call(value));
        if (_gate is not null) y *= _gate.Call(query);
        y = _output.Call(y);
        return context.Arguments.IsOn("return_attention_scores") ? [y, weights] : y;
    }

    // Keras' equations: letters for the queries' axes, further ones for the values' where attention goes along them.
    private (string Product, string Combine) Equations(int rank)
    {
        string target = Letters(0, rank);
        char next = target[^1];
        string source = string.Concat(Enumerable.Range(0, rank).Select(axis => _axes.Contains(axis) ? ++next : target[axis]));
        string batch = string.Concat(Enumerable.Range(0, rank - 1).Where(axis => !_axes.Contains(axis)).Select(axis => target[axis]));
        string scores = batch + string.Concat(_axes.Select(axis => target[axis])) + string.Concat(_axes.Select(axis => source[axis]));
        return ($"{source},{target}->{scores}", $"{scores},{source}->{target}");
    }

    private EinsumDense Heads(string name, Shape input, int size, string activation = "linear")
    {
        (string free, string inner, string heads) = (Letters(0, input.Rank - 1), Letters(input.Rank - 1, 1), Letters(input.Rank, 2));
        return Projection(name, $"{free}{inner},{inner}{heads}->{free}{heads}", [.. Unknowns(input.Rank - 2), NumHeads, size], heads, input, activation);
    }

    private static IEnumerable<int> Unknowns(int count) => Enumerable.Repeat(Shape.Unknown, count);

    private static string Letters(int start, int count) => string.Concat(Enumerable.Range(start, count).Select(number => (char)('a' + number)));
}
