namespace Cornea.Layers;

/// <summary>One call of a layer on symbolic tensors, as a model will replay it.</summary>
/// <param name="layer">Who was called.</param>
/// <param name="inputs">With what: symbolic tensors, and perhaps data.</param>
/// <param name="training">What the caller said of training; null leaves it to the model.</param>
/// <param name="index">How many calls of the layer came before it.</param>
/// <param name="arguments">What the caller gave by names.</param>
internal sealed class LayerCall(Layer layer, TensorList inputs, bool? training, int index, CallArguments arguments)
{
    public Layer Layer { get; } = layer;

    /// <summary>What the layer takes by place.</summary>
    public TensorList Placed { get; } = inputs;

    /// <summary>What the layer is given by names.</summary>
    public CallArguments Arguments { get; } = arguments;

    /// <summary>All tensors that the call needs: those given by place, then those by names.</summary>
    public TensorList Inputs { get; } = arguments.Tensors.Count == 0 ? inputs : TensorList.Create([.. inputs, .. arguments.All]);

    /// <summary>The call again, with other tensors in the place of <see cref="Inputs"/>.</summary>
    public TensorList Replay(Tensor[] values) => values.Length == Placed.Count
        ? Layer.Call(TensorList.Create(values), Arguments, Training)
        : Layer.Call(TensorList.Create(values[..Placed.Count]), Arguments.Replace(values[Placed.Count..]), Training);

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
