namespace Cornea.Layers;

/// <summary>The largest of several tensors, element by element.</summary>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input: at least two tensors whose shapes can be broadcast together. A lower rank gets axes of size 1 after the batch's.</para>
/// <para>Source: Keras 3, Maximum. Golden cases: layers/merging_04.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the shapes don't fit together.</exception>
public sealed class Maximum(string? name = null) : Merge(name)
{
    internal static Maximum FromConfig(LayerConfig config) => new(config.GetString("name"));

    private protected override Tensor Join(Tensor a, Tensor b) => Ops.Maximum(a, b);
}
