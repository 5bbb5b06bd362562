namespace Cornea.Layers;

/// <summary>Attention whose scores are the sum of scale · tanh(query + key) (Bahdanau 2015).</summary>
/// <remarks>
/// <para>Inputs and named arguments as for <see cref="Attention"/>. Weights: scale [size], where asked for.</para>
/// <para>Source: Keras 3, AdditiveAttention. Golden cases: keras_tests/layers.AdditiveAttention.</para>
/// </remarks>
/// <param name="useScale">Whether the sum is weighted by learned numbers.</param>
/// <param name="dropout">The part of the scores that is dropped while training.</param>
/// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
/// <param name="name">Unique within the model.</param>
/// <exception cref="ArgumentException">At the call: there aren't two or three inputs.</exception>
public sealed class AdditiveAttention(bool useScale = true, double dropout = 0, int? seed = null, string? name = null)
    : ScoreAttention(useScale, dropout, seed, name)
{
    private Variable? _scale;

    internal static AdditiveAttention FromConfig(LayerConfig config) => new(
        config.GetBool("use_scale", true), config.GetDouble("dropout", 0), config.GetIntOrNull("seed"), config.GetString("name"));

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (UseScale) _scale = AddWeight("scale", [inputs[0][^1]]);
    }

    private protected override Tensor Scores(Tensor query, Tensor key)
    {
        Tensor fits = Ops.Tanh(query.ExpandDims(-2) + key.ExpandDims(-3));
        return Ops.Sum(_scale is null ? fits : fits * _scale, [-1]);
    }
}
