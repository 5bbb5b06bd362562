using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>The numbers written in a program that kernels read from memory, each once.</summary>
internal sealed class ConstantPool
{
    private const int Stride = 8;
    private readonly Dictionary<(long Bits, DType DType), int> _slots = [];

    public Operand Place(double number, DType dtype)
    {
        (long Bits, DType DType) key = (BitConverter.DoubleToInt64Bits(number), dtype);
        if (!_slots.TryGetValue(key, out int slot)) _slots[key] = slot = _slots.Count;
        return new Operand(Spaces.Constants, slot * Stride);
    }

    public unsafe Arena Build()
    {
        var arena = new Arena(_slots.Count * Stride);
        foreach (((long bits, DType dtype), int slot) in _slots)
        {
            byte* place = arena.Memory + (slot * Stride);
            double number = BitConverter.Int64BitsToDouble(bits);
            if (dtype == DType.Float32) *(float*)place = (float)number;
            else if (dtype == DType.Float64) *(double*)place = number;
            else if (dtype == DType.Int32) *(int*)place = (int)number;
            else if (dtype == DType.Int64) *(long*)place = (long)number;
            else *place = (byte)number;
        }

        return arena;
    }
}
