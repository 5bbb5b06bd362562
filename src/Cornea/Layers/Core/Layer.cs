using Cornea.Files;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>A computation with state: weights that it creates when it first sees its input's shape, and a way from inputs to outputs.</summary>
/// <remarks>
/// <para>A layer of one's own overrides <see cref="Build(Shape)"/> to create weights and <see cref="Forward(Tensor, bool)"/> to compute;
/// if it has arguments and is to be saved, <see cref="GetConfig"/> too. Layers that it calls in <c>Forward</c> become part of it.</para>
/// <para>Called on a model's symbolic tensors, a layer is recorded as part of the model; called on data, it computes (lazily).</para>
/// </remarks>
public abstract partial class Layer
{
    private bool _trainable = true;
    private volatile bool _isBuilt;

    /// <summary>A layer with a name; without one it is named after its class, as Keras does (<c>conv2d</c>, <c>conv2d_1</c>, …).</summary>
    protected Layer(string? name = null)
    {
        if (name is { Length: 0 }) throw new ArgumentException($"{GetType().Name}: expected a name of at least one character, got none.", nameof(name));
        Name = name ?? LayerNames.Next(DefaultName);
    }

    /// <summary>What messages, summaries and files call it; unique within a model.</summary>
    public string Name { get; private set; }

    /// <summary>Keras' name of the class, as it stands in files.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>True once the weights exist.</summary>
    public bool IsBuilt => _isBuilt;

    /// <summary>Whether training changes the weights; of the layers inside too. Takes effect at the model's next <c>Compile</c>.</summary>
    public bool Trainable
    {
        get => _trainable;
        set
        {
            _trainable = value;
            foreach (Variable variable in _ownTrainable.Now) variable.Trainable = value;
            foreach (Layer layer in SubLayers) layer.Trainable = value;
        }
    }

    /// <summary>A penalty on the layer's outputs, added to the loss at each call; null for none.</summary>
    public Regularizer? ActivityRegularizer { get; init; }

    /// <summary>What the layer asks of its input's shape; usually set by <c>Build</c>, when the number of channels is known.</summary>
    protected internal InputSpec? InputSpec { get; protected set; }

    /// <summary>What the class is called where its name is made lower case.</summary>
    private protected virtual string DefaultName => ClassName;

    /// <summary>Applies the layer to one tensor.</summary>
    /// <param name="input">Data, or a symbolic tensor of a model that is being built.</param>
    /// <param name="training">Whether this is training; null takes it from the call around, and if there is none false (true for layers that augment images).</param>
    /// <exception cref="ShapeException">The shape isn't what the layer needs.</exception>
    public Tensor Call(Tensor input, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        TensorList outputs = Call((TensorList)input, training);
        return outputs.Count == 1 ? outputs[0] : throw new InvalidOperationException(
            $"{Label}: expected one output, got {outputs.Count}; call it with a list, Call([x]), to get a list.");
    }

    /// <summary>Applies the layer to several tensors.</summary>
    /// <param name="inputs">Data, or symbolic tensors of a model that is being built.</param>
    /// <param name="training">Whether this is training; null takes it from the call around, and if there is none false (true for layers that augment images).</param>
    /// <exception cref="ShapeException">The shapes aren't what the layer needs.</exception>
    public TensorList Call(TensorList inputs, bool? training = null) => Call(inputs, CallArguments.None, training);

    /// <summary>Applies the layer to several tensors, and tells it more by names.</summary>
    /// <param name="inputs">Data, or symbolic tensors of a model that is being built.</param>
    /// <param name="arguments">Tensors such as a mask or an initial state, and switches, by Keras' names.</param>
    /// <param name="training">Whether this is training; null takes it from the call around, and if there is none false (true for layers that augment images).</param>
    /// <exception cref="ShapeException">The shapes aren't what the layer needs.</exception>
    public TensorList Call(TensorList inputs, CallArguments arguments, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(arguments);
        CallContext? outer = CallContext.Current;
        if (outer is null && inputs.Concat(arguments.All).Any(input => input.IsSymbolic)) return Record(inputs, training, arguments);
        if (outer is not null) outer.Layer.Adopt(this);
        EnsureFits(inputs);
        bool mode = training ?? outer?.Training ?? TrainsByDefault;
        return outer is null
            ? Trace.Eagerly(() => Apply(inputs, mode, arguments), static results => results)
            : ApplyOpen(inputs, mode, arguments);
    }

    /// <summary>This layer's weights as its input's shape asks for them: called once, before the first call, for a layer of one input.</summary>
    /// <param name="input">The input's shape; the batch, and perhaps other axes, are unknown.</param>
    protected virtual void Build(Shape input)
    {
    }

    /// <summary>As <see cref="Build(Shape)"/>, for a layer of several inputs.</summary>
    protected virtual void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Build(inputs[0]);
    }

    /// <summary>From inputs to outputs, in general: several of each, and all there is to know about the call.</summary>
    protected virtual TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        return inputs.Count == 1 ? Forward(inputs[0], context.Training) : throw new ArgumentException($"{Label}: expected one input, got {inputs.Count}.");
    }

    /// <summary>From input to output: the short form of <see cref="Forward(TensorList, CallContext)"/>.</summary>
    protected virtual Tensor Forward(Tensor x, bool training) =>
        throw new NotSupportedException($"{Label}: overrides neither Forward(Tensor, bool) nor Forward(TensorList, CallContext).");

    /// <summary>How many multiplications (each with an addition) one sample costs; what is done once for each value isn't counted.</summary>
    internal virtual long MultiplyAdds(Shape[] inputs, Shape output) => 0;

    /// <inheritdoc/>
    public override string ToString() => $"{ClassName} '{Name}'";

    /// <summary>Who speaks, in messages.</summary>
    private protected string Label => $"{ClassName} '{Name}'";

    /// <summary>An error about a shape, in the form that all have.</summary>
    protected ShapeException ShapeError(string message) => new($"{Label}: {message}") { NamesLayer = true };

    /// <summary>An error about an argument of the constructor, in the form that all have.</summary>
    protected ArgumentException ArgumentError(string argument, string message) => new($"{Label}: {message}", argument);

    /// <summary>A part of a whole that the constructor was given, from 0 to 1.</summary>
    private protected double Part(double value, string argument) =>
        value is >= 0 and <= 1 ? value : throw ArgumentError(argument, $"expected a {argument} between 0 and 1, got {value}.");

    /// <summary>A number of the constructor's that mustn't be negative.</summary>
    private protected double NotNegative(double value, string argument) =>
        value >= 0 ? value : throw ArgumentError(argument, $"expected {argument} of at least 0, got {value}.");

    /// <summary>Creates the weights if they aren't there. A failed attempt leaves none behind.</summary>
    internal void EnsureBuilt(Shape[] inputs)
    {
        if (_isBuilt) return;
        lock (BuildLock.Shared)
            if (!_isBuilt) BuildOnce(inputs);
    }

    // The inputs of a layer that another thread has built meanwhile are looked at again, by what it knows now.
    private void EnsureFits(TensorList inputs)
    {
        CheckInputs(inputs);
        if (_isBuilt) return;
        EnsureBuilt([.. inputs.Select(input => input.Shape)]);
        CheckInputs(inputs);
    }

    private void BuildOnce(Shape[] inputs)
    {
        foreach (Layer layer in SubLayers) layer.PathPrefix ??= IsInPaths ? $"{PathPrefix}{Name}/" : null;
        PathPrefix ??= CallContext.Path();
        try
        {
            if (inputs.Length == 1) Build(inputs[0]);
            else Build(inputs);
            BuildShapes = inputs;
            _isBuilt = true;
        }
        catch (Exception error)
        {
            ForgetWeights();
            if (Named(error) is { } named) throw named;
            throw;
        }
    }

    /// <summary>The inputs' shapes of the first call, the batch unknown.</summary>
    internal Shape[]? SeenInputs { get; private set; }

    /// <summary>The outputs' shapes of the first call, the batch unknown.</summary>
    internal Shape[]? SeenOutputs { get; private set; }

    /// <summary>The shapes that the weights were created for.</summary>
    internal Shape[]? BuildShapes { get; private set; }

    /// <summary>The names of the layers around, each followed by a slash.</summary>
    internal string? PathPrefix { get; set; }

    /// <summary>Whether its name stands in the paths of the weights inside; a model's doesn't.</summary>
    internal virtual bool IsInPaths => true;

    private protected void MarkBuilt() => _isBuilt = true;

    /// <summary>Undoes a build that a later layer made useless.</summary>
    internal void Unbuild()
    {
        ForgetWeights();
        _isBuilt = false;
        BuildShapes = null;
    }

    private protected virtual void CheckInputs(TensorList inputs)
    {
        if (inputs.Count == 0) throw new ArgumentException($"{Label}: expected at least one input, got none.");
        if (InputSpec is null) return;
        foreach (Tensor input in inputs)
            if (InputSpec.Refusal(input.Shape) is { } refusal) throw ShapeError(refusal);
    }

    /// <summary>Whether a call by itself, that says nothing of training, is training: so it is with Keras' layers that change images.</summary>
    private protected virtual bool TrainsByDefault => false;

    /// <summary>Whether masks of the inputs go on to the outputs; a layer that says no drops them.</summary>
    protected virtual bool SupportsMasking => false;

    /// <summary>The outputs' masks: as a rule that of the first input.</summary>
    protected virtual Tensor?[] ComputeMasks(TensorList inputs, IReadOnlyList<Tensor?> masks, TensorList outputs) => [masks[0]];

    private TensorList Apply(TensorList inputs, bool training, CallArguments arguments)
    {
        LoadBudget.Current?.TakeCall();
        Tensor?[] masks = MasksOf(inputs, arguments);
        CallContext context = CallContext.Enter(this, training, arguments, masks);
        try
        {
            TensorList outputs = Forward(Autocast(inputs), context);
            if (ActivityRegularizer is { } penalty)
                foreach (Tensor output in outputs) context.Losses.Add(PerSample(penalty.Call(output), output.Shape));
            SeenInputs ??= [.. inputs.Select(AnyBatch)];
            SeenOutputs ??= [.. outputs.Select(AnyBatch)];
            return LayerHook.Pass(this, WithMasks(inputs, outputs, SupportsMasking ? ComputeMasks(inputs, masks, outputs) : []));
        }
        catch (Exception error) when (Named(error) is { } named)
        {
            throw named;
        }
        finally
        {
            context.Leave();
            if (CallContext.Current is null) _callLosses = context.Losses;
        }
    }

    // As Keras since 3.14.1: the penalty doesn't grow with the batch. While shapes are inferred, its size isn't known and the penalty means nothing.
    private static Tensor PerSample(Tensor penalty, Shape output) => output.Rank > 0 && output[0] > 1 ? penalty / output[0] : penalty;

    // What is wrong with sizes is said with the layer's name.
    private Exception? Named(Exception error) => error switch
    {
        ShapeException { NamesLayer: false } => ShapeError(
            error.Message.StartsWith($"{Label}: ", StringComparison.Ordinal) ? error.Message[(Label.Length + 2)..] : error.Message),
        OverflowException => ShapeError($"a size passes {int.MaxValue:N0}; use smaller numbers. ({error.Message})"),
        _ => null,
    };

    private static Shape AnyBatch(Tensor tensor) => tensor.Rank == 0 ? tensor.Shape : tensor.Shape.With(0, Shape.Unknown);

    // A tensor that somebody else may hold, above all an input that a layer gives back, keeps the mask it has: the result is one of its own then.
    private static TensorList WithMasks(TensorList inputs, TensorList outputs, Tensor?[] carried)
    {
        Tensor[]? changed = null;
        for (int index = 0; index < outputs.Count; index++)
        {
            Tensor output = outputs[index];
            bool isInput = inputs.Any(input => ReferenceEquals(input, output));
            Tensor? mask = index < carried.Length ? carried[index] ?? (isInput ? null : output.Mask) : isInput ? null : output.Mask;
            if (ReferenceEquals(mask, output.Mask)) continue;
            if (isInput || output.Mask is not null || output.Producer is null)
            {
                changed ??= [.. outputs];
                output = changed[index] = Node.Emit(new Alias(), output)[0];
            }

            output.Mask = mask;
        }

        return changed is null ? outputs : TensorList.Create(changed);
    }

    // Masks that are given, else those that the inputs carry.
    private static Tensor?[] MasksOf(TensorList inputs, CallArguments arguments)
    {
        IReadOnlyList<Tensor?>? given = arguments["mask"];
        return [.. inputs.Select((input, index) => given is null ? input.Mask : index < given.Count ? given[index] : null)];
    }

    // Floating-point inputs come in the dtype that networks compute in; others as they are.
    private static TensorList Autocast(TensorList inputs) => inputs.All(input => input.DType != DType.Float64)
        ? inputs
        : TensorList.Create([.. inputs.Select(input => input.DType == DType.Float64 ? input.Cast(DType.Float32) : input)]);
}
