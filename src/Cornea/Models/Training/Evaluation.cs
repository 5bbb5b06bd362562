using System.Collections;
using System.Globalization;

namespace Cornea;

/// <summary>The loss and the metrics of an evaluation: <c>var (loss, accuracy) = model.Evaluate(x, y)</c>, <c>result["accuracy"]</c>.</summary>
public sealed class Evaluation : IReadOnlyList<(string Name, double Value)>
{
    private readonly (string Name, double Value)[] _values;

    internal Evaluation(IEnumerable<(string Name, double Value)> values) => _values = [.. values];

    /// <summary>The loss.</summary>
    public double Loss => this["loss"];

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public (string Name, double Value) this[int index] => _values[index];

    /// <summary>The value of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public double this[string name]
    {
        get
        {
            foreach ((string known, double value) in _values)
                if (known == name) return value;
            throw new ArgumentException($"Evaluation: there is no value '{name}'; there are {string.Join(", ", _values.Select(pair => pair.Name))}.", nameof(name));
        }
    }

    /// <summary>The loss and the first metric.</summary>
    /// <exception cref="InvalidOperationException">No metrics were compiled.</exception>
    public void Deconstruct(out double loss, out double metric) => (loss, metric) = (At(0), At(1));

    /// <summary>The loss and the first two metrics.</summary>
    /// <exception cref="InvalidOperationException">Fewer metrics were compiled.</exception>
    public void Deconstruct(out double loss, out double first, out double second) => (loss, first, second) = (At(0), At(1), At(2));

    /// <inheritdoc/>
    public IEnumerator<(string Name, double Value)> GetEnumerator() => ((IEnumerable<(string, double)>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Names and values on one line.</summary>
    public override string ToString() =>
        string.Join(" - ", _values.Select(pair => $"{pair.Name}: {pair.Value.ToString("F4", CultureInfo.InvariantCulture)}"));

    private double At(int index) => index < _values.Length ? _values[index].Value : throw new InvalidOperationException(
        $"Evaluation: has {_values.Length} value(s), {string.Join(", ", _values.Select(pair => pair.Name))}; compile the model with more metrics, or take them by name.");
}
