using Cornea.Cpu.Kernels;
using Cornea.Lowering;

namespace Cornea.Cpu.Steps;

/// <summary>A kernel and the elementwise program that takes up each range of its output while that is still in cache.</summary>
internal sealed unsafe class FollowedStep(RangeStep kernel, ElementwiseProgram program, Operand[] inputs, Operand[] outputs) : Step
{
    public override string Describe() =>
        $"{kernel.Describe()}, then ({string.Join(", ", inputs)}) → ({string.Join(", ", outputs)}): {ProgramCall.OneLine(program)}";

    public override int Phases => kernel.Phases;

    public override int Pieces(int phase) => kernel.Pieces(phase);

    public override nint ScratchBytes => Math.Max(kernel.ScratchBytes, program.ScratchBytes);

    public override void Run(Frame frame, int phase, int piece, byte* scratch)
    {
        kernel.Run(frame, phase, piece, scratch);
        if (phase != kernel.Phases - 1) return;
        OutputRange range = kernel.Range(piece);
        for (int row = 0; row < range.Rows; row++)
            ProgramCall.Run(program, inputs, outputs, frame, range.Start + (row * range.Pitch), range.Count, scratch);
    }
}
