using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Cornea.Callbacks;

/// <summary>Losses and metrics at one moment, by name. After a batch they are computed when somebody looks; a callback may add values of its own.</summary>
/// <remarks>A metric of several numbers, one for each class or threshold, stands here with their mean; <see cref="Vector"/> has them all.</remarks>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, StepValue> _values = [];
    private readonly Action<Logs>? _fill;
    private bool _isStale;

    /// <summary>Nothing yet.</summary>
    public Logs()
    {
    }

    /// <summary>Values that are computed when somebody looks.</summary>
    internal Logs(Action<Logs> fill) => _fill = fill;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Filled()._names;

    /// <inheritdoc/>
    public IEnumerable<double> Values => Filled()._names.Select(name => _values[name].Value);

    /// <inheritdoc/>
    public int Count => Filled()._names.Count;

    /// <summary>The value of a name; of several numbers, their mean.</summary>
    public double this[string key]
    {
        get => Of(key).Value;
        set => Set(new StepValue(key, value));
    }

    /// <summary>All numbers of a name: those of each class or threshold, or the only one.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name; the message lists those there are.</exception>
    public IReadOnlyList<double> Vector(string name) => Of(name).Vector ?? [Of(name).Value];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Filled()._values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        bool isThere = Filled()._values.TryGetValue(key, out StepValue found);
        value = found.Value;
        return isThere;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        foreach (string name in Filled()._names) yield return new KeyValuePair<string, double>(name, _values[name].Value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>All that is here, in order.</summary>
    internal IEnumerable<StepValue> All => Filled()._names.Select(name => _values[name]);

    internal void Set(StepValue value)
    {
        if (_values.TryAdd(value.Name, value)) _names.Add(value.Name);
        else _values[value.Name] = value;
    }

    /// <summary>The next look computes anew.</summary>
    internal void Invalidate() => _isStale = true;

    private StepValue Of(string key) => Filled()._values.TryGetValue(key, out StepValue value) ? value
        : throw new KeyNotFoundException($"Logs: there is no '{key}'; there are {string.Join(", ", _names)}.");

    private Logs Filled()
    {
        if (_isStale && _fill is not null)
        {
            _isStale = false;
            _fill(this);
        }

        return this;
    }
}
