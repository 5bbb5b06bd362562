namespace Cornea.Layers;

/// <summary>What a layer's call is given besides its inputs, by Keras' names: tensors such as <c>mask</c> or <c>initial_state</c>, and switches.</summary>
/// <remarks><c>new() { ["mask"] = mask }</c>; switches, such as <c>use_causal_mask</c>, by <see cref="With(string, bool)"/>.</remarks>
public sealed class CallArguments
{
    private readonly SortedDictionary<string, Tensor?[]> _tensors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, bool> _switches = new(StringComparer.Ordinal);

    /// <summary>Nothing.</summary>
    internal static CallArguments None { get; } = new();

    /// <summary>The tensors under a name; a null stands where a list has none.</summary>
    public IReadOnlyList<Tensor?>? this[string name]
    {
        get => _tensors.GetValueOrDefault(name);
        set => _tensors[name] = [.. value ?? []];
    }

    /// <summary>These arguments with one more tensor, if there is one.</summary>
    /// <param name="name">Keras' name.</param>
    /// <param name="tensor">Null leaves the argument out.</param>
    public CallArguments With(string name, Tensor? tensor)
    {
        if (tensor is not null) _tensors[name] = [tensor];
        return this;
    }

    /// <summary>These arguments with one more switch.</summary>
    /// <param name="name">Keras' name.</param>
    /// <param name="value">On or off.</param>
    public CallArguments With(string name, bool value)
    {
        _switches[name] = value;
        return this;
    }

    /// <summary>Whether a switch is on; false where it wasn't given.</summary>
    public bool IsOn(string name) => _switches.GetValueOrDefault(name);

    /// <summary>What an operation is called with, the tensors aside.</summary>
    internal OperationArguments? Operation { get; init; }

    internal IReadOnlyDictionary<string, Tensor?[]> Tensors => _tensors;

    internal IReadOnlyDictionary<string, bool> Switches => _switches;

    /// <summary>All tensors there are, in the order of the names.</summary>
    internal IEnumerable<Tensor> All => _tensors.Values.SelectMany(list => list).OfType<Tensor>();

    /// <summary>The same arguments with other tensors, in the order of <see cref="All"/>.</summary>
    internal CallArguments Replace(IEnumerable<Tensor> tensors)
    {
        if (_tensors.Count == 0) return this;
        using IEnumerator<Tensor> next = tensors.GetEnumerator();
        var result = new CallArguments { Operation = Operation };
        foreach ((string name, bool value) in _switches) result._switches[name] = value;
        foreach ((string name, Tensor?[] list) in _tensors)
            result._tensors[name] = [.. list.Select(tensor => tensor is null || !next.MoveNext() ? null : next.Current)];
        return result;
    }
}
