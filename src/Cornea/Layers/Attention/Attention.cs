namespace Cornea.Layers;

/// <summary>For each query a mean of the values, weighted by how well their keys fit it: softmax(query · keyᵀ) · value (Luong 2015).</summary>
/// <remarks>
/// <para>Inputs [query, value] or [query, value, key]: query [batch, queries, size], value [batch, values, size]; output [batch, queries, size].
/// Named arguments of the call: <c>mask</c> [query mask, value mask], <c>return_attention_scores</c>, <c>use_causal_mask</c>. Weights:
/// scale, concat_score_weight, both scalars, where asked for.</para>
/// <para>Source: Keras 3, Attention. Golden cases: keras_tests/layers.Attention.</para>
/// </remarks>
/// <exception cref="ArgumentException">At the call: there aren't two or three inputs.</exception>
public sealed class Attention : ScoreAttention
{
    private static readonly string[] Known = ["dot", "concat"];
    private Variable? _scale;
    private Variable? _concatWeight;

    /// <summary>A layer of attention.</summary>
    /// <param name="useScale">Whether the scores are multiplied by a learned number.</param>
    /// <param name="scoreMode"><c>dot</c>: query · key; <c>concat</c>: the sum of tanh(query + key).</param>
    /// <param name="dropout">The part of the scores that is dropped while training.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public Attention(bool useScale = false, string scoreMode = "dot", double dropout = 0, int? seed = null, string? name = null)
        : base(useScale, dropout, seed, name) => ScoreMode = Known.Contains(scoreMode) ? scoreMode
            : throw ArgumentError(nameof(scoreMode), $"expected one of {string.Join(", ", Known)}, got '{scoreMode}'.");

    /// <summary>How a query and a key are compared.</summary>
    public string ScoreMode { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("score_mode", ScoreMode);

    internal static Attention FromConfig(LayerConfig config) => new(
        config.GetBool("use_scale", false), config.GetString("score_mode", "dot")!, config.GetDouble("dropout", 0), config.GetIntOrNull("seed"),
        config.GetString("name"));

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        if (UseScale) _scale = AddWeight("scale", Shape.Scalar, new Initializers.Ones());
        if (ScoreMode == "concat") _concatWeight = AddWeight("concat_score_weight", Shape.Scalar, new Initializers.Ones());
    }

    private protected override Tensor Scores(Tensor query, Tensor key)
    {
        if (_concatWeight is null)
        {
            int[] order = [.. Enumerable.Range(0, key.Rank - 2), key.Rank - 1, key.Rank - 2];
            Tensor scores = Ops.MatMul(query, key.Transpose(order));
            return _scale is null ? scores : scores * _scale;
        }

        Tensor pairs = query.ExpandDims(-2) + key.ExpandDims(-3);
        return Ops.Sum(Ops.Tanh(_scale is null ? pairs : pairs * _scale), [-1]) * _concatWeight;
    }
}
