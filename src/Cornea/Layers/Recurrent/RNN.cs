using System.Text.Json.Nodes;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Runs a cell over a sequence, step by step.</summary>
/// <remarks>
/// <para>Input [batch, steps, …]; output [batch, …], the last step's, or [batch, steps, …] with returnSequences; then the states, with
/// returnState. Named arguments of the call: <c>mask</c> [batch, steps], <c>initial_state</c>. A step that doesn't count leaves the states
/// as they are and repeats the output before, or gives zeros with zeroOutputForMask.</para>
/// <para>Source: Keras 3, RNN. Golden cases: keras_tests/layers.RNN, layers/rnn_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the input isn't a sequence that the cell takes.</exception>
public class RNN : Layer
{
    private readonly RecurrenceOptions _options;
    private Variable[] _states = [];

    /// <summary>A layer around a cell.</summary>
    /// <param name="cell">The step; several cells in <see cref="StackedRNNCells"/>.</param>
    /// <param name="returnSequences">Whether all steps' outputs are given rather than the last one's.</param>
    /// <param name="returnState">Whether the states after the last step are given too.</param>
    /// <param name="goBackwards">Whether the sequence is gone through from its end; outputs come in that order.</param>
    /// <param name="stateful">Whether a batch begins with the states that the one before ended with; the batch's size must be known.</param>
    /// <param name="unroll">Whether the steps are laid out one after the other in the graph, which then grows with their number; the results are the same.</param>
    /// <param name="zeroOutputForMask">Whether steps that don't count give zeros.</param>
    /// <param name="activityRegularizer">A penalty on the output.</param>
    /// <param name="name">Unique within the model.</param>
    public RNN(
        RNNCell cell, bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false,
        bool unroll = false, bool zeroOutputForMask = false, Regularizer? activityRegularizer = null, string? name = null)
        : this(cell, new RecurrenceOptions(returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask), activityRegularizer, name)
    {
    }

    private protected RNN(RNNCell cell, RecurrenceOptions options, Regularizer? activityRegularizer, string? name)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(cell);
        (Cell, _options, ActivityRegularizer) = (Track(cell), options, activityRegularizer);
        InputSpec = new InputSpec(MinRank: 3, Layout: "[batch, steps, features]");
    }

    /// <summary>The step.</summary>
    public RNNCell Cell { get; }

    /// <summary>Whether all steps' outputs are given.</summary>
    public bool ReturnSequences => _options.ReturnSequences;

    /// <summary>Whether the states are given too.</summary>
    public bool ReturnState => _options.ReturnState;

    /// <summary>Whether the sequence is gone through from its end.</summary>
    public bool GoBackwards => _options.GoBackwards;

    /// <summary>Whether states are kept from batch to batch.</summary>
    public bool Stateful => _options.Stateful;

    private protected RecurrenceOptions Options => _options;

    /// <summary>Applies the layer with more than a sequence.</summary>
    /// <param name="x">The sequences [batch, steps, …].</param>
    /// <param name="initialState">The states before the first step; zeros by default.</param>
    /// <param name="mask">Which steps count [batch, steps]; null for all.</param>
    /// <param name="training">Whether this is training; null takes it from the call around.</param>
    public TensorList Call(Tensor x, TensorList? initialState, Tensor? mask = null, bool? training = null)
    {
        CallArguments arguments = new CallArguments().With("mask", mask);
        if (initialState is not null) arguments["initial_state"] = [.. initialState];
        return Call([x], arguments, training);
    }

    /// <summary>Forgets the states that were kept from batch to batch.</summary>
    public void ResetState()
    {
        foreach (Variable state in _states) state.Assign(Ops.Zeros(state.Shape));
    }

    /// <inheritdoc/>
    public override LayerConfig GetConfig()
    {
        LayerConfig config = _options.Write(base.GetConfig());
        if (GetType() == typeof(RNN)) return config.With("cell", Cell.ToJson());
        return config.With("activity_regularizer", ActivityRegularizer);
    }

    internal static RNN FromConfig(LayerConfig config, LayerReader reader) => new(
        ReadCell(config.Json["cell"], reader), RecurrenceOptions.Read(config), config.GetRegularizer("activity_regularizer"), config.GetString("name"));

    internal static RNNCell ReadCell(JsonNode? json, LayerReader reader) => reader.Read(json) as RNNCell
        ?? throw new InvalidDataException($"RNN: expected a cell, got {json?["class_name"]?.ToJsonString() ?? "null"}.");

    internal override IEnumerable<SavedLayer> SavedLayers => [new SavedLayer("cell", Cell)];

    internal override bool TakesMask => true;

    internal override bool SavesTraining => true;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor?[] ComputeMasks(TensorList inputs, IReadOnlyList<Tensor?> masks, TensorList outputs) =>
        [ReturnSequences ? masks[0] : null];

    // What follows the sequence are states.
    private protected override void CheckInputs(TensorList inputs) => base.CheckInputs(inputs.Count > 1 ? inputs[0] : inputs);

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Build(inputs[0]);
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        BuildInside(Cell, [input[0], .. input[2..]]);
        if (!Stateful) return;
        if (input[0] == Shape.Unknown) throw ShapeError($"a stateful layer needs a known batch size, got {input}; give the Input a batchSize.");
        _states = [.. Cell.InitialStates(input[0]).Select(state => AddState("rnn_state", state))];
    }

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Tensor x = inputs[0].DType.IsFloating ? inputs[0] : inputs[0].Cast(DType.Float32);
        Tensor[] states = States(inputs, context, x.Shape[0]);
        Tensor? mask = context.Mask?.Cast(DType.Bool);
        int steps = x.Shape[1];
        if (steps == 0) throw ShapeError($"expected sequences of at least one step, got {x.Shape}.");
        if (steps == Shape.Unknown && _options.Unroll)
            throw new ShapeException($"{Label}: steps can't be laid out one after the other (unroll) where their number isn't known, got {x.Shape}; give the Input a number of steps.") { NamesLayer = true, WantsKnownSizes = true };
        Cell.StartSequence(x.Shape.Without(1), [.. states.Select(state => state.Shape)], context.Training);
        (Tensor result, states) = steps is 1 or Shape.Unknown || _options.Unroll
            ? LaidOut(x, states, mask, context.Training)
            : new CellScan(Cell, _options, context).Run(x, states, mask);
        Cell.EndSequence();
        for (int index = 0; index < _states.Length; index++) _states[index].Assign(states[index]);
        return ReturnState ? TensorList.Create([result, .. states]) : result;
    }

    // Step by step in the graph. Where their number isn't known, shapes are inferred only, and one step stands for all.
    private (Tensor Result, Tensor[] States) LaidOut(Tensor x, Tensor[] states, Tensor? mask, bool training)
    {
        bool isOpen = x.Shape[1] == Shape.Unknown;
        var outputs = new Tensor[isOpen ? 1 : x.Shape[1]];
        for (int step = 0; step < outputs.Length; step++)
        {
            int time = GoBackwards ? outputs.Length - 1 - step : step;
            TensorList results = Cell.Call(TensorList.Create([At(x, time), .. states]), training);
            Tensor? counts = mask is null ? null : At(mask, time);
            Tensor otherwise = step == 0 || _options.ZeroOutputForMask ? Ops.ZerosLike(results[0]) : outputs[step - 1];
            outputs[step] = CellScan.Masked(counts, results[0], otherwise);
            states = [.. states.Select((state, index) => CellScan.Masked(counts, results[index + 1], state))];
        }

        if (!ReturnSequences) return (outputs[^1], states);
        Tensor all = Ops.Stack(outputs, 1);
        return (isOpen ? all.Reshape(all.Shape.With(1, Shape.Unknown)) : all, states);
    }

    private Tensor[] States(TensorList inputs, CallContext context, int batch)
    {
        if (inputs.Count > 1) return Checked([.. inputs.Skip(1)]);
        if (context.Arguments["initial_state"] is { } given) return Checked([.. given.OfType<Tensor>()]);
        if (_states.Length == 0) return Cell.InitialStates(batch);
        if (batch != _states[0].Shape[0]) throw ShapeError($"a stateful layer built for batches of {_states[0].Shape[0]} got one of {batch}.");
        return [.. _states.Select(state => state.Value)];

        Tensor[] Checked(Tensor[] states) => states.Length == Cell.StateShapes.Count ? states
            : throw new ArgumentException($"{Label}: expected {Cell.StateShapes.Count} initial state(s), got {states.Length}.");
    }

    private static Tensor At(Tensor x, int time) => Ops.Slice(x, 1, time, 1).Reshape(x.Shape.Without(1));
}
