using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>tanh x, within 2 ulp; ±0 and subnormals stay as they are.</summary>
/// <remarks>
/// With t = e^(2|x|) − 1, tanh |x| = t / (t + 2), where an error of t counts for at most itself. From 9.02 on the result is 1.
/// </remarks>
internal readonly struct TanhOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes magnitude = TLanes.AtMost(TLanes.Broadcast(10f), TLanes.Abs(x));
        TLanes t = Expm1Operator.Invoke(magnitude + magnitude);
        return (t / (t + TLanes.Broadcast(2f))) | (x & TLanes.Broadcast(-0f));
    }
}
