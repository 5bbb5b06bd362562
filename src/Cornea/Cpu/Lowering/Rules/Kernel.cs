using Cornea.Cpu.Kernels;
using Cornea.Cpu.Steps;
using Cornea.Graphs;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>The common case of a rule: one phase, a node's inputs and outputs, perhaps contiguous ranges of the first output.</summary>
internal static unsafe class Kernel
{
    /// <summary>What a piece does, given the addresses of the node's inputs and of the outputs that it writes.</summary>
    public delegate void Call(byte** inputs, byte** outputs, int piece, byte* scratch);

    public static bool Add(
        Node node, LoweringContext context, int order, string text, int pieces, Call call, Func<int, OutputRange>? range = null, nint scratchBytes = 0,
        Unit? after = null, bool canFail = false, int? outputs = null, RowStage? rows = null)
    {
        Tensor[] written = node.Outputs[..(outputs ?? node.Outputs.Length)];
        context.Add(
            new KernelUnit
            {
                After = after is null ? [] : [after],
                CanFail = canFail,
                Reads = [.. node.Inputs],
                Writes = [.. written],
                RangeOutput = range is null ? null : node.Outputs[0],
                Rows = RowLink.Of(rows, node.Inputs[0], null, node.Outputs[0], text),
                Make = place =>
                {
                    Operand[] inputs = [.. node.Inputs.Select(input => place[input])], to = [.. written.Select(output => place[output])];
                    return new KernelStep(
                        $"{text} ({string.Join(", ", inputs)}) → {string.Join(", ", to)}",
                        scratchBytes,
                        [new KernelPhase(pieces, (frame, piece, scratch) =>
                        {
                            byte** from = stackalloc byte*[inputs.Length + 1];
                            byte** into = stackalloc byte*[to.Length];
                            for (int index = 0; index < inputs.Length; index++) from[index] = frame.Address(inputs[index]);
                            for (int index = 0; index < to.Length; index++) into[index] = frame.Address(to[index]);
                            call(from, into, piece, scratch);
                        })],
                        range);
                },
            },
            order);
        return true;
    }
}
