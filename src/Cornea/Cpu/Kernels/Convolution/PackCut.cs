namespace Cornea.Cpu.Kernels;

/// <summary>Deals units of packing out to pieces of about 128 KB, at least one.</summary>
internal static class PackCut
{
    private const int PieceBytes = 1 << 17;

    public static EvenCut For(int units, nint bytes) => new(units, (int)Math.Clamp(bytes / PieceBytes, 1, Math.Max(1, units)));
}
