using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cornea.Cpu.Kernels;

/// <summary>The loops of conversions. The frequent ones have vectors: bytes and int32 to float32, float32 to int32.</summary>
internal static unsafe class Cast
{
    public static void From<TFrom>(TFrom* source, void* destination, NumberType to, OutputRange range) where TFrom : unmanaged
    {
        switch (to)
        {
            case NumberType.Float32: Loop(source, (float*)destination + range.Start, range.Count); break;
            case NumberType.Float64: Loop(source, (double*)destination + range.Start, range.Count); break;
            case NumberType.Int32: Loop(source, (int*)destination + range.Start, range.Count); break;
            case NumberType.Int64: Loop(source, (long*)destination + range.Start, range.Count); break;
            case NumberType.UInt8: Loop(source, (byte*)destination + range.Start, range.Count); break;
            default: Loop(source, (bool*)destination + range.Start, range.Count); break;
        }
    }

    private static void Loop<TFrom, TTo>(TFrom* source, TTo* destination, nint count) where TFrom : unmanaged where TTo : unmanaged
    {
        if (typeof(TFrom) == typeof(TTo))
        {
            if (source != (TFrom*)destination)
                Memory.Copy((TTo*)source, destination, count);
            return;
        }

        nint element = 0;
        if (typeof(TFrom) == typeof(byte) && typeof(TTo) == typeof(float))
            element = Vectors((byte*)source, (float*)destination, count);
        else if (typeof(TFrom) == typeof(int) && typeof(TTo) == typeof(float))
            element = Vectors((int*)source, (float*)destination, count);
        else if (typeof(TFrom) == typeof(float) && typeof(TTo) == typeof(int))
            element = Vectors((float*)source, (int*)destination, count);
        for (; element < count; element++)
            destination[element] = Number<TFrom, TTo>(source[element]);
    }

    /// <summary>One number. The types are known when this is compiled, so of all the branches one remains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo Number<TFrom, TTo>(TFrom value) where TFrom : unmanaged where TTo : unmanaged
    {
        if (typeof(TFrom) == typeof(float))
            return FromReal<TTo>(Unsafe.BitCast<TFrom, float>(value));
        if (typeof(TFrom) == typeof(double))
            return FromReal<TTo>(Unsafe.BitCast<TFrom, double>(value));
        if (typeof(TFrom) == typeof(int))
            return FromInteger<TTo>(Unsafe.BitCast<TFrom, int>(value));
        if (typeof(TFrom) == typeof(long))
            return FromInteger<TTo>(Unsafe.BitCast<TFrom, long>(value));
        if (typeof(TFrom) == typeof(byte))
            return FromInteger<TTo>(Unsafe.BitCast<TFrom, byte>(value));
        return FromInteger<TTo>(Unsafe.BitCast<TFrom, bool>(value) ? 1 : 0);
    }

    // A float is a double exactly, and all its conversions come out the same.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo FromReal<TTo>(double value) where TTo : unmanaged
    {
        if (typeof(TTo) == typeof(float))
            return Unsafe.BitCast<float, TTo>((float)value);
        if (typeof(TTo) == typeof(double))
            return Unsafe.BitCast<double, TTo>(value);
        if (typeof(TTo) == typeof(int))
            return Unsafe.BitCast<int, TTo>((int)value);
        if (typeof(TTo) == typeof(long))
            return Unsafe.BitCast<long, TTo>((long)value);
        if (typeof(TTo) == typeof(byte))
            return Unsafe.BitCast<byte, TTo>((byte)Math.Clamp((int)value, byte.MinValue, byte.MaxValue));
        return Unsafe.BitCast<bool, TTo>(value != 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo FromInteger<TTo>(long value) where TTo : unmanaged
    {
        if (typeof(TTo) == typeof(float))
            return Unsafe.BitCast<float, TTo>((float)value);
        if (typeof(TTo) == typeof(double))
            return Unsafe.BitCast<double, TTo>(value);
        if (typeof(TTo) == typeof(int))
            return Unsafe.BitCast<int, TTo>(unchecked((int)value));
        if (typeof(TTo) == typeof(long))
            return Unsafe.BitCast<long, TTo>(value);
        if (typeof(TTo) == typeof(byte))
            return Unsafe.BitCast<byte, TTo>(unchecked((byte)value));
        return Unsafe.BitCast<bool, TTo>(value != 0);
    }

    private static nint Vectors(byte* source, float* destination, nint count)
    {
        nint element = 0;
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            for (; element <= count - 16; element += 16)
                Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(source + element))).Store(destination + element);
        }
        else if (Avx2.IsSupported)
        {
            for (; element <= count - 8; element += 8)
                Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(source + element)).Store(destination + element);
        }

        return element;
    }

    private static nint Vectors(int* source, float* destination, nint count)
    {
        nint element = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; element <= count - 16; element += 16)
                Vector512.ConvertToSingle(Vector512.Load(source + element)).Store(destination + element);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; element <= count - 4; element += 4)
                Vector128.ConvertToSingle(Vector128.Load(source + element)).Store(destination + element);
        }

        return element;
    }

    // ConvertToInt32 saturates and gives 0 for NaN, as the scalar cast does.
    private static nint Vectors(float* source, int* destination, nint count)
    {
        nint element = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; element <= count - 16; element += 16)
                Vector512.ConvertToInt32(Vector512.Load(source + element)).Store(destination + element);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; element <= count - 4; element += 4)
                Vector128.ConvertToInt32(Vector128.Load(source + element)).Store(destination + element);
        }

        return element;
    }
}
