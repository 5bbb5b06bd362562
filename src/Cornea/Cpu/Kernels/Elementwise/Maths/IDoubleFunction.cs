namespace Cornea.Cpu.Kernels;

/// <summary>A function of one number in double precision; its result is rounded to float once, at the end.</summary>
internal interface IDoubleFunction
{
    static abstract double Invoke(double x);
}
