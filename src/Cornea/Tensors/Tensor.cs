using Cornea.Graphs;

namespace Cornea;

/// <summary>Values in the shape of a grid: immutable, and lazy. An operation on tensors computes nothing until somebody looks.</summary>
/// <remarks>
/// <para>One type for everything a user holds: data, the placeholder of a model's input, or the not yet computed output of an operation.
/// <see cref="ToArray{T}()"/>, <see cref="ToScalar{T}"/> and <see cref="CopyTo{T}"/> compute; a computed tensor keeps its values.</para>
/// <para>A tensor keeps the variables' values of the moment it was made. Nobody disposes tensors.</para>
/// </remarks>
public sealed partial class Tensor
{
    private volatile Storage? _storage;
    private Node? _producer;

    /// <summary>The output of a node.</summary>
    internal Tensor(TensorSpec spec, Node producer, int outputIndex, bool requiresGradient, bool isSymbolic)
    {
        Spec = spec;
        IsSymbolic = isSymbolic;
        _producer = producer;
        OutputIndex = outputIndex;
        RequiresGradient = requiresGradient;
    }

    private Tensor(TensorSpec spec, Storage? storage = null)
    {
        Spec = spec;
        _storage = storage;
    }

    /// <summary>The sizes of the axes; some may be <see cref="Shape.Unknown"/> in a model's symbolic tensors.</summary>
    public Shape Shape => Spec.Shape;

    /// <summary>The type of the elements.</summary>
    public DType DType => Spec.DType;

    /// <summary>The number of axes.</summary>
    public int Rank => Spec.Shape.Rank;

    internal TensorSpec Spec { get; }

    /// <summary>The node that computes this tensor; null for leaves, and for computed tensors that nothing can be asked of any more.</summary>
    internal Node? Producer => _producer;

    internal int OutputIndex { get; }

    /// <summary>The values, once they are there.</summary>
    internal Storage? Storage => _storage;

    /// <summary>The value of a number written in the program; it takes the dtype of what it meets.</summary>
    internal double? Literal { get; private init; }

    /// <summary>The variable of which this is a reading, in a trace or as a snapshot.</summary>
    internal Variable? Source { get; private init; }

    /// <summary>The draws of a trace whose first key this is, an input of each run of the compiled graph.</summary>
    internal Draws? Draws { get; private init; }

    /// <summary>True for the symbolic input of a model or function.</summary>
    internal bool IsPlaceholder => _storage is null && _producer is null && Literal is null && Source is null && Draws is null;

    /// <summary>True when a trainable variable lies upstream, so that a gradient can be asked for.</summary>
    internal bool RequiresGradient { get; private init; }

    /// <summary>Which steps count, for the layers that follow: true where they do; null where all do. It travels beside the values, as in Keras.</summary>
    internal Tensor? Mask { get; set; }

    /// <summary>What a model's construction knows of a symbolic tensor: the layer call it comes from.</summary>
    internal object? Origin { get; init; }

    /// <summary>True for the input of a model that is being built, and for all that is computed from one.</summary>
    internal bool IsSymbolic { get; init; }

    internal static Tensor Placeholder(TensorSpec spec) => new(spec);

    /// <summary>A parameter of a region, to which gradients may be asked for.</summary>
    internal static Tensor RegionParameter(TensorSpec spec) => new(spec) { RequiresGradient = spec.DType.IsFloating };

    /// <summary>The result of a layer's call while a model is built.</summary>
    internal static Tensor Symbolic(TensorSpec spec, object origin) => new(spec) { Origin = origin, IsSymbolic = true };

    internal static Tensor Of(Storage storage, TensorSpec spec) => new(spec, storage);

    internal static Tensor Number(double value, DType dtype) => new(new TensorSpec(Shape.Scalar, dtype)) { Literal = value };

    internal static Tensor StartOf(Draws draws) => new(Draws.KeySpec) { Draws = draws };

    /// <summary>The value that a variable has when a compiled graph begins.</summary>
    internal static Tensor ReadOf(Variable variable) => new(variable.Spec, variable);

    /// <summary>The value that a variable has now.</summary>
    internal static Tensor SnapshotOf(Variable variable, Storage storage) => new(variable.Spec, variable) { _storage = storage };

    private Tensor(TensorSpec spec, Variable source)
    {
        Spec = spec;
        Source = source;
        RequiresGradient = source.Trainable && spec.DType.IsFloating;
    }

    /// <summary>The values, computed now if they weren't yet.</summary>
    internal Storage Evaluate(bool mayDraw = false)
    {
        if (_storage is null) Evaluator.Evaluate([this], mayDraw);
        return _storage!;
    }

    /// <summary>Puts the computed values in, and lets go of the way they were computed unless a gradient may still be asked for.</summary>
    internal void Publish(Storage storage)
    {
        _storage = storage;
        if (!RequiresGradient) _producer = null;
    }
}
