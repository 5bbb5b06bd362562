using Cornea.Cpu.Kernels;
using Cornea.Lowering;

namespace Cornea.Cpu.Steps;

/// <summary>Hands a program its addresses.</summary>
internal static unsafe class ProgramCall
{
    public static void Run(
        ElementwiseProgram program, Operand[] inputs, Operand[] outputs, Frame frame, nint start, nint count, byte* scratch)
    {
        byte** inputAddresses = stackalloc byte*[inputs.Length + 1];
        byte** outputAddresses = stackalloc byte*[outputs.Length + 1];
        for (int index = 0; index < inputs.Length; index++) inputAddresses[index] = frame.Address(inputs[index]);
        for (int index = 0; index < outputs.Length; index++) outputAddresses[index] = frame.Address(outputs[index]);
        program.Run(start, count, inputAddresses, outputAddresses, scratch);
    }

    public static string OneLine(ElementwiseProgram program) => program.ToString().ReplaceLineEndings("; ");
}
