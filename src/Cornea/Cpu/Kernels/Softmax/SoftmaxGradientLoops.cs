using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The gradients of softmax and of its logarithm, row by row.</summary>
/// <remarks>AggressiveOptimization: Gradient and LogarithmGradient, which would spend their first calls in unoptimised code.</remarks>
internal static unsafe class SoftmaxGradientLoops
{
    /// <summary>dx = y · (dy − Σ dy · y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Gradient<TLanes>(float* y, float* dy, float* dx, nint rows, nint columns)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nint row = 0; row < rows; row++, y += columns, dy += columns, dx += columns)
        {
            TLanes products = TLanes.Broadcast(0f);
            nint index = 0;
            for (; index <= columns - 16; index += 16)
            {
                products = TLanes.FusedMultiplyAdd(TLanes.Load(dy + index), TLanes.Load(y + index), products);
            }
            nint rest = columns - index;
            if (rest > 0)
            {
                products = TLanes.FusedMultiplyAdd(
                    TLanes.LoadPartial(dy + index, rest), TLanes.LoadPartial(y + index, rest), products);
            }
            TLanes sum = TLanes.Broadcast(LanesFold.Run<AddOperator, TLanes>(products));
            for (index = 0; index <= columns - 16; index += 16)
            {
                TLanes.Store(TLanes.Load(y + index) * (TLanes.Load(dy + index) - sum), dx + index);
            }
            if (rest > 0)
            {
                TLanes last = TLanes.LoadPartial(y + index, rest) * (TLanes.LoadPartial(dy + index, rest) - sum);
                TLanes.StorePartial(last, dx + index, rest);
            }
        }
    }

    /// <summary>dx = dy − eʸ · Σ dy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void LogarithmGradient<TLanes>(float* y, float* dy, float* dx, nint rows, nint columns)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nint row = 0; row < rows; row++, y += columns, dy += columns, dx += columns)
        {
            TLanes sum = TLanes.Broadcast(ReduceLoops.Row<AddOperator, TLanes>(dy, columns));
            nint index = 0;
            for (; index <= columns - 16; index += 16)
            {
                TLanes.Store(TLanes.Load(dy + index) - ExpOperator.Invoke(TLanes.Load(y + index)) * sum, dx + index);
            }
            if (index < columns)
            {
                nint rest = columns - index;
                TLanes last = TLanes.LoadPartial(dy + index, rest) - ExpOperator.Invoke(TLanes.LoadPartial(y + index, rest)) * sum;
                TLanes.StorePartial(last, dx + index, rest);
            }
        }
    }
}
