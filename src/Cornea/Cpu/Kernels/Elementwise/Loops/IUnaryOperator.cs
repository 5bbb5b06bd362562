namespace Cornea.Cpu.Kernels;

/// <summary>A function of one number, written over lanes: the loop around it exists once (<see cref="UnaryLoop"/>).</summary>
internal interface IUnaryOperator
{
    static abstract TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>;
}
