using Cornea.Cpu.Steps;
using Cornea.Graphs;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Any operation, by its loop on the reference executor: right, slow, and not free of allocation. For what no training step meets.</summary>
/// <remarks>Every loop counts as one that can fail: an index out of range, a matrix without an inverse, or no memory for its arrays.</remarks>
internal static class ReferenceRule
{
    public static void Lower(Node node, LoweringContext context, int order) => context.Add(
        new KernelUnit
        {
            Reads = [.. node.Inputs],
            Writes = [.. node.Outputs],
            CanFail = true,
            Make = place => new ReferenceStep(
                node.Op,
                [.. node.Inputs.Select(input => (place[input], input.Spec))],
                [.. node.Outputs.Select(output => (place[output], output.Spec))]),
        },
        order);
}
