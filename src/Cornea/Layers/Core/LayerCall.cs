namespace Cornea.Layers;

/// <summary>One call of a layer on symbolic tensors, as a model will replay it.</summary>
/// <param name="layer">Who was called.</param>
/// <param name="inputs">With what: symbolic tensors, and perhaps data.</param>
/// <param name="training">What the caller said of training; null leaves it to the model.</param>
/// <param name="index">How many calls of the layer came before it.</param>
internal sealed class LayerCall(Layer layer, TensorList inputs, bool? training, int index)
{
    public Layer Layer { get; } = layer;

    public TensorList Inputs { get; } = inputs;

    public bool? Training { get; } = training;

    public int Index { get; } = index;

    public Tensor[] Outputs { get; private set; } = [];

    /// <summary>The outputs that a loose operation has already.</summary>
    public LayerCall Take(Tensor[] outputs)
    {
        Outputs = outputs;
        return this;
    }

    /// <summary>Symbolic outputs of the given shapes, each of which knows that it comes from this call.</summary>
    public LayerCall Give(IEnumerable<TensorSpec> specs)
    {
        Outputs = [.. specs.Select((spec, output) => Tensor.Symbolic(spec, new CallOutput(this, output)))];
        return this;
    }
}

/// <summary>Where a symbolic tensor comes from: an output of a call.</summary>
internal sealed record CallOutput(LayerCall Call, int Index);
