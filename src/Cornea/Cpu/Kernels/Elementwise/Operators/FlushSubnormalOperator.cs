using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>+0 where |x| &lt; 2⁻¹²⁶, else x: decaying optimizer state would else run at a hundredth of the speed.</summary>
internal readonly struct FlushSubnormalOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> =>
        TLanes.AndNot(x, TLanes.Less(TLanes.Abs(x), TLanes.Broadcast(1.17549435e-38f)));
}
