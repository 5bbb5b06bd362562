using Cornea.Graphs;
using Cornea.Layers;

namespace Cornea;

/// <summary>A loose operation between symbolic tensors, as part of a model.</summary>
internal sealed class OperationLayer : Layer
{
    private readonly Op _operation;

    private OperationLayer(Op operation)
        : base(LayerNames.Next(operation.Name))
    {
        _operation = operation;
        MarkBuilt();
    }

    public override string ClassName => _operation.Name;

    /// <summary>The operation's node as the call of a layer.</summary>
    public static LayerCall CallOf(Node node) =>
        new OperationLayer(node.Op).AddCall(TensorList.Create([.. node.Inputs]), node.Outputs);

    public override LayerConfig GetConfig() => throw new NotSupportedException(
        $"The operation '{Name}' between a model's tensors can't be written to a file; put it into a layer of your own, or use a layer such as Add or Rescaling.");

    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        Tensor[] values = [.. inputs.Select(input => input.Source is { } variable ? variable.Value : input)];
        return Node.Emit(_operation.For([.. values.Select(value => value.Spec)]), values);
    }
}
