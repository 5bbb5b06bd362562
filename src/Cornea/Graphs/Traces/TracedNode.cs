namespace Cornea;

/// <summary>One operation of a <see cref="TracedGraph"/>.</summary>
public sealed class TracedNode
{
    internal TracedNode(string operation, string? layer, IReadOnlyDictionary<string, object> settings, IReadOnlyList<TracedValue> inputs, IReadOnlyList<TracedValue> outputs, TracedGraph? body)
    {
        (Operation, Layer, Settings, Inputs, Outputs, Body) = (operation, layer, settings, inputs, outputs, body);
        foreach (TracedValue output in outputs) output.Producer = this;
    }

    /// <summary>What it does, such as <c>Convolution</c>, <c>Relu</c> or <c>Reduce</c>.</summary>
    public string Operation { get; }

    /// <summary>The layer in whose call it was emitted; null outside of layers.</summary>
    public string? Layer { get; }

    /// <summary>The operation's settings by name: an <see cref="int"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>, or an array of int.</summary>
    public IReadOnlyDictionary<string, object> Settings { get; }

    /// <summary>What it takes.</summary>
    public IReadOnlyList<TracedValue> Inputs { get; }

    /// <summary>What it gives.</summary>
    public IReadOnlyList<TracedValue> Outputs { get; }

    /// <summary>The graph of one step, of an operation that repeats it; null for all others.</summary>
    public TracedGraph? Body { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Operation}({string.Join(", ", Inputs)})";
}
