namespace Cornea.Cpu.Kernels;

/// <summary>A function of two numbers, written over lanes: the loop around it exists once (<see cref="BinaryLoop"/>).</summary>
internal interface IBinaryOperator
{
    static abstract TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes>;
}
