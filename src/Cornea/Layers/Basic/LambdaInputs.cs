namespace Cornea.Layers;

/// <summary>What a <see cref="Lambda"/> gets that takes its inputs by their places: of several inputs the i-th, of a single one its i-th part.</summary>
/// <remarks>So <c>new Lambda(v =&gt; v[0] - v[1])</c> reads as in Keras, for two inputs as well as for one.</remarks>
public readonly struct LambdaInputs
{
    private readonly TensorList _inputs;

    internal LambdaInputs(TensorList inputs) => _inputs = inputs;

    /// <summary>How many there are.</summary>
    public int Count => _inputs.Count > 1 ? _inputs.Count : _inputs.Single.Shape[0];

    /// <summary>The input of a place; of a single input the part along its first axis.</summary>
    public Tensor this[int index] => _inputs.Count > 1 ? _inputs[index] : _inputs.Single[index];
}
