using System.Collections;
using Cornea.Metrics;

namespace Cornea;

/// <summary>
/// What a step reports under which name: <c>new StepResult(loss)</c>, <c>new StepResult { ["d_loss"] = dLoss, ["g_loss"] = gLoss }</c>. Metrics are
/// reported as they stand over the epoch, other values as they were in the last step.
/// </summary>
public sealed class StepResult : IEnumerable<string>
{
    private readonly List<Reported> _entries = [];

    /// <summary>Nothing yet.</summary>
    public StepResult()
    {
    }

    /// <summary>A value under the name <c>loss</c>.</summary>
    public StepResult(Tensor loss) => this["loss"] = loss;

    /// <summary>Puts a value under a name: one number, or the mean is taken.</summary>
    public Tensor this[string name]
    {
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Put(new Reported(name, value.Rank == 0 ? value : value.Mean(), null));
        }
    }

    internal IReadOnlyList<Reported> Entries => _entries;

    /// <summary>Reports a metric under its name.</summary>
    public void Add(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Put(new Reported(metric.Name, null, metric));
    }

    /// <summary>The names.</summary>
    public IEnumerator<string> GetEnumerator() => _entries.Select(entry => entry.Name).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(string name, Metric metric) => Put(new Reported(name, null, metric));

    private void Put(Reported entry)
    {
        _entries.RemoveAll(known => known.Name == entry.Name);
        _entries.Add(entry);
    }

    /// <summary>One reported number: a tensor of the step, or a metric.</summary>
    internal sealed record Reported(string Name, Tensor? Value, Metric? Metric);
}
