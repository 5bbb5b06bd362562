using System.Collections;
using System.Runtime.CompilerServices;

namespace Cornea;

/// <summary>
/// Several tensors, as layers with more than one input or output take and give them. One tensor converts to a list of one. Given names,
/// <c>new() { ["image"] = images, ["age"] = ages }</c>, a model puts them in the order of its inputs or outputs.
/// </summary>
[CollectionBuilder(typeof(TensorList), nameof(Create))]
public sealed class TensorList : IReadOnlyList<Tensor>
{
    private readonly bool _isInOrder;
    private Tensor[] _tensors;

    /// <summary>An empty list, to be filled by names in an initializer.</summary>
    public TensorList() => _tensors = [];

    private TensorList(Tensor[] tensors, IReadOnlyList<string>? names = null, bool isInOrder = false) => (_tensors, Names, _isInOrder) = (tensors, names, isInOrder);

    /// <summary>What the tensors are called, one name for each; null where they are known by their places.</summary>
    public IReadOnlyList<string>? Names { get; private set; }

    /// <inheritdoc/>
    public int Count => _tensors.Length;

    /// <summary>The tensors.</summary>
    internal ReadOnlySpan<Tensor> Span => _tensors;

    /// <summary>The only tensor of a list of one.</summary>
    /// <exception cref="InvalidOperationException">There isn't exactly one.</exception>
    public Tensor Single => _tensors.Length == 1
        ? _tensors[0]
        : throw new InvalidOperationException($"TensorList: expected one tensor, got {_tensors.Length}; take them by index.");

    /// <inheritdoc/>
    public Tensor this[int index] => _tensors[index];

    /// <summary>Some of the tensors, without names: what <c>list[1..]</c> means.</summary>
    public TensorList Slice(int start, int length) => new(_tensors.AsSpan(start, length).ToArray());

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="ArgumentException">A name is given twice, or a list without names gets one.</exception>
    public Tensor this[string name]
    {
        get => Names?.ToList().IndexOf(name) is >= 0 and { } place
            ? _tensors[place]
            : throw new KeyNotFoundException($"TensorList: expected one of {(Names is null ? "no names" : string.Join(", ", Names))}, got '{name}'.");
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (Names is null && _tensors.Length > 0) throw new ArgumentException($"TensorList: a list that has no names can't get '{name}'.", nameof(name));
            if (Names?.Contains(name) == true) throw new ArgumentException($"TensorList: '{name}' is given twice.", nameof(name));
            (_tensors, Names) = ([.. _tensors, value], [.. Names ?? [], name]);
        }
    }

    /// <summary>Makes collection expressions work.</summary>
    public static TensorList Create(ReadOnlySpan<Tensor> tensors) => new(tensors.ToArray());

    /// <summary>A list of one.</summary>
    public static implicit operator TensorList(Tensor tensor) => new([tensor]);

    /// <summary>A list of an array's tensors.</summary>
    public static implicit operator TensorList(Tensor[] tensors) => new((Tensor[])tensors.Clone());

    /// <summary>A list of a list's tensors.</summary>
    public static implicit operator TensorList(List<Tensor> tensors) => new([.. tensors]);

    /// <summary>A list of a dictionary's tensors, with its keys as names.</summary>
    public static implicit operator TensorList(Dictionary<string, Tensor> tensors) => new([.. tensors.Values], [.. tensors.Keys]);

    /// <summary>A list of a tuple's tensors.</summary>
    public static implicit operator TensorList((Tensor First, Tensor Second) tensors) => new([tensors.First, tensors.Second]);

    /// <summary>A list of a tuple's tensors.</summary>
    public static implicit operator TensorList((Tensor First, Tensor Second, Tensor Third) tensors) => new([tensors.First, tensors.Second, tensors.Third]);

    /// <summary>Takes a list of two apart: <c>var (loss, accuracy) = step.RunAll(x, y)</c>.</summary>
    /// <exception cref="InvalidOperationException">There are not just two.</exception>
    public void Deconstruct(out Tensor first, out Tensor second)
    {
        CheckCount(2);
        (first, second) = (_tensors[0], _tensors[1]);
    }

    /// <summary>Takes a list of three apart.</summary>
    /// <exception cref="InvalidOperationException">There are not just three.</exception>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third)
    {
        CheckCount(3);
        (first, second, third) = (_tensors[0], _tensors[1], _tensors[2]);
    }

    private void CheckCount(int expected)
    {
        if (_tensors.Length != expected) throw new InvalidOperationException($"TensorList: expected {expected} tensors to take apart, got {_tensors.Length}.");
    }

    /// <summary>Tensors with names that may be absent.</summary>
    internal static TensorList Named(ReadOnlySpan<Tensor> tensors, IReadOnlyList<string>? names) => new(tensors.ToArray(), names);

    /// <summary>Tensors that stand in their order, and may be asked for by names.</summary>
    internal static TensorList Labelled(ReadOnlySpan<Tensor> tensors, IReadOnlyList<string> names) => new(tensors.ToArray(), names, isInOrder: true);

    /// <summary>The tensors in the order of names; as they are if they have none, or stand in order already.</summary>
    /// <param name="names">The names, all of which are needed.</param>
    /// <param name="what">What they are names of, for messages, such as <c>inputs</c>.</param>
    /// <param name="missing">Makes what stands for one that is missing; null if none may be.</param>
    /// <exception cref="ArgumentException">One is missing, or has another name.</exception>
    internal TensorList InOrder(IReadOnlyList<string> names, string what, Func<Tensor>? missing = null)
    {
        if (Names is null || _isInOrder) return this;
        string[] unknown = [.. Names.Except(names)], absent = [.. names.Except(Names)];
        if (unknown.Length > 0 || (absent.Length > 0 && missing is null))
            throw new ArgumentException($"expected {what} {string.Join(", ", names)}, got {string.Join(", ", Names)}.");
        return new([.. names.Select(name => Names.Contains(name) ? this[name] : missing!())]);
    }

    /// <inheritdoc/>
    public IEnumerator<Tensor> GetEnumerator() => ((IEnumerable<Tensor>)_tensors).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
