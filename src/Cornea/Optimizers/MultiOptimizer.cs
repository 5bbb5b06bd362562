using System.Text.Json.Nodes;

namespace Cornea.Optimizers;

/// <summary>Several optimizers, each for some of the variables, such as a small rate for a backbone and a large one for the head.</summary>
/// <remarks>
/// <para>Each counts its own steps and has its own learning rate: there is none of the whole.</para>
/// <para>Source: Keras 3, MultiOptimizer.</para>
/// </remarks>
public sealed class MultiOptimizer : Optimizer
{
    private readonly OptimizerMap? _map;
    private readonly Func<Variable, Optimizer> _choose;
    private readonly List<Optimizer> _optimizers = [];
    private readonly Dictionary<Variable, Optimizer> _chosen = new(ReferenceEqualityComparer.Instance);

    /// <summary>By the variables' paths.</summary>
    /// <param name="optimizerMap">Which optimizer updates which variable.</param>
    /// <param name="lossScaleFactor">What the loss was multiplied with; gradients are divided by it.</param>
    /// <param name="name">What it is called.</param>
    public MultiOptimizer(OptimizerMap optimizerMap, double? lossScaleFactor = null, string? name = null)
        : this(variable => optimizerMap[variable.Label], lossScaleFactor, name)
    {
        ArgumentNullException.ThrowIfNull(optimizerMap);
        _map = optimizerMap;
        foreach (Optimizer optimizer in optimizerMap.Select(pair => pair.Value).Append(optimizerMap.DefaultOptimizer).Distinct()) _optimizers.Add(optimizer);
    }

    /// <summary>By a function of the program's, which can't be saved.</summary>
    /// <param name="optimizerMap">Gives the optimizer of a variable; asked once for each.</param>
    /// <param name="lossScaleFactor">What the loss was multiplied with; gradients are divided by it.</param>
    /// <param name="name">What it is called.</param>
    public MultiOptimizer(Func<Variable, Optimizer> optimizerMap, double? lossScaleFactor = null, string? name = null)
        : base(new OptimizerOptions(LossScaleFactor: lossScaleFactor, Name: name), 0.0)
    {
        ArgumentNullException.ThrowIfNull(optimizerMap);
        _choose = optimizerMap;
    }

    /// <summary>The optimizers, each once.</summary>
    public IReadOnlyList<Optimizer> Optimizers => _optimizers;

    /// <summary>There is none of the whole.</summary>
    /// <exception cref="InvalidOperationException">Always: ask, or set, the rate of one of <see cref="Optimizers"/>.</exception>
    public override LearningRate LearningRate
    {
        get => throw NoRate();
        set => throw NoRate();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Variables => [.. base.Variables, .. _optimizers.SelectMany(optimizer => optimizer.Variables)];

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A function chooses the optimizers, so that they aren't known yet.</exception>
    public override void ExcludeFromWeightDecay(IEnumerable<Variable>? variables = null, IEnumerable<string>? names = null)
    {
        if (_map is null) throw new InvalidOperationException($"MultiOptimizer '{Name}': a function chooses its optimizers; call ExcludeFromWeightDecay of each of them.");
        foreach (Optimizer optimizer in _optimizers) optimizer.ExcludeFromWeightDecay(variables, names);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig()
    {
        if (_map is null) throw new InvalidOperationException($"MultiOptimizer '{Name}': a function can't be saved; give it an OptimizerMap.");
        return new ObjectConfig()
            .With("name", Name)
            .With("loss_scale_factor", (JsonNode?)Options.LossScaleFactor)
            .With("optimizer_map", new KerasObject("keras.optimizers", "OptimizerMap", new ObjectConfig()
                .With("default_optimizer", _map.DefaultOptimizer.Serialize().ToJson())
                .With("optimizer_map", new JsonObject(_map.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value.Serialize().ToJson()))))).ToJson());
    }

    internal static MultiOptimizer FromConfig(ObjectConfig config)
    {
        if (config.Json["optimizer_map"] is not { } json) throw new InvalidDataException("MultiOptimizer: expected an optimizer_map, got none.");
        ObjectConfig saved = KerasObject.FromJson(json).Config;
        var map = new OptimizerMap(Read(saved.Json["default_optimizer"], "default_optimizer"));
        foreach ((string key, JsonNode? optimizer) in saved.Json["optimizer_map"] as JsonObject ?? []) map[key] = Read(optimizer, key);
        return new MultiOptimizer(map, config.GetNullableDouble("loss_scale_factor"), config.GetString("name"));

        static Optimizer Read(JsonNode? node, string key) =>
            Deserialize(node) ?? throw new InvalidDataException($"MultiOptimizer: expected an optimizer for '{key}', got none.");
    }

    /// <inheritdoc/>
    public override void Build(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        lock (BuildLock.Shared)
            if (!IsBuilt) Divide(variables);
    }

    private void Divide(IReadOnlyList<Variable> variables)
    {
        foreach (Variable variable in variables)
        {
            Optimizer optimizer = OptimizerMap.Usable(_choose(variable) ?? throw new InvalidOperationException($"MultiOptimizer '{Name}': expected an optimizer for '{variable.Label}', got null."));
            if (!_optimizers.Contains(optimizer)) _optimizers.Add(optimizer);
            _chosen[variable] = optimizer;
        }

        foreach (Optimizer optimizer in _optimizers)
            if (variables.Where(variable => _chosen[variable] == optimizer).ToArray() is { Length: > 0 } own) optimizer.Build(own);
        base.Build(variables);
    }

    /// <inheritdoc/>
    public override void FinalizeVariableValues()
    {
        foreach (Optimizer optimizer in _optimizers) optimizer.FinalizeVariableValues();
    }

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step) =>
        throw new InvalidOperationException("MultiOptimizer: the optimizers in it update the weights.");

    private protected override void Emit(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables)
    {
        foreach (Optimizer optimizer in _optimizers)
        {
            int[] own = [.. Enumerable.Range(0, variables.Count).Where(index => _chosen[variables[index]] == optimizer)];
            optimizer.Apply([.. own.Select(index => Unscaled(gradients[index]))], [.. own.Select(index => variables[index])]);
        }

        CountStep();
    }

    private InvalidOperationException NoRate() => new($"MultiOptimizer '{Name}': each of its optimizers has its own learning rate; use Optimizers[i].LearningRate.");
}
