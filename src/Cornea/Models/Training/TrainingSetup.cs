using Cornea.Losses;
using Cornea.Metrics;
using Cornea.Optimizers;

namespace Cornea;

/// <summary>What a model was compiled with. Losses and metrics find their outputs when the outputs' names are known.</summary>
internal sealed class TrainingSetup(
    Optimizer optimizer, CompileLoss? loss, LossWeights? lossWeights, CompileMetrics? metrics, CompileMetrics? weightedMetrics)
{
    private Loss?[]? _losses;
    private double[] _lossWeights = [];
    private Mean?[] _outputLosses = [];
    private OutputMetric[] _metrics = [];
    private int[] _compared = [];
    private string[] _outputs = [];

    public Optimizer Optimizer { get; } = optimizer;

    /// <summary>The loss over the epoch.</summary>
    public Mean Tracker { get; } = new("loss");

    public CompileLoss? Loss { get; } = loss;

    public LossWeights? LossWeights { get; } = lossWeights;

    public CompileMetrics? Given { get; } = metrics;

    public CompileMetrics? GivenWeighted { get; } = weightedMetrics;

    /// <summary>The weights that training changes; decided at the first step after compiling.</summary>
    public IReadOnlyList<Variable>? Trained { get; set; }

    /// <summary>The loss of each output.</summary>
    public IReadOnlyList<Loss?> Losses => _losses ?? [];

    /// <summary>All that is tracked, in Keras' order: the loss, the outputs' losses, the metrics.</summary>
    public IEnumerable<(string Name, Metric Metric)> Tracked =>
    [
        .. TrackedLosses.Select(mean => (mean.Name, (Metric)mean)),
        .. _metrics.Select(entry => (entry.Name, entry.Metric)),
    ];

    private IEnumerable<Mean> TrackedLosses => [Tracker, .. _outputLosses.OfType<Mean>()];

    /// <summary>Gives losses and metrics to the outputs.</summary>
    /// <exception cref="ArgumentException">A name is that of no output, or numbers don't agree.</exception>
    public void Resolve(IReadOnlyList<string> outputs, string label)
    {
        if (_losses is not null) return;
        Loss?[] losses = Loss?.Resolve(outputs, label) ?? new Loss?[outputs.Count];
        _lossWeights = LossWeights?.Resolve(outputs, [.. losses.Select(loss => loss is not null)], label) ?? [.. outputs.Select(_ => 1.0)];
        bool several = losses.Count(loss => loss is not null) > 1;
        _outputLosses = [.. outputs.Select((name, index) => several && losses[index] is not null ? new Mean($"{name}_loss") : null)];
        var names = new MetricNames(TrackedLosses.Select(mean => mean.Name));
        _metrics =
        [
            .. (Given?.Resolve(outputs, label) ?? []).Select(pair => new OutputMetric(
                pair.Output, pair.Metric, false, names.Of(pair.Metric.Name, PrefixOf(pair.Output), isWeighted: false))),
            .. (GivenWeighted?.Resolve(outputs, label) ?? []).Select(pair => new OutputMetric(
                pair.Output, pair.Metric, true, names.Of(pair.Metric.Name, PrefixOf(pair.Output), isWeighted: true))),
        ];
        _compared = [.. Enumerable.Range(0, outputs.Count).Where(index => losses[index] is not null || _metrics.Any(entry => entry.Output == index))];
        _outputs = [.. outputs];
        _losses = losses;

        string PrefixOf(int output) => outputs.Count > 1 ? outputs[output] + "_" : "";
    }

    /// <summary>Which way what is tracked under a name gets better; null where nothing is.</summary>
    public MetricDirection? DirectionOf(string name) =>
        TrackedLosses.Any(mean => mean.Name == name) ? MetricDirection.Down
        : _metrics.Where(entry => entry.Name == name).Select(entry => (MetricDirection?)entry.Metric.Direction).FirstOrDefault();

    /// <summary>Targets, or weights, that have names in the outputs' order: those of all outputs, or of those that are compared with targets.</summary>
    /// <exception cref="ArgumentException">One is missing, or has a name that is no output's.</exception>
    public TensorList? InOrder(TensorList? given, string what)
    {
        if (given?.Names is not { } names) return given;
        string[] unknown = [.. names.Except(_outputs)], needed = [.. _compared.Select(index => _outputs[index])];
        if (unknown.Length > 0 || needed.Except(names).Any())
            throw new ArgumentException($"expected {what} {string.Join(", ", needed)}, got {string.Join(", ", names)}.");
        return names.Count == _outputs.Length ? given.InOrder(_outputs, what) : TensorList.Create([.. needed.Select(name => given[name])]);
    }

    /// <summary>Where the target of an output stands among so many: targets are given for all outputs, or for those with a loss or metrics alone.</summary>
    /// <returns>Null for an output that is compared with nothing.</returns>
    /// <exception cref="ArgumentException">There are too many, or too few.</exception>
    public int? PlaceOf(int output, int count, string label)
    {
        if (count == _outputs.Length) return output;
        if (count == _compared.Length) return Array.IndexOf(_compared, output) is >= 0 and var place ? place : null;
        string names = string.Join(", ", _outputs), compared = string.Join(", ", _compared.Select(index => _outputs[index]));
        string of = _compared.Length is > 0 and var some && some < _outputs.Length ? $", or for the {some} with a loss or metrics, {compared}" : "";
        throw new ArgumentException($"{label}: expected targets for {_outputs.Length} output(s), {names}{of}; got {count}.");
    }

    /// <summary>The losses of a batch, weighted and summed, and the penalties; tracked.</summary>
    public Tensor ComputeLoss(Batch batch, TensorList outputs, IReadOnlyList<Tensor> penalties, string label)
    {
        Tensor? total = null;
        double size = batch.Size;
        for (int index = 0; index < outputs.Count; index++)
        {
            if (_losses![index] is not { } loss) continue;
            Tensor value = loss.Call(Target(batch, index, label), outputs[index], Weights(batch, index, label));
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
        foreach (OutputMetric entry in _metrics)
            entry.Metric.UpdateState(
                Target(batch, entry.Output, label), outputs[entry.Output], entry.IsWeighted ? Weights(batch, entry.Output, label) : null);
    }

    private Tensor Target(Batch batch, int output, string label)
    {
        if (batch.Targets is not { } targets) throw new ArgumentException($"{label}: its loss compares outputs with targets; expected y, got none.");
        return targets[PlaceOf(output, targets.Count, label)!.Value];
    }

    // One for all outputs, or one for each target.
    private Tensor? Weights(Batch batch, int output, string label) => batch.SampleWeights is not { } weights ? null
        : weights.Count == 1 ? weights[0]
        : weights[PlaceOf(output, weights.Count, label)!.Value];

    /// <summary>A metric of an output under the name that it is reported by.</summary>
    private sealed record OutputMetric(int Output, Metric Metric, bool IsWeighted, string Name);
}
