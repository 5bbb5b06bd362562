namespace Cornea.Cpu.Kernels;

/// <summary>sinh x. Computed in double precision, one lane after the other.</summary>
internal readonly struct SinhOperator : IUnaryOperator, IDoubleFunction
{
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => PerLane.Unary<SinhOperator, TLanes>(x);

    public static double Invoke(double x) => DoubleMath.Sinh(x);
}
