using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>tanh x, within 2 ulp; ±0 and subnormals stay as they are.</summary>
/// <remarks>
/// With t = e^(−2|x|) − 1, which neither overflows nor cancels, tanh |x| = −t / (2 + t).
/// </remarks>
internal readonly struct TanhOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes t = Expm1Operator.Invoke(TLanes.Broadcast(-2f) * TLanes.Abs(x));
        TLanes magnitude = TLanes.Abs(t / (TLanes.Broadcast(2f) + t));
        return magnitude | (x & TLanes.Broadcast(-0f));
    }
}
