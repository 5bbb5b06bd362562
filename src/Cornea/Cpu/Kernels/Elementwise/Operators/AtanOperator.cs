namespace Cornea.Cpu.Kernels;

/// <summary>arctan x. Computed in double precision, one lane after the other.</summary>
internal readonly struct AtanOperator : IUnaryOperator, IDoubleFunction
{
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => PerLane.Unary<AtanOperator, TLanes>(x);

    public static double Invoke(double x) => DoubleMath.Atan(x);
}
