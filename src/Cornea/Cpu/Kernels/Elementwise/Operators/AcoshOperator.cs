namespace Cornea.Cpu.Kernels;

/// <summary>arcosh x; NaN below 1. Computed in double precision, one lane after the other.</summary>
internal readonly struct AcoshOperator : IUnaryOperator, IDoubleFunction
{
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => PerLane.Unary<AcoshOperator, TLanes>(x);

    public static double Invoke(double x) => DoubleMath.Acosh(x);
}
