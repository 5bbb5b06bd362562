using System.Collections;
using System.Runtime.CompilerServices;

namespace Cornea;

/// <summary>Several tensors, as layers with more than one input or output take and give them. One tensor converts to a list of one.</summary>
[CollectionBuilder(typeof(TensorList), nameof(Create))]
public sealed class TensorList : IReadOnlyList<Tensor>
{
    private readonly Tensor[] _tensors;

    private TensorList(Tensor[] tensors) => _tensors = tensors;

    /// <inheritdoc/>
    public int Count => _tensors.Length;

    /// <summary>The only tensor of a list of one.</summary>
    /// <exception cref="InvalidOperationException">There isn't exactly one.</exception>
    public Tensor Single => _tensors.Length == 1
        ? _tensors[0]
        : throw new InvalidOperationException($"TensorList: expected one tensor, got {_tensors.Length}; take them by index.");

    /// <inheritdoc/>
    public Tensor this[int index] => _tensors[index];

    /// <summary>Makes collection expressions work.</summary>
    public static TensorList Create(ReadOnlySpan<Tensor> tensors) => new(tensors.ToArray());

    /// <summary>A list of one.</summary>
    public static implicit operator TensorList(Tensor tensor) => new([tensor]);

    /// <summary>A list of an array's tensors.</summary>
    public static implicit operator TensorList(Tensor[] tensors) => new((Tensor[])tensors.Clone());

    /// <inheritdoc/>
    public IEnumerator<Tensor> GetEnumerator() => ((IEnumerable<Tensor>)_tensors).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
