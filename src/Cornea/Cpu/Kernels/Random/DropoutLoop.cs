using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>Keeps or drops by given random words.</summary>
/// <remarks>AggressiveOptimization: Run, a leaf that would spend its first calls in unoptimised code.</remarks>
internal static unsafe class DropoutLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TLanes>(float* words, float* x, float* y, float rate, float scale, nint count)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes rates = TLanes.Broadcast(rate);
        TLanes scales = TLanes.Broadcast(scale);
        nint index = 0;
        for (; index <= count - 16; index += 16)
        {
            TLanes isDropped = TLanes.Less(UniformOperator.Invoke(TLanes.Load(words + index)), rates);
            TLanes.Store(TLanes.AndNot(TLanes.Load(x + index) * scales, isDropped), y + index);
        }
        if (index < count)
        {
            nint rest = count - index;
            TLanes isDropped = TLanes.Less(UniformOperator.Invoke(TLanes.LoadPartial(words + index, rest)), rates);
            TLanes.StorePartial(TLanes.AndNot(TLanes.LoadPartial(x + index, rest) * scales, isDropped), y + index, rest);
        }
    }
}
