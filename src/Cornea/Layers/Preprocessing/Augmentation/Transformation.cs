namespace Cornea.Layers;

/// <summary>What a layer drew for one call, by the names of Keras' <c>get_random_transformation</c>: tensors, and the draws of layers inside.</summary>
internal sealed class Transformation
{
    private readonly Dictionary<string, Tensor> _tensors = [];

    /// <summary>The name of a draw that in Keras is a tensor by itself.</summary>
    public const string Only = "";

    /// <summary>Nothing: for layers that draw nothing.</summary>
    public static Transformation None { get; } = new();

    /// <summary>The tensor of a name. In a draw that is a list in Keras the names are 0, 1, ….</summary>
    public Tensor this[string name]
    {
        get => _tensors.TryGetValue(name, out Tensor? tensor) ? tensor : throw new KeyNotFoundException(
            $"Transformation: expected a tensor '{name}', there are {string.Join(", ", _tensors.Keys)}.");
        init => _tensors[name] = value;
    }

    /// <summary>The draws of layers inside, by Keras' attribute of the layer; null for a layer that draws nothing.</summary>
    public Dictionary<string, Transformation?> Inner { get; } = [];

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>This draw with one more tensor.</summary>
    public Transformation With(string name, Tensor tensor)
    {
        _tensors[name] = tensor;
        return this;
    }
}
