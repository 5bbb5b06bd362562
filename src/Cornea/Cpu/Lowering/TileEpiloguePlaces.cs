using Cornea.Cpu.Kernels;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>Where the operands of a kernel's epilogue lie; by default there is none. The output's place is that of the residual's like, and asked for with it.</summary>
internal readonly record struct TileEpiloguePlaces(TileActivation Activation, Operand? Bias, Operand? Residual, Operand Output)
{
    /// <summary>The epilogue in one run.</summary>
    public unsafe TileEpilogue In(Frame frame) => Bias is null && Residual is null && Activation == TileActivation.None ? default : new(
        Bias is { } bias ? frame.Floats(bias) : null, Residual is { } residual ? frame.Floats(residual) : null, Residual is null ? null : frame.Floats(Output), Activation);

    public override string ToString() =>
        (Bias is null ? "" : $" + {Bias} by channel") + (Residual is null ? "" : $" + {Residual}") + (Activation == TileActivation.None ? "" : $", {Activation.ToString().ToLowerInvariant()}");
}
