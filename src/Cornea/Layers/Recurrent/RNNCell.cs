namespace Cornea.Layers;

/// <summary>One step of a recurrent layer: from the step's input and the states to the output and the next states.</summary>
/// <remarks>A cell of one's own overrides <see cref="StateShapes"/> and <see cref="Step"/>, and <c>Build</c> for its weights; <see cref="RNN"/> runs it.</remarks>
/// <param name="seed">For dropout that repeats; null takes the next of <see cref="RandomSeed"/>.</param>
/// <param name="name">Unique within the layer.</param>
public abstract class RNNCell(int? seed = null, string? name = null) : RandomLayer(seed, name)
{
    private readonly Dictionary<string, Tensor> _dropped = [];

    /// <summary>The shapes of the states without the batch; known once the cell is built.</summary>
    public abstract IReadOnlyList<Shape> StateShapes { get; }

    /// <summary>One step.</summary>
    /// <param name="x">The step's input [batch, …].</param>
    /// <param name="states">The states after the step before.</param>
    /// <param name="training">Whether this is training.</param>
    /// <returns>The output and the states after this step.</returns>
    public abstract (Tensor Output, TensorList States) Step(Tensor x, TensorList states, bool training);

    private protected override bool SavesBuildShape => true;

    /// <summary>Draws dropout anew; the same is dropped at each step of a sequence.</summary>
    internal virtual void StartSequence() => _dropped.Clear();

    /// <summary>The states before the first step.</summary>
    internal Tensor[] InitialStates(int batch) => [.. StateShapes.Select(shape => Ops.Zeros(shape.Prepend(batch)))];

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        (Tensor output, TensorList states) = Step(inputs[0], TensorList.Create([.. inputs.Skip(1)]), context.Training);
        return TensorList.Create([output, .. states]);
    }

    /// <summary>A tensor with a part of it dropped while training: the same part at each step.</summary>
    private protected Tensor Drop(string what, Tensor x, double rate, bool training)
    {
        if (!training || rate is <= 0 or >= 1) return x;
        if (!_dropped.TryGetValue(what, out Tensor? factors))
            _dropped[what] = factors = Graphs.Node.Emit(new Graphs.Operations.Dropout(rate), Ops.OnesLike(x), NextState())[0];
        return x * factors;
    }
}
