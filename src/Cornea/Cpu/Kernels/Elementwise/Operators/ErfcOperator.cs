namespace Cornea.Cpu.Kernels;

/// <summary>1 − erf x, exact where it is small. Computed in double precision, one lane after the other.</summary>
internal readonly struct ErfcOperator : IUnaryOperator, IDoubleFunction
{
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => PerLane.Unary<ErfcOperator, TLanes>(x);

    public static double Invoke(double x) => DoubleMath.Erfc(x);
}
