using System.Collections;
using Cornea.Callbacks;

namespace Cornea;

/// <summary>What <c>Fit</c> saw, epoch by epoch: <c>history["val_loss"][^1]</c>, <c>foreach (var (name, values) in history)</c>.</summary>
public sealed class History : Callback, IEnumerable<(string Name, IReadOnlyList<double> Values)>
{
    private readonly List<int> _epochs = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<double>> _values = [];

    /// <summary>The numbers of the epochs that were run, from 0.</summary>
    public IReadOnlyList<int> Epochs => _epochs;

    /// <summary>The names of what was recorded, in order: losses and metrics, then those of validation, then what callbacks added.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The values of a name, one for each epoch that had it.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public IReadOnlyList<double> this[string name] => _values.TryGetValue(name, out List<double>? values) ? values
        : throw new ArgumentException($"History: there is no '{name}'; there are {string.Join(", ", _names)}.", nameof(name));

    /// <summary>True when there are values of a name.</summary>
    public bool Contains(string name) => _values.ContainsKey(name);

    /// <inheritdoc/>
    public IEnumerator<(string Name, IReadOnlyList<double> Values)> GetEnumerator() =>
        _names.Select(name => (name, (IReadOnlyList<double>)_values[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        _epochs.Clear();
        _names.Clear();
        _values.Clear();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _epochs.Add(epoch);
        foreach ((string name, double value) in logs)
        {
            if (!_values.TryGetValue(name, out List<double>? values))
            {
                _values[name] = values = [];
                _names.Add(name);
            }

            values.Add(value);
        }
    }

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.With("epochs", _epochs.Select(epoch => (double)epoch)).With("names", string.Join('\n', _names));
        for (int index = 0; index < _names.Count; index++) state.With($"values_{index}", _values[_names[index]]);
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        OnTrainBegin(new Logs());
        _epochs.AddRange(state.GetNumbers("epochs").Select(epoch => (int)epoch));
        if (state.GetText("names") is not { Length: > 0 } names) return;
        _names.AddRange(names.Split('\n'));
        for (int index = 0; index < _names.Count; index++) _values[_names[index]] = [.. state.GetNumbers($"values_{index}")];
    }
}
