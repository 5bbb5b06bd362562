namespace Cornea.Cpu.Kernels;

/// <summary>A function of two numbers in double precision; its result is rounded to float once, at the end.</summary>
internal interface IDoubleFunction2
{
    static abstract double Invoke(double left, double right);
}
