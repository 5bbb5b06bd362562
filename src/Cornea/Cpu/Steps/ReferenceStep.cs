using Cornea.Graphs;
using Cornea.Lowering;
using Cornea.Reference;

namespace Cornea.Cpu.Steps;

/// <summary>An operation without a kernel: its reference loop, in double precision.</summary>
internal sealed unsafe class ReferenceStep(Op op, (Operand Place, TensorSpec Spec)[] inputs, (Operand Place, TensorSpec Spec)[] outputs) : Step
{
    public override string Describe() =>
        $"reference {op.Name} {string.Join(", ", inputs.Select(input => $"{input.Spec} {input.Place}"))} → {string.Join(", ", outputs.Select(output => $"{output.Spec} {output.Place}"))}";

    public override IEnumerable<ReferenceLoop> WithoutKernel => [ReferenceLoop.Of(op, inputs.Concat(outputs).Select(value => value.Spec))];

    public override int Pieces(int phase) => 1;

    public override void Run(Frame frame, int phase, int piece, byte* scratch)
    {
        var arrays = new ReferenceArray[inputs.Length];
        for (int index = 0; index < inputs.Length; index++)
            arrays[index] = ReferenceArray.Read(new ReadOnlySpan<byte>(frame.Address(inputs[index].Place), checked((int)inputs[index].Spec.Bytes)), inputs[index].Spec);
        ReferenceArray[] results = ReferenceLoops.Run(op, arrays, outputs.Select(output => output.Spec));
        for (int index = 0; index < outputs.Length; index++)
            results[index].Write(new Span<byte>(frame.Address(outputs[index].Place), checked((int)outputs[index].Spec.Bytes)));
    }
}
