using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>Lanes computed one after the other: for functions too rare to deserve a vector form.</summary>
internal static unsafe class PerLane
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLanes Unary<TFunction, TLanes>(TLanes x)
        where TFunction : struct, IDoubleFunction
        where TLanes : struct, ILanes<TLanes>
    {
        float* values = stackalloc float[16];
        TLanes.Store(x, values);
        for (int lane = 0; lane < 16; lane++)
        {
            values[lane] = (float)TFunction.Invoke(values[lane]);
        }
        return TLanes.Load(values);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLanes Binary<TFunction, TLanes>(TLanes left, TLanes right)
        where TFunction : struct, IDoubleFunction2
        where TLanes : struct, ILanes<TLanes>
    {
        float* values = stackalloc float[32];
        TLanes.Store(left, values);
        TLanes.Store(right, values + 16);
        for (int lane = 0; lane < 16; lane++)
        {
            values[lane] = (float)TFunction.Invoke(values[lane], values[lane + 16]);
        }
        return TLanes.Load(values);
    }
}
