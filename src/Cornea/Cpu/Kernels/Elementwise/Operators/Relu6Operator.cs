using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>min(max(x, 0), 6). NaN stays NaN, −0 becomes +0.</summary>
internal readonly struct Relu6Operator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes positive = TLanes.AndNot(x, TLanes.LessOrEqual(x, TLanes.Broadcast(0f)));
        return TLanes.AtMost(TLanes.Broadcast(6f), positive);
    }
}
