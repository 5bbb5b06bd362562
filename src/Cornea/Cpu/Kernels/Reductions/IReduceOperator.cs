namespace Cornea.Cpu.Kernels;

/// <summary>An associative function of two numbers that reductions fold with.</summary>
internal interface IReduceOperator : IBinaryOperator
{
    /// <summary>The number that changes nothing, and the result of reducing nothing.</summary>
    static abstract float Identity { get; }
}
