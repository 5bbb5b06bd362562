using System.Text.Json.Nodes;

namespace Cornea.Activations;

/// <summary>The function a layer applies to its output. A name converts to it (<c>"relu"</c>), and so does a function on tensors.</summary>
/// <remarks>Null and <c>"linear"</c> change nothing. <see cref="Known"/> lists the names. Golden cases: layers/activation_*.</remarks>
public sealed class ActivationFunction
{
    /// <summary>What Keras 2 and TensorFlow.js call hard_sigmoid: 0.2 · x + 0.5 between 0 and 1, where Keras 3 has x / 6 + 0.5. Keras 3 knows no such name.</summary>
    internal const string Keras2HardSigmoid = "keras2_hard_sigmoid";

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["celu"] = x => Ops.Celu(x),
        ["elu"] = x => Ops.Elu(x),
        ["exponential"] = Ops.Exp,
        ["gelu"] = x => Ops.Gelu(x, approximate: false),
        ["glu"] = x => Ops.Glu(x),
        ["hard_shrink"] = x => Ops.HardShrink(x),
        ["hard_sigmoid"] = Ops.HardSigmoid,
        ["hard_silu"] = Ops.HardSilu,
        ["hard_swish"] = Ops.HardSilu,
        ["hard_tanh"] = Ops.HardTanh,
        [Keras2HardSigmoid] = x => Ops.Clip((x * 0.2) + 0.5, 0, 1),
        ["leaky_relu"] = x => Ops.LeakyRelu(x),
        ["linear"] = x => x,
        ["log_sigmoid"] = Ops.LogSigmoid,
        ["log_softmax"] = x => Ops.LogSoftmax(x),
        ["mish"] = Ops.Mish,
        ["relu"] = Ops.Relu,
        ["relu6"] = Ops.Relu6,
        ["selu"] = Ops.Selu,
        ["sigmoid"] = Ops.Sigmoid,
        ["silu"] = Ops.Silu,
        ["soft_shrink"] = x => Ops.SoftShrink(x),
        ["softmax"] = x => Ops.Softmax(x),
        ["softplus"] = Ops.Softplus,
        ["softsign"] = Ops.Softsign,
        ["sparse_plus"] = Ops.SparsePlus,
        ["sparse_sigmoid"] = Ops.SparseSigmoid,
        ["sparsemax"] = x => Ops.Sparsemax(x),
        ["squareplus"] = x => Ops.Squareplus(x),
        ["swish"] = Ops.Silu,
        ["tanh"] = Ops.Tanh,
        ["tanh_shrink"] = Ops.TanhShrink,
    };

    private readonly Func<Tensor, Tensor> _function;

    private ActivationFunction(string? name, Func<Tensor, Tensor> function)
    {
        Name = name;
        _function = function;
    }

    /// <summary>The function that changes nothing.</summary>
    public static ActivationFunction Linear { get; } = new("linear", x => x);

    /// <summary>Keras' names of all activation functions, and keras2_hard_sigmoid, which models of Keras 2 and TensorFlow.js have.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Functions.Keys];

    /// <summary>Keras' name; null for a function of one's own, which can't be saved.</summary>
    public string? Name { get; }

    /// <summary>True where nothing is changed.</summary>
    public bool IsLinear => Name == "linear";

    /// <summary>The function of a name.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="Known"/>.</exception>
    public static implicit operator ActivationFunction(string? name)
    {
        if (name is null or "linear") return Linear;
        return Functions.TryGetValue(name, out Func<Tensor, Tensor>? function)
            ? new ActivationFunction(name == "swish" ? "silu" : name == "hard_swish" ? "hard_silu" : name, function)
            : throw new ArgumentException($"Activation: expected one of {string.Join(", ", Known)}, got '{name}'.");
    }

    /// <summary>A function of one's own.</summary>
    public static implicit operator ActivationFunction(Func<Tensor, Tensor> function) => From(function);

    /// <summary>A function of one's own; a lambda needs this form.</summary>
    /// <param name="function">The function; its output is of the input's shape.</param>
    /// <param name="name">What it is called in messages and configs; a model that holds an unknown name can't be loaded without it.</param>
    public static ActivationFunction From(Func<Tensor, Tensor> function, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new ActivationFunction(name, function);
    }

    /// <summary>Applies the function.</summary>
    public Tensor Call(Tensor x) => _function(x);

    /// <inheritdoc/>
    public override string ToString() => Name ?? "a function of one's own";

    /// <summary>Keras' form in a layer's config: the name.</summary>
    /// <exception cref="InvalidOperationException">It's a function of one's own without a name.</exception>
    internal JsonNode ToJson() => Name ?? throw new InvalidOperationException(
        "Activation: a function of one's own has no name to be saved by. Give it one with ActivationFunction.From(function, name).");

    /// <summary>The function of a layer's config: a name, a function object, or null.</summary>
    /// <exception cref="InvalidDataException">The function is unknown.</exception>
    internal static ActivationFunction FromJson(JsonNode? node)
    {
        if (node is null) return Linear;
        string name = KerasObject.FromJson(node).ClassName;
        return Functions.ContainsKey(name) ? name
            : throw new InvalidDataException($"Activation: unknown function '{name}'; known are {string.Join(", ", Known)}.");
    }
}
