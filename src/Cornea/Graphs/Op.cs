namespace Cornea.Graphs;

/// <summary>An operation and its attributes: what it means, never how it is computed. Operations compare and hash by value.</summary>
/// <remarks>
/// Its file holds everything about the meaning: attributes, shape inference with its error text, and the gradient rule. An executor
/// that can run it says so on its own side (Cpu/Lowering, Reference).
/// </remarks>
internal abstract record Op
{
    public virtual string Name => GetType().Name;

    /// <summary>What the outputs will be, from what the inputs are.</summary>
    /// <exception cref="ShapeException">The inputs don't fit.</exception>
    public abstract TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs);

    /// <summary>The gradient of each input from those of the outputs; null where there is none. A gradient of an output may be absent.</summary>
    public virtual Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        throw new NotSupportedException($"{Name}: has no gradient. Put Ops.StopGradient before it, or use an operation that has one.");

    /// <summary>False where nothing flows back (comparisons, rounding, indices), so that a gradient isn't asked for.</summary>
    public virtual bool IsDifferentiable => true;

    /// <summary>True where gradients are recorded from here on, whatever lies upstream.</summary>
    public virtual bool StartsGradient => false;

    /// <summary>False where the same inputs may give another value in the next run, so that it is computed in each.</summary>
    public virtual bool IsStable => true;

    /// <summary>This operation for inputs of such shapes: another one where a region inside it was traced while sizes were unknown.</summary>
    public virtual Op For(ReadOnlySpan<TensorSpec> inputs) => this;

    /// <summary>What cached plans are found by: equal for equal operations, and holds nobody's tensors alive.</summary>
    public virtual object Key => this;

    /// <summary>The graph inside, if there is one.</summary>
    public virtual Region? Region => null;

    /// <summary>Attributes as text for printed graphs, empty when there are none.</summary>
    public virtual string Attributes => "";

    /// <summary>Name and attributes. (What the compiler would make of a record here prints <see cref="Key"/>, and that itself again.)</summary>
    public sealed override string ToString() => Attributes.Length == 0 ? Name : $"{Name} {Attributes}";

    protected static TensorSpec[] One(Shape shape, DType dtype) => [new TensorSpec(shape, dtype)];
}
