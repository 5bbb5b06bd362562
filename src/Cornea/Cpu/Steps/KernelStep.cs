using Cornea.Cpu.Kernels;

namespace Cornea.Cpu.Steps;

/// <summary>What one piece of a phase does.</summary>
internal unsafe delegate void KernelCall(Frame frame, int piece, byte* scratch);

/// <summary>A kernel's phase: so many pieces, all ended before the next phase begins.</summary>
internal readonly record struct KernelPhase(int Pieces, KernelCall Call);

/// <summary>A kernel with its problem and operands bound into calls, made once when a graph is lowered.</summary>
internal sealed unsafe class KernelStep(string text, nint scratchBytes, KernelPhase[] phases, Func<int, OutputRange>? range = null) : RangeStep
{
    public override int Phases => phases.Length;

    public override nint ScratchBytes => scratchBytes;

    public override string Describe() => text;

    public override int Pieces(int phase) => phases[phase].Pieces;

    public override OutputRange Range(int piece) => range!(piece);

    public override void Run(Frame frame, int phase, int piece, byte* scratch) => phases[phase].Call(frame, piece, scratch);
}
