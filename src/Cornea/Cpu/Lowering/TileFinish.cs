using Cornea.Cpu.Kernels;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>An elementwise group that a kernel can do by itself, tile by tile: output = activation(sums + bias + residual).</summary>
/// <param name="Output">The group's only output.</param>
/// <param name="Bias">A number for each channel, or null.</param>
/// <param name="Residual">A value like the output, or null.</param>
/// <param name="Activation">The last of the operations.</param>
internal sealed record TileFinish(Tensor Output, Tensor? Bias, Tensor? Residual, TileActivation Activation)
{
    /// <summary>What a group does to a kernel's sums, if it's of this form; else null.</summary>
    public static TileFinish? Of(ElementwiseGroup group, Tensor sums)
    {
        if (group.Outputs.Count != 1) return null;
        Tensor value = sums;
        Tensor? bias = null, residual = null;
        TileActivation activation = TileActivation.None;
        foreach (Node node in group.Nodes)
        {
            if (node.Op is BroadcastTo) continue;
            if (activation != TileActivation.None) return null;
            switch (node.Op)
            {
                case Unary { Function: UnaryFunction.Relu } when ReferenceEquals(node.Inputs[0], value):
                    activation = TileActivation.Relu;
                    break;
                case Unary { Function: UnaryFunction.Relu6 } when ReferenceEquals(node.Inputs[0], value):
                    activation = TileActivation.Relu6;
                    break;
                case Binary { Function: BinaryFunction.Add } when Other(node, value) is { } other && group.Inputs.Exists(input => ReferenceEquals(input, other)):
                    if (residual is null && other.Shape == sums.Shape) residual = other;
                    else if (bias is null && residual is null && other.Shape.ElementCount == sums.Shape[^1] && other.Shape[^1] == sums.Shape[^1]) bias = other;
                    else return null;
                    break;
                default:
                    return null;
            }

            value = node.Outputs[0];
        }

        return ReferenceEquals(value, group.Outputs[0]) ? new(value, bias, residual, activation) : null;
    }

    /// <summary>The unit of a kernel that does the group too.</summary>
    public KernelUnit Unit(KernelUnit kernel) => new()
    {
        After = kernel.After,
        CanFail = kernel.CanFail,
        Reads = [.. kernel.Reads, .. Added],
        Writes = [Output],
        Workspaces = kernel.Workspaces,
        Make = place => kernel.MakeFinished!(place, this),
        Rows = kernel.Rows is { } rows ? rows with { Output = Output, Finish = this } : null,
    };

    /// <summary>Where its operands lie.</summary>
    public TileEpiloguePlaces Places(Placement place) => new(Activation, Bias is null ? null : place[Bias], Residual is null ? null : (place[Residual], place[Output]));

    private IEnumerable<Tensor> Added => new[] { Bias, Residual }.OfType<Tensor>();

    private static Tensor? Other(Node node, Tensor value)
    {
        (Tensor left, Tensor right) = (node.Inputs[0], node.Inputs[1]);
        Tensor? other = ReferenceEquals(left, value) ? right : ReferenceEquals(right, value) ? left : null;
        if (other is null) return null;
        other = ElementwiseGroup.Source(other);
        return other.DType == DType.Float32 && other.Literal is null && !ReferenceEquals(other, value) ? other : null;
    }
}
