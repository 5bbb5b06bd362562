namespace Cornea.Cpu.Kernels;

/// <summary>The parts of a run's table of pointers, in its order.</summary>
internal enum ElementwisePlaceKind : byte
{
    Nowhere,
    Slot,
    Register,
    Input,
    Output,
}
