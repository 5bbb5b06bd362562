using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Graphs;

namespace Cornea.Metrics;

/// <summary>A figure that says how good predictions are, gathered over batches. A name converts to one, such as <c>"accuracy"</c>.</summary>
/// <remarks>
/// <para>A metric of one's own makes its state with <see cref="AddVariable"/> and overrides <see cref="Update"/> and <see cref="Result"/>.
/// In a traced function <see cref="UpdateState"/> becomes part of the plan; outside it runs at once.</para>
/// <para>Source: Keras 3, Metric. Golden cases: metrics/*.</para>
/// </remarks>
public abstract class Metric : KerasSaveable
{
    private static readonly ObjectTable<Metric> Table = MetricTable.Create();
    private readonly SharedList<Variable> _variables = new();

    /// <param name="name">What it is called in histories; null takes the class' name.</param>
    protected Metric(string? name = null) => Name = name ?? SnakeCase.Of(GetType().Name);

    /// <summary>What it is called in histories.</summary>
    public string Name { get; internal set; }

    /// <summary>Which way it gets better; a metric of one's own says so for callbacks that watch it with <c>mode: "auto"</c>.</summary>
    public virtual MetricDirection Direction => MetricDirection.Unknown;

    /// <summary>Its state.</summary>
    public virtual IReadOnlyList<Variable> Variables => _variables.Now;

    private protected sealed override string Module => "keras.metrics";

    /// <summary>The dtype of the state, as Keras' config says it.</summary>
    private protected virtual DType StateType => DType.Float32;

    /// <summary>The metric of a name, with default settings. <c>"accuracy"</c> chooses among its kinds by the shapes it meets first.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Metric?(string? name)
    {
        if (name is null) return null;
        Metric metric = MetricByShape.IsName(name) ? new MetricByShape(name) : Table.Make(name);
        if (char.IsLower(name[0])) metric.Name = name;
        return metric;
    }

    /// <summary>The metric that Keras' JSON describes; null for none.</summary>
    /// <exception cref="InvalidDataException">The class is unknown, or a setting is wrong.</exception>
    public static Metric? Deserialize(JsonNode? json, IReadOnlyDictionary<string, Func<ObjectConfig, object>>? customObjects = null) =>
        json is JsonValue value && value.TryGetValue(out string? name) && MetricByShape.IsName(name) ? name : Table.Read(json, customObjects);

    /// <summary>The mean of a function from targets and predictions to one number for each sample.</summary>
    /// <param name="function">The function.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="direction">Which way it gets better.</param>
    public static Metric From(Func<Tensor, Tensor, Tensor> function, string name = "metric", MetricDirection direction = MetricDirection.Unknown)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new MeanMetricWrapper(function, name, direction);
    }

    /// <summary>Takes in a batch.</summary>
    /// <param name="yTrue">The targets.</param>
    /// <param name="yPred">The predictions.</param>
    /// <param name="sampleWeight">What each sample counts; null: 1.</param>
    public void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        Emit(() => Update(yTrue, yPred, Weight(yPred, sampleWeight)));
    }

    /// <summary>The figure over all batches since the state was reset: one number, of some metrics one for each class or threshold.</summary>
    public abstract Tensor Result();

    /// <summary>Forgets all batches.</summary>
    public virtual void ResetState()
    {
        foreach (Variable variable in Variables) variable.Assign(Zeros(variable.Shape, variable.DType));
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig().With("name", Name).With("dtype", StateType.Name);

    /// <summary>Takes in a batch: assigns the state.</summary>
    protected abstract void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight);

    /// <summary>The samples' weights as the metric takes them: in general, as they are given.</summary>
    private protected virtual Tensor? Weight(Tensor yPred, Tensor? sampleWeight) => sampleWeight;

    /// <summary>A piece of state, which begins with zeros.</summary>
    protected Variable AddVariable(string name, Shape shape, DType? dtype = null)
    {
        if (LoadBudget.Current is { } load)
            load.Take(shape.Aggregate((double)(dtype ?? DType.Float32).Size, (product, size) => product * size), $"the metric '{FileText.Shortened(Name)}'");
        var variable = new Variable(Zeros(shape, dtype ?? DType.Float32), trainable: false, name) { Path = $"{Name.Replace('/', '>')}/{name}" };
        _variables.Add(variable);
        return variable;
    }

    /// <summary>Adds to a piece of state.</summary>
    protected static void Add(Variable variable, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        variable.Assign(variable.Value + value);
    }

    private protected static void Emit(Action body) => Trace.Eagerly(
        () =>
        {
            lock (BuildLock.Shared) body(); // Some make their state when they first see the shapes.
            return true;
        },
        _ => []);

    // Data rather than an operation, so that making and resetting state computes nothing.
    private static Tensor Zeros(Shape shape, DType dtype)
    {
        var spec = new TensorSpec(shape, dtype);
        return Tensor.Of(Storage.Zeroed(spec.Bytes), spec);
    }
}
