using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The loop around every operator of one operand. In place (destination = x) is allowed.</summary>
/// <remarks>AggressiveOptimization: Run, a leaf that would spend its first calls in unoptimised code, a hundred times slower.</remarks>
internal static unsafe class UnaryLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TOperator, TLanes>(float* x, float* second, float* third, float* destination, nint count)
        where TOperator : struct, IUnaryOperator
        where TLanes : struct, ILanes<TLanes>
    {
        nint index = 0;
        for (; index <= count - 16; index += 16)
        {
            TLanes.Store(TOperator.Invoke(TLanes.Load(x + index)), destination + index);
        }
        if (index < count)
        {
            nint rest = count - index;
            TLanes.StorePartial(TOperator.Invoke(TLanes.LoadPartial(x + index, rest)), destination + index, rest);
        }
    }

    /// <summary>x[0] to all elements.</summary>
    public static void Fill(float* x, float* second, float* third, float* destination, nint count) =>
        new Span<float>(destination, (int)count).Fill(*x);
}
