namespace Cornea.Cpu.Kernels;

/// <summary>tan x, for any x. Computed in double precision, one lane after the other.</summary>
internal readonly struct TanOperator : IUnaryOperator, IDoubleFunction
{
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => PerLane.Unary<TanOperator, TLanes>(x);

    public static double Invoke(double x) => DoubleMath.Tan(x);
}
