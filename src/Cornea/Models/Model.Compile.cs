using Cornea.Metrics;
using Cornea.Optimizers;

namespace Cornea;

// What a model is trained with.
public partial class Model
{
    private TrainingSetup? _setup;

    /// <summary>What changes the weights.</summary>
    /// <exception cref="InvalidOperationException">The model isn't compiled.</exception>
    public Optimizer Optimizer => Setup.Optimizer;

    /// <summary>True once it's compiled.</summary>
    public bool IsCompiled => _setup is not null;

    /// <summary>Set it in a callback to end training after the present step.</summary>
    public bool StopTraining { get; set; }

    /// <summary>What is tracked over an epoch and reset at its beginning: the loss, several outputs' losses, the metrics, those of layers. A training step of one's own adds its own.</summary>
    public virtual IReadOnlyList<Metric> Metrics => [.. _setup is { } setup ? setup.Tracked.Select(pair => pair.Metric) : [], .. OwnMetrics];

    /// <summary>Which way what is reported under a name gets better; null while nothing of that name is known.</summary>
    internal MetricDirection? DirectionOf(string name) => name == "loss" ? MetricDirection.Down : _setup?.DirectionOf(name)
        ?? Metrics.Concat(TrackedMetrics).Where(metric => metric.Name == name).Select(metric => (MetricDirection?)metric.Direction).FirstOrDefault();

    /// <summary>What the model was compiled with; null if it isn't.</summary>
    internal TrainingSetup? CompiledSetup => _setup;

    private TrainingSetup Setup => _setup ?? throw new InvalidOperationException(
        $"{Label}: isn't compiled yet; call Compile(optimizer, loss) first.");

    /// <summary>Says what the model is trained with. Also makes changes of <c>Trainable</c> take effect.</summary>
    /// <param name="optimizer">What changes the weights; <c>"rmsprop"</c> by default.</param>
    /// <param name="loss">What is made small: one loss or name, a list, or by the outputs' names.</param>
    /// <param name="lossWeights">What each output's loss counts: a list in the outputs' order, or by the outputs' names; 1 by default.</param>
    /// <param name="metrics">What is measured besides, without the samples' weights: a list, or by the outputs' names.</param>
    /// <param name="weightedMetrics">What is measured with the samples' weights.</param>
    /// <exception cref="ArgumentException">A name is that of no output, or numbers don't agree.</exception>
    public void Compile(
        Optimizer? optimizer = null, CompileLoss? loss = null, LossWeights? lossWeights = null,
        CompileMetrics? metrics = null, CompileMetrics? weightedMetrics = null)
    {
        var setup = new TrainingSetup(optimizer ?? "rmsprop", loss, lossWeights, metrics, weightedMetrics);
        if (OutputNames is { } names) setup.Resolve(names, Label);
        lock (BuildLock.Shared)
        {
            _setup = setup;
            ForgetPrograms();
        }
    }
}
