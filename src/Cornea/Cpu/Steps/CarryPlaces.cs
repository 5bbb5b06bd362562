using Cornea.Lowering;

namespace Cornea.Cpu.Steps;

/// <summary>In which memory a carry goes from step to step.</summary>
internal enum CarryHome
{
    /// <summary>Two places of its own, by turns.</summary>
    Alternating,

    /// <summary>The stacked output of what each step begins with.</summary>
    Before,

    /// <summary>The stacked output of what each step ends with.</summary>
    After,
}

/// <summary>Where a carry is read and written at each step, so that it is never copied from one to the next.</summary>
/// <param name="First">Its value before the first step.</param>
/// <param name="Last">Where its value after the last step is to stand.</param>
/// <param name="Memory">Its home.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Home">What kind of home it is.</param>
/// <param name="Length">The number of steps.</param>
/// <param name="Reverse">Whether the last step comes first.</param>
internal sealed record CarryPlaces(Operand First, Operand Last, Operand Memory, nint Bytes, CarryHome Home, int Length, bool Reverse)
{
    /// <summary>Bytes from one of two alternating places to the other.</summary>
    public static nint Pitch(nint bytes) => (bytes + 63) / 64 * 64;

    /// <summary>Where a step, counted as they run, reads it.</summary>
    public Operand Read(int step) => step > 0 ? Write(step - 1) : Home == CarryHome.Before ? At(0) : First;

    /// <summary>Where a step writes the next one's.</summary>
    public Operand Write(int step) => Home switch
    {
        CarryHome.After => At(step),
        _ when step == Length - 1 => Last,
        CarryHome.Before => At(step + 1),
        _ => Memory with { Offset = Memory.Offset + (step % 2 * Pitch(Bytes)) },
    };

    /// <summary>What is copied before the first step.</summary>
    public (Operand From, Operand To)? AtStart => Length == 0 ? (First, Last) : Home == CarryHome.Before ? (First, At(0)) : null;

    /// <summary>What is copied after the last step.</summary>
    public (Operand From, Operand To)? AtEnd => Length > 0 && Home == CarryHome.After ? (At(Length - 1), Last) : null;

    private Operand At(int step) => Memory with { Offset = Memory.Offset + ((Reverse ? Length - 1 - step : step) * Bytes) };
}
