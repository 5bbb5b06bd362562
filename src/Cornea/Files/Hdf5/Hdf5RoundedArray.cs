using System.Runtime.InteropServices;

namespace Cornea.Files;

/// <summary>An array of Float32 that is written in 16 bits: rounded to the nearest, to even where two are as near.</summary>
/// <param name="shape">The sizes of the axes.</param>
/// <param name="isBFloat16">Whether 8 bits are the exponent's, as in Float32, and 7 the mantissa's; else 5 and 10.</param>
/// <param name="who">What messages call it.</param>
/// <param name="values">Gives the elements when their turn has come.</param>
internal sealed class Hdf5RoundedArray(int[] shape, bool isBFloat16, string who, Func<Storage> values)
    : Hdf5Array(isBFloat16 ? FileElementType.UInt16 : FileElementType.Float16, shape)
{
    private const int PieceElements = 1 << 18;

    public override bool IsBFloat16 => isBFloat16;

    /// <exception cref="InvalidOperationException">A number is too large for it.</exception>
    public override Storage Values()
    {
        Storage from = values(), to = Storage.Allocate(from.Bytes / 2);
        nint count = from.Bytes / sizeof(float);
        for (nint first = 0; first < count; first += PieceElements)
        {
            int part = (int)Math.Min(PieceElements, count - first);
            Span<float> singles = MemoryMarshal.Cast<byte, float>(from.Span(first * sizeof(float), part * sizeof(float)));
            Span<ushort> halves = MemoryMarshal.Cast<byte, ushort>(to.Span(first * sizeof(ushort), part * sizeof(ushort)));
            for (int index = 0; index < part; index++) halves[index] = isBFloat16 ? Upper(singles[index]) : BitConverter.HalfToUInt16Bits(Checked(singles[index]));
        }

        GC.KeepAlive(from);
        return to;
    }

    public override void CopyTo(Storage target, FileElementType type) => throw new NotSupportedException("It is written, not read.");

    private Half Checked(float value)
    {
        var half = (Half)value;
        return Half.IsInfinity(half) && float.IsFinite(value) ? throw new InvalidOperationException($"{who} has {value}, more than the 65504 that float16 holds; take bfloat16.") : half;
    }

    // What is cut off is added first as half a unit of the last place that stays, less one bit where that is even; NaN stays one.
    private static ushort Upper(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
