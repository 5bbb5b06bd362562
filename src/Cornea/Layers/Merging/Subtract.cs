namespace Cornea.Layers;

/// <summary>The first of two tensors less the second, element by element.</summary>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input: two tensors whose shapes can be broadcast together. A lower rank gets axes of size 1 after the batch's.</para>
/// <para>Source: Keras 3, Subtract. Golden cases: layers/merging_01.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the shapes don't fit together.</exception>
public sealed class Subtract(string? name = null) : Merge(name)
{
    internal static Subtract FromConfig(LayerConfig config) => new(config.GetString("name"));

    private protected override Tensor Join(Tensor a, Tensor b) => a - b;

    private protected override void CheckCount(TensorList inputs)
    {
        if (inputs.Count != 2) throw new ArgumentException($"{Label}: expected a list of 2 inputs, got {inputs.Count}.");
    }
}
