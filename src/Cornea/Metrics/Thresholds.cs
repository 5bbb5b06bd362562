using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Cornea.Metrics;

/// <summary>What predictions must be over to count as 1: a number, or a list of them for a figure each. Both convert to it.</summary>
[CollectionBuilder(typeof(Thresholds), nameof(Create))]
public sealed class Thresholds : IReadOnlyList<double>
{
    private readonly double[] _values;
    private readonly bool _isNumber;

    private Thresholds(double[] values, bool isNumber)
    {
        if (values.Length == 0) throw new ArgumentException("Thresholds: expected at least one, got none.");
        foreach (double value in values)
            if (value is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(values), $"Thresholds: expected numbers between 0 and 1, got {value}.");
        _values = values;
        _isNumber = isNumber;
    }

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public double this[int index] => _values[index];

    /// <summary>One threshold.</summary>
    public static implicit operator Thresholds(double value) => new([value], isNumber: true);

    /// <summary>Several thresholds.</summary>
    public static implicit operator Thresholds(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new([.. values], isNumber: false);
    }

    /// <summary>Makes collection expressions work.</summary>
    public static Thresholds Create(ReadOnlySpan<double> values) => new(values.ToArray(), isNumber: false);

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Those of a saved config: a number, a list, or null.</summary>
    internal static Thresholds? Of(ObjectConfig config, string name = "thresholds") => config.GetDoubles(name) is not { } values ? null
        : config.Json[name] is JsonArray ? values : values[0];

    internal JsonNode ToJson() => _isNumber ? _values[0] : new JsonArray([.. _values.Select(value => (JsonNode)value)]);
}
