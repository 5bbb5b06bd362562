using Cornea.Constraints;
using Cornea.Files;
using Cornea.Initializers;
using Cornea.Metrics;
using Cornea.Regularizers;

namespace Cornea.Layers;

// Weights, the layers inside, and penalties.
public abstract partial class Layer
{
    private const string SeedState = "seed_generator_state";
    private readonly SharedList<Variable> _ownTrainable = new();
    private readonly SharedList<Variable> _ownFixed = new();
    private readonly SharedList<Variable> _ownStates = new();
    private readonly SharedList<Layer> _subLayers = new();
    private readonly SharedList<Metric> _ownMetrics = new();
    private List<Tensor> _callLosses = [];

    /// <summary>All weights: this layer's trainable ones, its others, then those of the layers inside. The states of random layers aren't weights.</summary>
    public IReadOnlyList<Variable> Weights => Collect<Variable>(layer => [.. layer._ownTrainable.Now, .. layer._ownFixed.Now]);

    /// <summary>The weights that training changes; none if <see cref="Trainable"/> is false.</summary>
    public IReadOnlyList<Variable> TrainableWeights => Trainable ? [.. Weights.Where(weight => weight.Trainable)] : [];

    /// <summary>The weights that training doesn't change by gradients, such as moving statistics.</summary>
    public IReadOnlyList<Variable> NonTrainableWeights => Trainable ? [.. Weights.Where(weight => !weight.Trainable)] : Weights;

    /// <summary>Everything that a call may read or assign: the weights, and the states of random layers.</summary>
    public IReadOnlyList<Variable> Variables => Collect<Variable>(layer => [.. layer._ownTrainable.Now, .. layer._ownFixed.Now, .. layer._ownStates.Now]);

    /// <summary>As <see cref="TrainableWeights"/>, under the name that custom loops read.</summary>
    public IReadOnlyList<Variable> TrainableVariables => TrainableWeights;

    /// <summary>The penalties of the trainable weights' regularizers, and what <see cref="AddLoss"/> added during the last call. Scalars.</summary>
    public IReadOnlyList<Tensor> Losses =>
    [
        .. _callLosses,
        .. TrainableWeights.Where(weight => weight.Regularizer is not null).Select(weight => ((Regularizer)weight.Regularizer!).Call(weight)),
    ];

    /// <summary>The metrics that this layer and those inside update themselves.</summary>
    internal IReadOnlyList<Metric> OwnMetrics => Collect<Metric>(layer => layer._ownMetrics.Now);

    /// <summary>The number of values in all weights.</summary>
    public long ParameterCount => Weights.Sum(weight => weight.Shape.ElementCount);

    /// <summary>The layers inside, in the order in which their weights are listed.</summary>
    internal virtual IReadOnlyList<Layer> SubLayers => _subLayers.Now;

    /// <summary>This layer's own weights in the order in which files number them, without those of the layers inside.</summary>
    internal IReadOnlyList<Variable> OwnWeights => [.. _ownTrainable.Now, .. _ownFixed.Now];

    /// <summary>The weight that may have a low-rank adaptation, if there is one.</summary>
    private protected virtual AdaptableWeight? Adaptable => null;

    /// <summary>The weight that has a low-rank adaptation: files hold both together.</summary>
    internal AdaptableWeight? Adapted => Adaptable is { A: not null } adapted ? adapted : null;

    /// <summary>The states of this layer's own random numbers; what a recurrent layer keeps from batch to batch isn't among them, nor in files.</summary>
    internal IReadOnlyList<Variable> OwnStates => [.. _ownStates.Now.Where(state => state.Name == SeedState)];

    /// <summary>The layers inside, as files name them: by Keras' name of the attribute, or in a list by their classes (<see cref="SavedLayer.Listed"/>).</summary>
    internal virtual IEnumerable<SavedLayer> SavedLayers => SavedLayer.Listed("layers", SubLayers);

    /// <summary>The values of all weights, in the order of <see cref="Weights"/>.</summary>
    public IReadOnlyList<Tensor> GetWeights() => [.. Weights.Select(weight => weight.Value)];

    /// <summary>Replaces the values of all weights; of none if one doesn't fit.</summary>
    /// <param name="values">One for each of <see cref="Weights"/>, in that order.</param>
    /// <exception cref="ArgumentException">Their number or a shape is another one.</exception>
    public void SetWeights(IReadOnlyList<Tensor> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        IReadOnlyList<Variable> weights = Weights;
        if (values.Count != weights.Count)
            throw new ArgumentException($"{Label}: expected values for {weights.Count} weights, got {values.Count}.{(IsBuilt ? "" : " It isn't built yet: call it on its input first.")}");
        for (int index = 0; index < values.Count; index++)
            if (values[index].Shape != weights[index].Shape)
                throw ShapeError($"expected {weights[index].Shape} for weight {index}, '{weights[index].Path}', got {values[index].Shape}.");
        for (int index = 0; index < values.Count; index++) weights[index].Assign(values[index].Cast(weights[index].DType));
    }

    /// <summary>Creates a weight; to be called in <c>Build</c>.</summary>
    /// <param name="name">What it's called within the layer, such as <c>kernel</c>.</param>
    /// <param name="shape">Its sizes, all known.</param>
    /// <param name="initializer">Its first value; Glorot's uniform one by default.</param>
    /// <param name="trainable">Whether gradients change it.</param>
    /// <param name="regularizer">A penalty on it, added to the loss.</param>
    /// <param name="constraint">What each update must keep to.</param>
    /// <param name="dtype">Float32 by default.</param>
    protected internal Variable AddWeight(
        string name, Shape shape, Initializer? initializer = null, bool trainable = true, Regularizer? regularizer = null,
        Constraint? constraint = null, DType? dtype = null)
    {
        if (!shape.IsKnown) throw ShapeError($"the shape of weight '{name}' depends on an axis that isn't known: {shape}. Give the Input a size there.");
        LoadBudget? load = LoadBudget.Current;
        load?.Take(shape.Aggregate((double)(dtype ?? DType.Float32).Size, (product, size) => product * size), $"{Label}: its weight '{name}' of shape {shape}");
        DType type = dtype ?? DType.Float32;
        bool isTrainable = trainable && Trainable;
        Variable variable = Own(
            load is { HasWeights: true } ? Variable.Zeroed(new TensorSpec(shape, type), isTrainable, name)
            : new Variable((initializer ?? new GlorotUniform()).Call(shape, dtype).Cast(type), isTrainable, name),
            trainable ? _ownTrainable : _ownFixed);
        variable.Regularizer = regularizer;
        variable.Constraint = constraint;
        return variable;
    }

    /// <summary>Creates the state of a random layer: its seed (given, or drawn from <see cref="RandomSeed"/>) and the number of training calls so far.</summary>
    private protected Variable AddSeedState(int? seed) => Own(
        new Variable(Tensor.From<long>([seed ?? RandomSeed.Next(), 0], [2]), trainable: false, SeedState), _ownStates);

    /// <summary>Creates a state that is no weight, such as what a recurrent layer keeps from batch to batch.</summary>
    private protected Variable AddState(string name, Tensor value) => Own(new Variable(value, trainable: false, name), _ownStates);

    /// <summary>Adds a penalty to the loss of the call that is under way.</summary>
    /// <param name="loss">A scalar; other shapes are summed.</param>
    /// <exception cref="InvalidOperationException">No call is under way.</exception>
    protected void AddLoss(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        CallContext context = CallContext.Current
            ?? throw new InvalidOperationException($"{Label}: AddLoss belongs into Forward, no call is under way.");
        context.Losses.Add(loss.Rank == 0 ? loss : loss.Sum());
    }

    /// <summary>Makes a metric part of this layer: <c>Forward</c> updates it, and a model reports it under its name with those that it was compiled with.</summary>
    /// <returns>The metric.</returns>
    /// <remarks>Keras tracks a metric that is an attribute of a layer; so this belongs into the constructor or into <c>Build</c>.</remarks>
    protected T AddMetric<T>(T metric)
        where T : Metric
    {
        ArgumentNullException.ThrowIfNull(metric);
        _ownMetrics.AddNew(metric);
        return metric;
    }

    /// <summary>Makes a layer part of this one from the start; those called in <c>Forward</c> become part of it by themselves.</summary>
    /// <returns>The layer.</returns>
    protected T Track<T>(T layer)
        where T : Layer
    {
        ArgumentNullException.ThrowIfNull(layer);
        Adopt(layer);
        return layer;
    }

    /// <summary>Makes a layer part of this one and creates its weights; to be called in <c>Build</c>.</summary>
    private protected T BuildInside<T>(T layer, Shape input)
        where T : Layer
    {
        Track(layer);
        layer.PathPrefix ??= $"{PathPrefix}{Name}/";
        layer.EnsureBuilt([input]);
        return layer;
    }

    /// <summary>Lists a weight of a layer inside among this layer's own, as Keras does where a wrapper refers to it.</summary>
    private protected void ListAsOwn(Variable variable) => _ownTrainable.Add(variable);

    /// <summary>Takes a layer that was called inside into the list of those inside.</summary>
    internal virtual void Adopt(Layer layer)
    {
        if (ReferenceEquals(layer, this) || !_subLayers.AddNew(layer)) return;
        if (!Trainable) layer.Trainable = false;
    }

    /// <summary>Gives all variables one lock; a model's sub-models follow.</summary>
    internal virtual void Share(VariableLock guard)
    {
        foreach (Variable variable in _ownTrainable.Now.Concat(_ownFixed.Now).Concat(_ownStates.Now)) variable.MoveTo(guard);
        foreach (Layer layer in SubLayers) layer.Share(guard);
    }

    private Variable Own(Variable variable, SharedList<Variable> owners)
    {
        variable.Path = $"{PathPrefix}{Name}/{variable.Name}";
        owners.Add(variable);
        return variable;
    }

    private void ForgetWeights()
    {
        _ownTrainable.Keep(_ => false);
        _ownFixed.Keep(_ => false);
        if (BuildShapes is null) _ownStates.Keep(state => state.Name == SeedState);
    }

    // Depth first; a layer used twice is listed once.
    private IReadOnlyList<T> Collect<T>(Func<Layer, IEnumerable<T>> own)
        where T : class
    {
        var found = new List<T>();
        var seen = new HashSet<T>(ReferenceEqualityComparer.Instance);
        var walked = new HashSet<Layer>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<Layer>([this]);
        while (pending.TryPop(out Layer? layer))
        {
            if (!walked.Add(layer)) continue;
            foreach (T item in own(layer))
                if (seen.Add(item)) found.Add(item);
            IReadOnlyList<Layer> inside = layer.SubLayers;
            for (int index = inside.Count - 1; index >= 0; index--) pending.Push(inside[index]);
        }

        return found;
    }
}
