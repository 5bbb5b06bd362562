namespace Cornea.Graphs;

/// <summary>One application of an operation: immutable. Its outputs are the tensors that name it as their producer.</summary>
internal sealed class Node
{
    [ThreadStatic]
    private static string? _currentLayer;

    private Node(Op op, Tensor[] inputs, TensorSpec[] outputs)
    {
        Op = op;
        Layer = _currentLayer;
        Inputs = inputs;
        bool flows = op.StartsGradient, symbolic = false;
        foreach (Tensor input in inputs)
        {
            flows |= input.RequiresGradient;
            symbolic |= input.IsSymbolic;
        }

        flows &= op.IsDifferentiable;
        Outputs = new Tensor[outputs.Length];
        for (int index = 0; index < outputs.Length; index++)
            Outputs[index] = new Tensor(outputs[index], this, index, flows && outputs[index].DType.IsFloating, symbolic);
    }

    public Op Op { get; }

    /// <summary>The layer in whose call the operation was emitted, for messages; null outside of layers. It is no part of the operation's meaning.</summary>
    public string? Layer { get; }

    /// <summary>The layer whose call is under way on this thread.</summary>
    public static string? CurrentLayer
    {
        get => _currentLayer;
        set => _currentLayer = value;
    }

    public IReadOnlyList<Tensor> Inputs { get; }

    public Tensor[] Outputs { get; }

    /// <summary>Applies an operation: infers, and so checks, the shapes; computes nothing.</summary>
    public static Tensor[] Emit(Op op, params Tensor[] inputs)
    {
        var specs = new TensorSpec[inputs.Length];
        for (int index = 0; index < inputs.Length; index++) specs[index] = inputs[index].Spec;
        TensorSpec[] outputs = op.Infer(specs);
        foreach (TensorSpec output in outputs) AxisSize.CheckBytes(output, op.Name);
        return new Node(op, inputs, outputs).Outputs;
    }

    public override string ToString() => $"{Op.Name}({string.Join(", ", Inputs.Select(input => input.Spec))})";
}
