using Cornea.Cpu.Kernels;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Random = Cornea.Graphs.Operations.Random;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Random numbers from a state (seed, step): any range of them can be drawn by itself.</summary>
internal static unsafe class RandomRule
{
    private const nint PieceElements = 1 << 14;

    public static bool Lower(Node node, LoweringContext context, int order)
    {
        var op = (Random)node.Op;
        nint count = (nint)op.Target.ElementCount;
        int pieces = checked((int)((count + PieceElements - 1) / PieceElements));
        return Kernel.Add(node, context, order, $"random {op.Distribution} {op.Target}", pieces,
            (inputs, outputs, piece, _) =>
            {
                ulong seed = ((ulong*)inputs[0])[0], step = ((ulong*)inputs[0])[1];
                OutputRange range = Range(piece);
                float* destination = (float*)outputs[0] + range.Start;
                if (op.Distribution == Distribution.Uniform) Kernels.Philox.Uniform(seed, step, range.Start, destination, range.Count);
                else Kernels.Philox.Normal(seed, step, range.Start, destination, range.Count);
            },
            Range);

        OutputRange Range(int piece) => new(piece * PieceElements, Math.Min(PieceElements, count - (piece * PieceElements)));
    }
}
