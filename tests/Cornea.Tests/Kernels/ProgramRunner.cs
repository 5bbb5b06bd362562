using System.Runtime.InteropServices;
using Cornea.Cpu.Kernels;

namespace Cornea.Tests.Kernels;

/// <summary>Runs an elementwise program on managed arrays, whole, in pieces or in part.</summary>
internal static unsafe class ProgramRunner
{
    /// <summary>Element counts of the outputs are the program's own; each array is pinned for the run.</summary>
    public static void Run(ElementwiseProgram program, Array[] inputs, Array[] outputs, nint start, nint count)
    {
        GCHandle[] handles = [.. inputs.Concat(outputs).Select(array => GCHandle.Alloc(array, GCHandleType.Pinned))];
        byte** pointers = stackalloc byte*[handles.Length + 1];
        for (int index = 0; index < handles.Length; index++)
            pointers[index] = (byte*)handles[index].AddrOfPinnedObject();
        Run(program, pointers, pointers + inputs.Length, start, count);
        foreach (GCHandle handle in handles)
            handle.Free();
    }

    public static void Run(ElementwiseProgram program, byte** inputs, byte** outputs, nint start, nint count)
    {
        byte* scratch = (byte*)NativeMemory.AlignedAlloc((nuint)program.ScratchBytes, 64);
        // Scratch holds anything: results must not depend on it.
        new Span<byte>(scratch, (int)program.ScratchBytes).Fill(0xFF);
        program.Run(start, count, inputs, outputs, scratch);
        NativeMemory.AlignedFree(scratch);
    }

    /// <summary>The whole index space at once; one float output.</summary>
    public static float[] Run(ElementwiseProgram program, params Array[] inputs)
    {
        float[] output = new float[program.Count];
        Run(program, inputs, [output], 0, program.Count);
        return output;
    }

    /// <summary>A program of a single opcode over contiguous inputs.</summary>
    public static ElementwiseProgram Single(ElementwiseOpcode opcode, int count)
    {
        ElementwiseProgramBuilder builder = new(1, Math.Max(count, 1));
        ElementwiseValue[] x = [.. Enumerable.Range(0, opcode.Arity()).Select(_ => builder.Input(ElementwiseAccess.Contiguous))];
        builder.Output(x.Length switch
        {
            1 => builder.Apply(opcode, x[0]),
            2 => builder.Apply(opcode, x[0], x[1]),
            _ => builder.Apply(opcode, x[0], x[1], x[2]),
        });
        return builder.Build();
    }
}
