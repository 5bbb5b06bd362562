using Cornea.Cpu.Kernels;
using Cornea.Lowering;

namespace Cornea.Cpu.Steps;

/// <summary>An elementwise program by itself.</summary>
internal sealed unsafe class ProgramStep(ElementwiseProgram program, Operand[] inputs, Operand[] outputs) : Step
{
    public override string Describe() =>
        $"elementwise {program.Rows}×{program.Columns} ({string.Join(", ", inputs)}) → ({string.Join(", ", outputs)}): {ProgramCall.OneLine(program)}";

    public override int Pieces(int phase) => program.Pieces;

    public override nint ScratchBytes => program.ScratchBytes;

    public override void Run(Frame frame, int phase, int piece, byte* scratch)
    {
        OutputRange range = program.Range(piece);
        ProgramCall.Run(program, inputs, outputs, frame, range.Start, range.Count, scratch);
    }
}
