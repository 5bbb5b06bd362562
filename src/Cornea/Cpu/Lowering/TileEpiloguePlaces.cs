using Cornea.Cpu.Kernels;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>Where the operands of a kernel's epilogue lie; by default there is none.</summary>
/// <param name="Activation">What is done at last.</param>
/// <param name="Bias">A number for each channel.</param>
/// <param name="Residual">What is added to each number, and the output that it lies like.</param>
internal readonly record struct TileEpiloguePlaces(TileActivation Activation, Operand? Bias, (Operand Value, Operand Output)? Residual)
{
    /// <summary>The epilogue in one run.</summary>
    public unsafe TileEpilogue In(Frame frame) => Bias is null && Residual is null && Activation == TileActivation.None ? default : new(
        Bias is { } bias ? frame.Floats(bias) : null, Residual is { } residual ? frame.Floats(residual.Value) : null, Residual is { } like ? frame.Floats(like.Output) : null, Activation);

    public override string ToString() =>
        (Bias is null ? "" : $" + {Bias} by channel") + (Residual is null ? "" : $" + {Residual.Value.Value}") + (Activation == TileActivation.None ? "" : $", {Activation.ToString().ToLowerInvariant()}");
}
