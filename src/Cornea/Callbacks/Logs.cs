using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Cornea.Callbacks;

/// <summary>Losses and metrics at one moment, by name. After a batch they are computed when somebody looks; a callback may add values of its own.</summary>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, double> _values = [];
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
    public IEnumerable<double> Values => Filled()._names.Select(name => _values[name]);

    /// <inheritdoc/>
    public int Count => Filled()._names.Count;

    /// <summary>The value of a name.</summary>
    public double this[string key]
    {
        get => Filled()._values.TryGetValue(key, out double value) ? value
            : throw new KeyNotFoundException($"Logs: there is no '{key}'; there are {string.Join(", ", _names)}.");
        set
        {
            if (_values.TryAdd(key, value)) _names.Add(key);
            else _values[key] = value;
        }
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Filled()._values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value) => Filled()._values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        foreach (string name in Filled()._names) yield return new KeyValuePair<string, double>(name, _values[name]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The next look computes anew.</summary>
    internal void Invalidate() => _isStale = true;

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
