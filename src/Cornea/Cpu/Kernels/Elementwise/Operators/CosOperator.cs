namespace Cornea.Cpu.Kernels;

/// <summary>cos x, for any x. Computed in double precision, one lane after the other.</summary>
internal readonly struct CosOperator : IUnaryOperator, IDoubleFunction
{
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => PerLane.Unary<CosOperator, TLanes>(x);

    public static double Invoke(double x) => DoubleMath.Cos(x);
}
