using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>Uniform numbers in [0, 1).</summary>
internal readonly unsafe struct UniformOutput(float* destination) : IRandomOutput
{
    public void Write(uint* bits, nint made, nint skipped, nint index, nint count)
    {
        float* source = (float*)(bits + skipped);
        if (Vector512.IsHardwareAccelerated)
        {
            UnaryLoop.Run<UniformOperator, Lanes512>(source, null, null, destination + index, count);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            UnaryLoop.Run<UniformOperator, Lanes256>(source, null, null, destination + index, count);
        }
        else
        {
            UnaryLoop.Run<UniformOperator, Lanes128>(source, null, null, destination + index, count);
        }
    }
}
