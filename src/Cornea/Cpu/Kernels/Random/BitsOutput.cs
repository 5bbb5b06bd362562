namespace Cornea.Cpu.Kernels;

/// <summary>The bits as they are.</summary>
internal readonly unsafe struct BitsOutput(uint* destination) : IRandomOutput
{
    public void Write(uint* bits, nint made, nint skipped, nint index, nint count) =>
        new Span<uint>(bits + skipped, (int)count).CopyTo(new Span<uint>(destination + index, (int)count));
}
