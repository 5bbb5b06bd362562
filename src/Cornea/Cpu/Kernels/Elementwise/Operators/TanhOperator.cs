using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>tanh x, within 2 ulp; ±0 and subnormals stay as they are, from 9.02 on it is ±1. NaN stays NaN.</summary>
/// <remarks>
/// Below 0.65 it is x + x³ · p(x²), p our own minimax fit to (tanh x / x − 1) / x², weighted for the relative error of tanh x: 2⁻³¹. Above,
/// 1 − 2 / (e^(2|x|) + 1).
/// </remarks>
internal readonly struct TanhOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1f);
        TLanes magnitude = TLanes.AtMost(TLanes.Broadcast(10f), TLanes.Abs(x));
        TLanes square = magnitude * magnitude;
        TLanes p = TLanes.Broadcast(0.00201066863f);
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-0.00802839827f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(0.0216386896f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-0.0539351441f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(0.13333112f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-0.333333284f));
        TLanes small = TLanes.FusedMultiplyAdd(p * square, magnitude, magnitude);
        TLanes large = one - TLanes.Broadcast(2f) / (ExpOperator.Invoke(magnitude + magnitude) + one);
        return TLanes.Select(TLanes.Less(magnitude, TLanes.Broadcast(0.65f)), small, large) | (x & TLanes.Broadcast(-0f));
    }
}
