namespace Cornea.Cpu.Kernels;

/// <summary>left − right · ⌊left / right⌋ without rounding on the way. Computed in double precision, one lane after the other.</summary>
/// <remarks>The sign is the right operand's, as in Python; NaN for right = 0.</remarks>
internal readonly struct FloorModuloOperator : IBinaryOperator, IDoubleFunction2
{
    public static TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes> =>
        PerLane.Binary<FloorModuloOperator, TLanes>(left, right);

    public static double Invoke(double left, double right) => DoubleMath.FloorModulo(left, right);
}
