using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cornea.Constraints;
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
public abstract class Optimizer : KerasSaveable
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

    /// <summary>Makes the slots for these weights; the first <see cref="Apply"/> does it otherwise.</summary>
    public virtual void Build(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        lock (BuildLock.Shared)
        {
            if (IsBuilt) return;
            _weights = [.. variables];
            _known = new HashSet<Variable>(_weights, ReferenceEqualityComparer.Instance);
            if (Options.UseEma) _averages = AddSlots("average");
            if (Options.GradientAccumulationSteps is not null) _accumulators = AddSlots("gradient_accumulator");
            CreateSlots();
            _isBuilt = true;
        }
    }

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

    /// <summary>Makes the slots the rule needs, with <see cref="AddSlots(string, double)"/>; <see cref="Weights"/> is set.</summary>
    protected virtual void CreateSlots()
    {
    }

    /// <summary>Emits what all weights share, once a step, and gives the rule that updates one of them.</summary>
    /// <param name="learningRate">The rate: a float32 scalar.</param>
    /// <param name="step">The number of this step, counted from 1: a float32 scalar.</param>
    protected abstract UpdateRule BeginStep(Tensor learningRate, Tensor step);

    /// <summary>A slot of each weight's shape for each weight.</summary>
    /// <param name="name">What it is called after the weight's name.</param>
    /// <param name="initialValue">The value it begins with.</param>
    protected Slots AddSlots(string name, double initialValue = 0) => AddSlots([(name, initialValue)])[0];

    /// <summary>Several slots for each weight, which lie together in files.</summary>
    protected Slots[] AddSlots(params ReadOnlySpan<(string Name, double InitialValue)> kinds)
    {
        var result = new Slots[kinds.Length];
        for (int kind = 0; kind < kinds.Length; kind++) result[kind] = new Slots();
        foreach (Variable weight in Weights)
            for (int kind = 0; kind < kinds.Length; kind++)
                AddSlot(result[kind], weight, kinds[kind].Name, weight.Shape, kinds[kind].InitialValue);
        return result;
    }

    private protected static Slots NewSlots() => new();

    /// <summary>One slot of a shape of its own. Without a name it is called as the weight.</summary>
    private protected void AddSlot(Slots slots, Variable weight, string? name, Shape shape, double initialValue = 0)
    {
        string label = weight.Label.Replace('/', '_');
        slots.Add(weight, AddVariable(name is null ? weight.Name : $"{label}_{name}", Filled(shape, initialValue)));
    }

    /// <summary>A slot that begins with the weight's present value.</summary>
    private protected void AddCopySlot(Slots slots, Variable weight, string name) =>
        slots.Add(weight, AddVariable($"{weight.Label.Replace('/', '_')}_{name}", weight.Snapshot()));

    /// <summary>State that belongs to no weight.</summary>
    private protected Variable AddVariable(string name, Tensor value)
    {
        var variable = new Variable(value, trainable: false, name) { Path = $"{Name}/{name}" };
        _slots.Add(variable);
        return variable;
    }

    /// <summary>Assigns decaying state, which would otherwise end in slow subnormal numbers, and gives its new value.</summary>
    protected static Tensor Decay(Variable slot, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(slot);
        Tensor flushed = Ops.FlushSubnormal(value);
        slot.Assign(flushed);
        return flushed;
    }

    /// <summary>Emits assignments that hold only where a condition, one truth value, does; elsewhere the variables stay as they are.</summary>
    private protected static void AssignWhere(Tensor condition, IReadOnlyList<Variable> touched, Action body)
    {
        Tensor[] before = [.. touched.Select(variable => variable.Value)];
        body();
        for (int index = 0; index < before.Length; index++)
        {
            Tensor after = touched[index].Value;
            if (!ReferenceEquals(after, before[index])) touched[index].Assign(Ops.Where(condition, after, before[index]));
        }
    }

    /// <summary>The weight decay of one weight: what <see cref="OptimizerOptions.WeightDecay"/> says, or null.</summary>
    private protected virtual double? WeightDecayOf(Variable weight) => Options.WeightDecay;

    private static Tensor Filled(Shape shape, double value)
    {
        var values = new float[checked((int)shape.ElementCount)];
        if (value != 0) Array.Fill(values, (float)value);
        return Tensor.From(values, shape);
    }

    private float ReadRate() => RateAt(ReadIterations(), ReadScalar<float>(_rate));

    private float RateAt(long step, float rate) => _schedule is { } schedule ? (float)schedule.At(step) : rate;

    // Part of the graph, so that each of several steps in one traced function has the rate of its own number.
    private Tensor RateOf(Tensor iterations)
    {
        Tensor rate = _rate.Value;
        return Trace.Current is { IsEager: true }
            ? Tensor.From([RateAt(iterations.ToScalar<long>(), rate.ToScalar<float>())], Shape.Scalar)
            : Node.Emit(new Graphs.Operations.HostNumber("learning_rate", RateAt), iterations, rate)[0];
    }

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

    /// <summary>Emits one step, its arguments being checked.</summary>
    private protected virtual void Emit(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables)
    {
        Tensor[] scaled = [.. gradients.Select((gradient, index) => Unscaled(gradient.Cast(variables[index].DType)))];
        Tensor iterations = _iterations.Value;
        if (Options.GradientAccumulationSteps is { } steps) Accumulate(scaled, variables, iterations, steps);
        else Update(scaled, variables, iterations);
        if (_averages is not null) Average(_averages, UpdatesBefore(iterations));
        foreach (Variable variable in variables)
            if (variable.Constraint is Constraint constraint) variable.Assign(constraint.Call(variable.Value));
        CountStep();
    }

    private protected void CountStep() => _iterations.Assign(_iterations.Value + 1);

    /// <summary>A gradient of the loss itself.</summary>
    private protected Tensor Unscaled(Tensor gradient) => Options.LossScaleFactor is { } factor ? gradient / factor : gradient;

    /// <summary>How many updates there were before this step: fewer than steps where gradients are accumulated.</summary>
    private Tensor UpdatesBefore(Tensor iterations) => Options.GradientAccumulationSteps is { } steps
        ? Ops.Floor(iterations.Cast(DType.Float32) / steps)
        : iterations.Cast(DType.Float32);

    private void Update(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables, Tensor iterations)
    {
        Tensor rate = RateOf(iterations);
        IReadOnlyList<Tensor> clipped = Clipped(gradients);
        var factors = new Dictionary<double, Tensor>();
        foreach (Variable variable in variables)
        {
            if (WeightDecayOf(variable) is not { } decay || _undecayed?.Covers(variable) == true) continue;
            if (!factors.TryGetValue(decay, out Tensor? factor)) factors[decay] = factor = rate * decay;
            variable.Assign(variable.Value - (variable.Value * factor));
        }

        UpdateRule rule = BeginStep(rate, UpdatesBefore(iterations) + 1);
        for (int index = 0; index < variables.Count; index++) rule(variables[index], clipped[index]);
    }

    // Each step computes the update; only the last of a group keeps it.
    private void Accumulate(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables, Tensor iterations, int steps)
    {
        Tensor isUpdate = Ops.Equal(Ops.Mod(iterations + 1, steps), 0);
        Tensor[] sums = [.. variables.Select((variable, index) => gradients[index] + _accumulators![variable].Value)];
        Variable[] touched = [.. variables, .. _slots.Now.Except(variables.Select(variable => _accumulators![variable]))];
        AssignWhere(isUpdate, touched, () => Update([.. sums.Select(sum => sum / steps)], variables, iterations));
        for (int index = 0; index < variables.Count; index++)
            _accumulators![variables[index]].Assign(Ops.Where(isUpdate, 0, sums[index]));
    }

    private void Average(Slots averages, Tensor updates)
    {
        Tensor momentum = Ops.Where(Ops.Equal(updates, 0), 0, Options.EmaMomentum);
        Tensor rest = 1 - momentum;
        Tensor? overwrites = Options.EmaOverwriteFrequency is { } frequency ? Ops.Equal(Ops.Mod(updates + 1, frequency), 0) : null;
        foreach (Variable weight in Weights)
        {
            Tensor average = (averages[weight].Value * momentum) + (weight.Value * rest);
            averages[weight].Assign(average);
            if (overwrites is not null) weight.Assign(Ops.Where(overwrites, average, weight.Value));
        }
    }

    private IReadOnlyList<Tensor> Clipped(IReadOnlyList<Tensor> gradients)
    {
        if (Options.ClipNorm is > 0 and { } norm)
            return [.. gradients.Select(gradient => gradient * norm / Ops.Maximum(Ops.Sqrt(Ops.Sum(Ops.Square(gradient))), norm))];
        if (Options.ClipValue is > 0 and { } value) return [.. gradients.Select(gradient => Ops.Clip(gradient, -value, value))];
        if (Options.GlobalClipNorm is not (> 0 and { } globalNorm)) return gradients;
        Tensor total = Ops.Sqrt(gradients.Select(gradient => Ops.Sum(Ops.Square(gradient))).Aggregate((sum, square) => sum + square));

        // An infinite norm makes every gradient NaN, so that it is noticed.
        Tensor scale = (Ops.Minimum(Ops.Reciprocal(total), 1 / globalNorm) * globalNorm) + (total - total);
        return [.. gradients.Select(gradient => gradient * scale)];
    }
}
