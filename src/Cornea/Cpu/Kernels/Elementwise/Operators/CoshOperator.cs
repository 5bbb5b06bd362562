namespace Cornea.Cpu.Kernels;

/// <summary>cosh x. Computed in double precision, one lane after the other.</summary>
internal readonly struct CoshOperator : IUnaryOperator, IDoubleFunction
{
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => PerLane.Unary<CoshOperator, TLanes>(x);

    public static double Invoke(double x) => DoubleMath.Cosh(x);
}
