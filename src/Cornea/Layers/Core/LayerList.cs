using System.Collections;

namespace Cornea.Layers;

/// <summary>Layers in order. Places count from either end, <c>layers[^1]</c>, and a part is a list too: <c>layers[..^30]</c>.</summary>
public sealed class LayerList : IReadOnlyList<Layer>
{
    private readonly IReadOnlyList<Layer> _layers;

    internal LayerList(IReadOnlyList<Layer> layers) => _layers = layers;

    /// <inheritdoc/>
    public int Count => _layers.Count;

    /// <inheritdoc/>
    public Layer this[int index] => _layers[index];

    /// <summary>Some of the layers: what <c>layers[start..end]</c> means.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There aren't so many.</exception>
    public LayerList Slice(int start, int length) => start >= 0 && length >= 0 && length <= Count - start
        ? new([.. _layers.Skip(start).Take(length)])
        : throw new ArgumentOutOfRangeException(nameof(start), $"LayerList: expected a part of {Count} layers, got {length} from {start} on.");

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
