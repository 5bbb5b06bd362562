namespace Cornea.Cpu.Kernels;

/// <summary>arsinh x. Computed in double precision, one lane after the other.</summary>
internal readonly struct AsinhOperator : IUnaryOperator, IDoubleFunction
{
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => PerLane.Unary<AsinhOperator, TLanes>(x);

    public static double Invoke(double x) => DoubleMath.Asinh(x);
}
