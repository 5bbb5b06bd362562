namespace Cornea.Cpu.Kernels;

/// <summary>arcsin x; NaN outside −1 to 1. Computed in double precision, one lane after the other.</summary>
internal readonly struct AsinOperator : IUnaryOperator, IDoubleFunction
{
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => PerLane.Unary<AsinOperator, TLanes>(x);

    public static double Invoke(double x) => DoubleMath.Asin(x);
}
