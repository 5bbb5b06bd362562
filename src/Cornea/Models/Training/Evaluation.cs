using System.Collections;
using System.Globalization;

namespace Cornea;

/// <summary>The loss and the metrics of an evaluation: <c>var (loss, accuracy) = model.Evaluate(x, y)</c>, <c>result["accuracy"]</c>.</summary>
/// <remarks>A metric of several numbers, one for each class or threshold, stands here with their mean; <see cref="Vector"/> has them all.</remarks>
public sealed class Evaluation : IReadOnlyList<(string Name, double Value)>
{
    private readonly StepValue[] _values;

    internal Evaluation(IEnumerable<StepValue> values) => _values = [.. values];

    /// <summary>The loss.</summary>
    public double Loss => this["loss"];

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public (string Name, double Value) this[int index] => (_values[index].Name, _values[index].Value);

    /// <summary>The value of a name; of several numbers, their mean.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public double this[string name] => Of(name).Value;

    /// <summary>All numbers of a name: those of each class or threshold, or the only one.</summary>
    /// <exception cref="ArgumentException">There are none; the message lists the names there are.</exception>
    public IReadOnlyList<double> Vector(string name) => Of(name).Vector ?? [Of(name).Value];

    /// <summary>The loss and the first metric.</summary>
    /// <exception cref="InvalidOperationException">No metrics were compiled.</exception>
    public void Deconstruct(out double loss, out double metric) => (loss, metric) = (At(0), At(1));

    /// <summary>The loss and the first two metrics.</summary>
    /// <exception cref="InvalidOperationException">Fewer metrics were compiled.</exception>
    public void Deconstruct(out double loss, out double first, out double second) => (loss, first, second) = (At(0), At(1), At(2));

    /// <inheritdoc/>
    public IEnumerator<(string Name, double Value)> GetEnumerator() => _values.Select(value => (value.Name, value.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Names and values on one line.</summary>
    public override string ToString() =>
        string.Join(" - ", _values.Select(value => $"{value.Name}: {value.Value.ToString("F4", CultureInfo.InvariantCulture)}"));

    private StepValue Of(string name)
    {
        foreach (StepValue value in _values)
            if (value.Name == name) return value;
        throw new ArgumentException($"Evaluation: there is no value '{name}'; there are {string.Join(", ", _values.Select(value => value.Name))}.", nameof(name));
    }

    private double At(int index) => index < _values.Length ? _values[index].Value : throw new InvalidOperationException(
        $"Evaluation: has {_values.Length} value(s), {string.Join(", ", _values.Select(value => value.Name))}; compile the model with more metrics, or take them by name.");
}
