using Cornea.Lowering;

namespace Cornea.Cpu.Steps;

/// <summary>The same bytes in another place.</summary>
internal sealed unsafe class CopyStep(Operand source, Operand destination, TensorSpec spec) : Step
{
    public override string Describe() => $"copy {spec} {source} → {destination}";

    public override int Pieces(int phase) => 1;

    public override void Run(Frame frame, int phase, int piece, byte* scratch) =>
        System.Buffer.MemoryCopy(frame.Address(source), frame.Address(destination), spec.Bytes, spec.Bytes);
}
