namespace Cornea.Cpu.Kernels;

/// <summary>sin x, for any x. Computed in double precision, one lane after the other.</summary>
internal readonly struct SinOperator : IUnaryOperator, IDoubleFunction
{
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => PerLane.Unary<SinOperator, TLanes>(x);

    public static double Invoke(double x) => DoubleMath.Sin(x);
}
