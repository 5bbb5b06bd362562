namespace Cornea.Layers;

/// <summary>Steps of a sequence all of whose values are a given one don't count for the layers that follow, and become 0.</summary>
/// <param name="maskValue">The value.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, steps, features]; output: the same shape, with a mask [batch, steps].</para>
/// <para>Source: Keras 3, Masking. Golden cases: keras_tests/layers.Masking.</para>
/// </remarks>
public sealed class Masking(double maskValue = 0, string? name = null) : Layer(name)
{
    /// <summary>The value of steps that don't count.</summary>
    public double MaskValue { get; } = maskValue;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("mask_value", MaskValue);

    internal static Masking FromConfig(LayerConfig config) => new(config.GetDouble("mask_value", 0), config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor?[] ComputeMasks(TensorList inputs, IReadOnlyList<Tensor?> masks, TensorList outputs) =>
        [Ops.Any(Ops.NotEqual(inputs[0], MaskValue), [-1])];

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => Ops.Where(Ops.Any(Ops.NotEqual(x, MaskValue), [-1], keepDims: true), x, 0);
}
