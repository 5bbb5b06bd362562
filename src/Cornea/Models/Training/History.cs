using System.Collections;
using Cornea.Callbacks;

namespace Cornea;

/// <summary>What <c>Fit</c> saw, epoch by epoch: <c>history["val_loss"][^1]</c>, <c>foreach (var (name, values) in history)</c>.</summary>
/// <remarks>A metric of several numbers, one for each class or threshold, stands here with their mean; <see cref="Vector"/> has them all.</remarks>
public sealed class History : Callback, IEnumerable<(string Name, IReadOnlyList<double> Values)>
{
    private readonly List<int> _epochs = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, Series> _series = [];

    /// <summary>The numbers of the epochs that were run, from 0.</summary>
    public IReadOnlyList<int> Epochs => _epochs;

    /// <summary>The names of what was recorded, in order: losses and metrics, then those of validation, then what callbacks added.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The values of a name, one for each epoch that had it; of several numbers, their mean.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public IReadOnlyList<double> this[string name] => Of(name).Values;

    /// <summary>All numbers of a name for each epoch that had it: those of each class or threshold, or the only one.</summary>
    /// <exception cref="ArgumentException">There are none; the message lists the names there are.</exception>
    public IReadOnlyList<IReadOnlyList<double>> Vector(string name) => Of(name).Vectors;

    /// <summary>The numbers of the epochs that had a name, from 0: with <c>validationFreq</c> above 1 not all have <c>val_loss</c>.</summary>
    /// <exception cref="ArgumentException">None had; the message lists the names there are.</exception>
    public IReadOnlyList<int> EpochsOf(string name) => Of(name).Epochs;

    /// <summary>True when there are values of a name.</summary>
    public bool Contains(string name) => _series.ContainsKey(name);

    /// <inheritdoc/>
    public IEnumerator<(string Name, IReadOnlyList<double> Values)> GetEnumerator() =>
        _names.Select(name => (name, (IReadOnlyList<double>)_series[name].Values)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        _epochs.Clear();
        _names.Clear();
        _series.Clear();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _epochs.Add(epoch);
        foreach (StepValue value in logs.All) Named(value.Name).Add(epoch, value.Value, value.Vector ?? [value.Value]);
    }

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.With("epochs", _epochs.Select(epoch => (double)epoch)).With("names", string.Join('\n', _names));
        for (int index = 0; index < _names.Count; index++)
        {
            Series series = _series[_names[index]];
            state.With($"values_{index}", series.Values)
                .With($"epochs_{index}", series.Epochs.Select(epoch => (double)epoch))
                .With($"vectors_{index}", series.Vectors.SelectMany(vector => vector));
        }
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        OnTrainBegin(new Logs());
        _epochs.AddRange(state.GetNumbers("epochs").Select(epoch => (int)epoch));
        if (state.GetText("names") is not { Length: > 0 } names) return;
        string[] all = names.Split('\n');
        for (int index = 0; index < all.Length; index++)
        {
            IReadOnlyList<double> values = state.GetNumbers($"values_{index}"), epochs = state.GetNumbers($"epochs_{index}");
            IReadOnlyList<double> numbers = state.GetNumbers($"vectors_{index}");
            int width = values.Count == 0 ? 0 : numbers.Count / values.Count;
            Series series = Named(all[index]);
            for (int place = 0; place < values.Count; place++)
                series.Add((int)epochs[place], values[place], [.. numbers.Skip(place * width).Take(width)]);
        }
    }

    private Series Of(string name) => _series.TryGetValue(name, out Series? series) ? series
        : throw new ArgumentException($"History: there is no '{name}'; there are {string.Join(", ", _names)}.", nameof(name));

    private Series Named(string name)
    {
        if (_series.TryGetValue(name, out Series? known)) return known;
        _names.Add(name);
        return _series[name] = new Series();
    }

    /// <summary>What was recorded under one name.</summary>
    private sealed class Series
    {
        public List<int> Epochs { get; } = [];

        public List<double> Values { get; } = [];

        public List<IReadOnlyList<double>> Vectors { get; } = [];

        public void Add(int epoch, double value, double[] vector)
        {
            Epochs.Add(epoch);
            Values.Add(value);
            Vectors.Add(vector);
        }
    }
}
