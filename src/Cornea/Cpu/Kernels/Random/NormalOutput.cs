using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>Standard normal numbers.</summary>
internal readonly unsafe struct NormalOutput(float* destination) : IRandomOutput
{
    public void Write(uint* bits, nint made, nint skipped, nint index, nint count)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            NormalLoop.Run<Lanes512>(bits, made);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            NormalLoop.Run<Lanes256>(bits, made);
        }
        else
        {
            NormalLoop.Run<Lanes128>(bits, made);
        }
        new Span<float>((float*)bits + skipped, (int)count).CopyTo(new Span<float>(destination + index, (int)count));
    }
}
