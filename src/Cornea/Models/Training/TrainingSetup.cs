using Cornea.Losses;
using Cornea.Metrics;
using Cornea.Optimizers;

namespace Cornea;

/// <summary>What a model was compiled with. Losses and metrics find their outputs when the outputs' names are known.</summary>
internal sealed class TrainingSetup(
    Optimizer optimizer, CompileLoss? loss, IReadOnlyDictionary<string, double>? lossWeights, CompileMetrics? metrics, CompileMetrics? weightedMetrics)
{
    private Loss?[]? _losses;
    private double[] _lossWeights = [];
    private Mean?[] _outputLosses = [];
    private (int Output, Metric Metric, bool Weighted, string Name)[] _metrics = [];

    public Optimizer Optimizer { get; } = optimizer;

    /// <summary>The loss over the epoch.</summary>
    public Mean Tracker { get; } = new("loss");

    public CompileLoss? Loss { get; } = loss;

    public IReadOnlyDictionary<string, double>? LossWeights { get; } = lossWeights;

    public CompileMetrics? Given { get; } = metrics;

    public CompileMetrics? GivenWeighted { get; } = weightedMetrics;

    /// <summary>The weights that training changes; decided at the first step after compiling.</summary>
    public IReadOnlyList<Variable>? Trained { get; set; }

    /// <summary>The loss of each output.</summary>
    public IReadOnlyList<Loss?> Losses => _losses ?? [];

    /// <summary>All that is tracked, in Keras' order: the loss, the outputs' losses, the metrics.</summary>
    public IEnumerable<(string Name, Metric Metric)> Tracked =>
    [
        ("loss", Tracker),
        .. _outputLosses.OfType<Mean>().Select(mean => (mean.Name, (Metric)mean)),
        .. _metrics.Select(entry => (entry.Name, entry.Metric)),
    ];

    /// <summary>Gives losses and metrics to the outputs.</summary>
    /// <exception cref="ArgumentException">A name is that of no output, or numbers don't agree.</exception>
    public void Resolve(IReadOnlyList<string> outputs, string label)
    {
        if (_losses is not null) return;
        Loss?[] losses = Loss?.Resolve(outputs, label) ?? new Loss?[outputs.Count];
        CompileNames.Check("loss weights", LossWeights?.Keys ?? [], outputs, label);
        _lossWeights = [.. outputs.Select(name => LossWeights is not null && LossWeights.TryGetValue(name, out double weight) ? weight : 1)];
        bool several = losses.Count(loss => loss is not null) > 1;
        _outputLosses = [.. outputs.Select((name, index) => several && losses[index] is not null ? new Mean($"{name}_loss") : null)];
        var used = new HashSet<string>(Tracked.Select(pair => pair.Name));
        _metrics =
        [
            .. (Given?.Resolve(outputs, label) ?? []).Select(pair => Entry(pair.Output, pair.Metric, false)),
            .. (GivenWeighted?.Resolve(outputs, label) ?? []).Select(pair => Entry(pair.Output, pair.Metric, true)),
        ];
        _losses = losses;

        (int, Metric, bool, string) Entry(int output, Metric metric, bool weighted)
        {
            string name = outputs.Count > 1 ? $"{outputs[output]}_{metric.Name}" : metric.Name;
            string unique = name;
            for (int number = 1; !used.Add(unique); number++) unique = $"{name}_{number}";
            return (output, metric, weighted, unique);
        }
    }

    /// <summary>The losses of a batch, weighted and summed, and the penalties; tracked.</summary>
    public Tensor ComputeLoss(Batch batch, TensorList outputs, IReadOnlyList<Tensor> penalties, string label)
    {
        Tensor? total = null;
        double size = batch.Size;
        for (int index = 0; index < outputs.Count; index++)
        {
            if (_losses![index] is not { } loss) continue;
            Tensor value = loss.Call(Target(batch, index, outputs.Count, label), outputs[index], batch.WeightsOf(index));
            if (value.Rank > 0) value = value.Mean();
            _outputLosses[index]?.UpdateState(value, size);
            Tensor weighted = _lossWeights[index] == 1 ? value : value * _lossWeights[index];
            total = total is null ? weighted : total + weighted;
        }

        foreach (Tensor penalty in penalties) total = total is null ? penalty : total + penalty;
        if (total is null) throw new InvalidOperationException($"{label}: there is no loss to train with; give Compile a loss, or call AddLoss in a layer.");
        Tracker.UpdateState(total, size);
        return total;
    }

    /// <summary>Takes a batch into the metrics.</summary>
    public void UpdateMetrics(Batch batch, TensorList outputs, string label)
    {
        foreach ((int output, Metric metric, bool weighted, _) in _metrics)
            metric.UpdateState(Target(batch, output, outputs.Count, label), outputs[output], weighted ? batch.WeightsOf(output) : null);
    }

    private static Tensor Target(Batch batch, int output, int outputs, string label)
    {
        if (batch.Targets is not { } targets) throw new ArgumentException($"{label}: its loss compares outputs with targets; expected y, got none.");
        return targets.Count == outputs ? targets[output]
            : throw new ArgumentException($"{label}: expected targets for {outputs} output(s), got {targets.Count}.");
    }
}
