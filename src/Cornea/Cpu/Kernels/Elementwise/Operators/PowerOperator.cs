namespace Cornea.Cpu.Kernels;

/// <summary>leftʳⁱᵍʰᵗ, with IEEE 754's special cases. Computed in double precision, one lane after the other.</summary>
internal readonly struct PowerOperator : IBinaryOperator, IDoubleFunction2
{
    public static TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes> =>
        PerLane.Binary<PowerOperator, TLanes>(left, right);

    public static double Invoke(double left, double right) => DoubleMath.Power(left, right);
}
