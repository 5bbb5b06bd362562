using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cornea.Graphs;

namespace Cornea.Optimizers;

/// <summary>Changes weights so that the loss falls. A name converts to one, such as <c>"adam"</c>.</summary>
/// <remarks>
/// <para>An optimizer of one's own overrides <see cref="CreateSlots"/> and <see cref="BeginStep"/>. Its rule should be an expression, element by
/// element, of weight, gradient and slots, so that all weights are updated in one pass; what is the same for all of them is computed once,
/// in <see cref="BeginStep"/>.</para>
/// <para>In a traced function <see cref="Apply"/> becomes part of the plan; outside it runs at once.</para>
/// <para>Source: Keras 3, Optimizer. Golden cases: optimizers/*.</para>
/// </remarks>
public abstract partial class Optimizer : KerasSaveable
{
    private const string Excluded = "exclude_from_weight_decay";

    private static readonly ObjectTable<Optimizer> Table = OptimizerTable.Create();

    private readonly SharedList<Variable> _slots = new();
    private readonly Variable _iterations;
    private readonly Variable _rate;
    private Variable[]? _weights;
    private volatile bool _isBuilt;
    private HashSet<Variable> _known = [];
    private LearningRateSchedule? _schedule;
    private WeightDecayExclusion? _undecayed;
    private Slots? _averages;
    private Slots? _accumulators;

    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes.</param>
    protected Optimizer(OptimizerOptions options, LearningRate learningRate)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(learningRate);
        options.Check(GetType().Name);
        Options = options;
        Name = options.Name ?? SnakeCase.Of(GetType().Name);
        _schedule = learningRate.Schedule;
        _iterations = new Variable(Tensor.From([0L], Shape.Scalar), trainable: false, "iteration") { Path = $"{Name}/iteration" };
        _rate = new Variable(Tensor.From([(float)learningRate.Value], Shape.Scalar), trainable: false, "learning_rate") { Path = $"{Name}/learning_rate" };
    }

    /// <summary>What one update does to a weight, given its gradient: assigns it and its slots.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">Its gradient, of the same shape.</param>
    protected delegate void UpdateRule(Variable weight, Tensor gradient);

    /// <summary>What it is called.</summary>
    public string Name { get; internal set; }

    /// <summary>What every optimizer can do.</summary>
    public OptimizerOptions Options { get; }

    /// <summary>How many steps there have been: int64, a scalar.</summary>
    public virtual Variable Iterations => _iterations;

    /// <summary>How far a step goes. May be set at any time between steps: compiled plans read it anew in each step.</summary>
    /// <exception cref="InvalidOperationException">A number is set, but a schedule rules the rate.</exception>
    public virtual LearningRate LearningRate
    {
        get => _schedule is { } schedule ? LearningRate.At(schedule, ReadIterations()) : (double)ReadRate();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (_schedule is not null && value.Schedule is null)
                throw new InvalidOperationException(
                    $"{GetType().Name} '{Name}': a {_schedule.GetType().Name} rules the learning rate, so that no number can be set. "
                    + "Set another schedule, or make the optimizer with a number.");
            _schedule = value.Schedule;
            if (_schedule is null) _rate.Assign(Tensor.From([(float)value.Value], Shape.Scalar));
        }
    }

    /// <summary>All its state, in Keras' order: the step, the learning rate unless a schedule rules it, the slots.</summary>
    public virtual IReadOnlyList<Variable> Variables => _schedule is null ? [_iterations, _rate, .. _slots.Now] : [_iterations, .. _slots.Now];

    /// <summary>True once the slots are there.</summary>
    public bool IsBuilt => _isBuilt;

    /// <summary>The weights it was built for.</summary>
    public IReadOnlyList<Variable> Weights => _weights ?? [];

    private protected sealed override string Module => "keras.optimizers";

    // Keras' optimizers refuse settings that they don't know, and pass over what stands beside them.
    private protected override JsonObject? Own => _undecayed is { } undecayed ? new JsonObject { [Excluded] = undecayed.ToJson() } : null;

    /// <summary>The optimizer of a name, with default settings.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Optimizer?(string? name) => name is null ? null : Table.Make(name);

    /// <summary>The optimizer that Keras' JSON describes; null for none.</summary>
    /// <exception cref="InvalidDataException">The class is unknown, or a setting is wrong.</exception>
    public static Optimizer? Deserialize(JsonNode? json, IReadOnlyDictionary<string, Func<ObjectConfig, object>>? customObjects = null)
    {
        Optimizer? optimizer = Table.Read(json, customObjects);
        if (optimizer is not null && KerasObject.OwnOf(json)?[Excluded] is JsonObject excluded) optimizer._undecayed = WeightDecayExclusion.FromJson(excluded);
        return optimizer;
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => Options.AddTo(new ObjectConfig()
        .With("name", Name)
        .With("learning_rate", _schedule is { } schedule ? schedule.Serialize().ToJson() : (JsonNode)(double)ReadRate()));

    /// <summary>One step.</summary>
    /// <param name="gradients">The gradients, in the order of <paramref name="variables"/>; see <see cref="Gradients.Of(Tensor, IReadOnlyList{Variable})"/>.</param>
    /// <param name="variables">The weights, each of those the optimizer was built for.</param>
    /// <exception cref="ArgumentException">Their numbers differ, or a weight is a new one.</exception>
    /// <exception cref="ShapeException">A gradient is of another shape than its weight.</exception>
    public virtual void Apply(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(variables);
        if (gradients.Count != variables.Count)
            throw new ArgumentException($"{GetType().Name} '{Name}': expected a gradient for each of {variables.Count} variables, got {gradients.Count}.");
        if (gradients.Count == 0)
            throw new ArgumentException($"{GetType().Name} '{Name}': expected at least one weight to train, got none. Build the layers first (call them once), and look at Trainable.");
        Build(variables);
        for (int index = 0; index < gradients.Count; index++) Check(gradients[index], variables[index]);
        Trace.Eagerly(
            () =>
            {
                Emit(gradients, variables);
                return true;
            },
            _ => []);
    }

    /// <summary>The loss to take gradients of: times the loss scale, where there is one.</summary>
    public virtual Tensor ScaleLoss(Tensor loss) => Options.LossScaleFactor is { } factor ? loss * factor : loss;

    /// <summary>Leaves weights out of weight decay. To be said before the first step; files keep it.</summary>
    /// <param name="variables">The weights.</param>
    /// <param name="names">Regular expressions; a weight is left out if its name matches one anywhere.</param>
    /// <exception cref="InvalidOperationException">The optimizer is built.</exception>
    public virtual void ExcludeFromWeightDecay(IEnumerable<Variable>? variables = null, IEnumerable<string>? names = null)
    {
        if (IsBuilt)
            throw new InvalidOperationException($"{GetType().Name} '{Name}': weights can be left out of weight decay only before the optimizer is built.");
        _undecayed = new WeightDecayExclusion(variables ?? [], names ?? []);
    }

    /// <summary>The weights with their moving averages, where those are kept.</summary>
    internal IReadOnlyList<(Variable Weight, Variable Average)> Averages => _averages is { } averages ? [.. Weights.Select(weight => (weight, averages[weight]))] : [];

    /// <summary>What is done when training ends: with a moving average of the weights, it becomes the weights.</summary>
    public virtual void FinalizeVariableValues()
    {
        if (_averages is null) return;
        foreach (Variable weight in Weights) weight.Assign(_averages[weight].Value);
    }

    private float ReadRate() => RateAt(ReadIterations(), ReadScalar<float>(_rate));

    private long ReadIterations() => ReadScalar<long>(_iterations);

    // Read as it stands, without a snapshot: that would make the next step write to fresh memory.
    private static T ReadScalar<T>(Variable variable)
        where T : unmanaged
    {
        Storage storage = variable.Storage;
        T value = storage.Span<T>()[0];
        GC.KeepAlive(storage);
        return value;
    }

    private void Check(Tensor gradient, Variable variable)
    {
        if (!_known.Contains(variable))
            throw new ArgumentException(
                $"{GetType().Name} '{Name}': variable '{variable.Label}' is none of the {Weights.Count} it was built for. Make a new optimizer for new variables.");
        if (gradient.Shape != variable.Shape)
            throw new ShapeException($"{GetType().Name} '{Name}': expected a gradient of shape {variable.Shape} for '{variable.Label}', got {gradient.Shape}.");
    }
}
