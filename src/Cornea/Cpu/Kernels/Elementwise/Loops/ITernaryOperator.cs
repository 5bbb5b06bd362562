namespace Cornea.Cpu.Kernels;

/// <summary>A function of three numbers, written over lanes: the loop around it exists once (<see cref="TernaryLoop"/>).</summary>
internal interface ITernaryOperator
{
    static abstract TLanes Invoke<TLanes>(TLanes first, TLanes second, TLanes third) where TLanes : struct, ILanes<TLanes>;
}
