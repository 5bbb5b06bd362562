using System.Collections;

namespace Cornea.Data;

/// <summary>The parts of a divided dataset. Takes apart into <c>(train, test)</c> or <c>(train, validation, test)</c>.</summary>
public sealed class DatasetParts : IReadOnlyList<Dataset>
{
    private readonly Dataset[] _parts;

    internal DatasetParts(params Dataset[] parts) => _parts = parts;

    /// <inheritdoc/>
    public int Count => _parts.Length;

    /// <inheritdoc/>
    public Dataset this[int index] => _parts[index];

    /// <summary>Two parts.</summary>
    /// <exception cref="InvalidOperationException">There are more or fewer.</exception>
    public void Deconstruct(out Dataset first, out Dataset second) => (first, second) = (Of(2)[0], _parts[1]);

    /// <summary>Three parts.</summary>
    /// <inheritdoc cref="Deconstruct(out Dataset, out Dataset)"/>
    public void Deconstruct(out Dataset first, out Dataset second, out Dataset third) => (first, second, third) = (Of(3)[0], _parts[1], _parts[2]);

    /// <inheritdoc/>
    public IEnumerator<Dataset> GetEnumerator() => ((IEnumerable<Dataset>)_parts).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Dataset[] Of(int count) => _parts.Length == count
        ? _parts
        : throw new InvalidOperationException($"DatasetParts: there are {_parts.Length} parts, not {count}; take them by index.");
}
