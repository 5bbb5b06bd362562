using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Numbers that a function of C# computes, which may throw.</summary>
internal static unsafe class HostRule
{
    public static bool Number(Node node, LoweringContext context, int order)
    {
        var op = (HostNumber)node.Op;
        Func<long, float, float> function = op.Function;
        return Kernel.Add(node, context, order, $"host {op.Label}", 1,
            (inputs, outputs, _, _) => *(float*)outputs[0] = function(*(long*)inputs[0], *(float*)inputs[1]), canFail: true);
    }
}
