using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Cornea.Metrics;

namespace Cornea;

/// <summary>The metrics that a model is compiled with: a list, or by the outputs' names.</summary>
/// <remarks><c>["accuracy", new F1Score()]</c>, <c>new() { ["species"] = ["accuracy"] }</c>.</remarks>
[CollectionBuilder(typeof(CompileMetrics), nameof(Create))]
public sealed class CompileMetrics : IEnumerable<Metric>
{
    private readonly List<Metric> _inOrder = [];
    private readonly Dictionary<string, MetricList> _byName = [];

    /// <summary>None yet; set them by the outputs' names.</summary>
    public CompileMetrics()
    {
    }

    /// <summary>Sets the metrics of an output; the output's name is that of the layer it comes from.</summary>
    public MetricList this[string output]
    {
        set => _byName[output] = value;
    }

    /// <summary>Makes collection expressions work.</summary>
    public static CompileMetrics Create(ReadOnlySpan<Metric> metrics)
    {
        var result = new CompileMetrics();
        result._inOrder.AddRange(metrics);
        return result;
    }

    /// <inheritdoc/>
    public IEnumerator<Metric> GetEnumerator() => _inOrder.Concat(_byName.Values.SelectMany(list => list)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As Keras writes it: a list, or lists by the outputs' names.</summary>
    internal JsonNode ToJson()
    {
        return _byName.Count > 0
            ? new JsonObject(_byName.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)List(pair.Value))))
            : List(_inOrder);

        static JsonArray List(IEnumerable<Metric> metrics) =>
            new([.. metrics.Select(metric => metric is MetricByShape ? metric.Name : KerasSaveable.JsonOf(metric))]);
    }

    /// <summary>Each metric with the position of its output.</summary>
    internal IEnumerable<(int Output, Metric Metric)> Resolve(IReadOnlyList<string> outputs, string label)
    {
        CompileNames.Check("metrics", _byName.Keys, outputs, label);
        foreach ((string name, MetricList metrics) in _byName.OrderBy(pair => outputs.ToList().IndexOf(pair.Key)))
            foreach (Metric metric in metrics) yield return (outputs.ToList().IndexOf(name), metric);
        if (_inOrder.Count == 0) yield break;
        if (outputs.Count > 1 && _inOrder.Count != outputs.Count)
            throw new ArgumentException(
                $"{label}: has {outputs.Count} outputs, {string.Join(", ", outputs)}; give the metrics by name, metrics: new() {{ [\"{outputs[0]}\"] = [\"accuracy\"] }}.");
        for (int index = 0; index < _inOrder.Count; index++) yield return (outputs.Count > 1 ? index : 0, _inOrder[index]);
    }
}
