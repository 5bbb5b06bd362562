namespace Cornea.Layers;

/// <summary>One step of a recurrent layer: from the step's input and the states to the output and the next states.</summary>
/// <remarks>A cell of one's own overrides <see cref="StateShapes"/> and <see cref="Step"/>, and <c>Build</c> for its weights; <see cref="RNN"/> runs it.</remarks>
/// <param name="seed">For dropout that repeats; null takes the next of <see cref="RandomSeed"/>.</param>
/// <param name="name">Unique within the layer.</param>
public abstract class RNNCell(int? seed = null, string? name = null) : RandomLayer(seed, name)
{
    private readonly Dictionary<string, Tensor[]> _factors = [];
    private bool _inSequence;

    /// <summary>The shapes of the states without the batch; known once the cell is built.</summary>
    public abstract IReadOnlyList<Shape> StateShapes { get; }

    /// <summary>One step.</summary>
    /// <param name="x">The step's input [batch, …].</param>
    /// <param name="states">The states after the step before.</param>
    /// <param name="training">Whether this is training.</param>
    /// <returns>The output and the states after this step.</returns>
    public abstract (Tensor Output, TensorList States) Step(Tensor x, TensorList states, bool training);

    private protected override bool SavesBuildShape => true;

    /// <summary>Draws what is dropped: the same at each step until <see cref="EndSequence"/>.</summary>
    /// <param name="input">The shape of a step's input.</param>
    /// <param name="states">The shapes of the states.</param>
    /// <param name="training">Whether this is training.</param>
    internal virtual void StartSequence(Shape input, IReadOnlyList<Shape> states, bool training)
    {
        EndSequence();
        _inSequence = true;
    }

    /// <summary>Forgets what is dropped.</summary>
    internal virtual void EndSequence()
    {
        _factors.Clear();
        _inSequence = false;
    }

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

    /// <summary>
    /// Factors that drop a part of a tensor while training, each drawn by itself: the same at each step of a sequence. Null where nothing is
    /// dropped, which, as in Keras, a rate of 1 means too.
    /// </summary>
    /// <param name="what">What is dropped from.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="rate">The part.</param>
    /// <param name="count">How many factors.</param>
    /// <param name="training">Whether this is training.</param>
    private protected Tensor[]? DropFactors(string what, Shape shape, double rate, int count, bool training)
    {
        if (!training || rate is <= 0 or >= 1) return null;
        if (_factors.TryGetValue(what, out Tensor[]? factors)) return factors;
        factors = [.. Enumerable.Range(0, count).Select(_ => Graphs.Node.Emit(new Graphs.Operations.Dropout(rate), Ops.Ones(shape), NextState())[0])];
        if (_inSequence) _factors[what] = factors;
        return factors;
    }
}
