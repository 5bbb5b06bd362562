using Cornea.Graphs;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Operations that only look at memory another way.</summary>
internal static class ViewRules
{
    /// <summary>All of the input's elements in the same order.</summary>
    public static bool Whole(Node node, LoweringContext context, int order)
    {
        if (node.Inputs[0].Literal is not null) return false;
        context.Alias(node.Outputs[0], node.Inputs[0]);
        return true;
    }
}
