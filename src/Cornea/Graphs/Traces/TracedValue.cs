namespace Cornea;

/// <summary>A value of a <see cref="TracedGraph"/>: an input, a weight, a constant, or what a node computes.</summary>
public sealed class TracedValue
{
    private readonly Tensor? _constant;

    internal TracedValue(TensorSpec spec, string name = "", Variable? variable = null, Tensor? constant = null)
    {
        (Spec, Name, Variable) = (spec, name, variable);
        _constant = constant;
    }

    /// <summary>Shape and element type; the batch's size may be unknown.</summary>
    public TensorSpec Spec { get; }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape => Spec.Shape;

    /// <summary>The type of the elements.</summary>
    public DType DType => Spec.DType;

    /// <summary>An input's name or a weight's path; empty for all others.</summary>
    public string Name { get; }

    /// <summary>The weight whose value this is; null for all others.</summary>
    public Variable? Variable { get; }

    /// <summary>The node that computes it; null for inputs, weights and constants.</summary>
    public TracedNode? Producer { get; internal set; }

    /// <summary>The values of a weight, as it is now, or of a constant; null for what depends on the inputs.</summary>
    public Tensor? Constant => Variable?.Value ?? _constant;

    /// <inheritdoc/>
    public override string ToString() => Name.Length > 0 ? $"{Name}: {Spec}" : $"{Spec}";
}
