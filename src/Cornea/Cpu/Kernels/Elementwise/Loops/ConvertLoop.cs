using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>Reads other element types as floats, and writes floats as bools.</summary>
/// <remarks>AggressiveOptimization: the three Run methods, leaves that would spend their first calls in unoptimised code.</remarks>
internal static unsafe class ConvertLoop
{
    /// <summary>Copies <paramref name="count"/> elements, converted to float32.</summary>
    public static void Load(byte* source, ElementwiseType type, float* destination, nint count)
    {
        if (type == ElementwiseType.Float32)
        {
            Unsafe.CopyBlockUnaligned(destination, source, (uint)(count * sizeof(float)));
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            Load<Lanes512>(source, type, destination, count);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Load<Lanes256>(source, type, destination, count);
        }
        else
        {
            Load<Lanes128>(source, type, destination, count);
        }
    }

    /// <summary>The element at <paramref name="index"/>, converted to float32.</summary>
    public static float Element(byte* source, ElementwiseType type, nint index) => type switch
    {
        ElementwiseType.Float32 => ((float*)source)[index],
        ElementwiseType.Int32 => ((int*)source)[index],
        ElementwiseType.Bool => source[index] != 0 ? 1f : 0f,
        _ => source[index],
    };

    /// <summary>1 for every float but ±0, as bytes. Called through a program's step: the operands that it lacks are ignored.</summary>
    public static void StoreBool(float* source, float* second, float* third, float* destination, nint count)
    {
        byte* bytes = (byte*)destination;
        for (nint index = 0; index < count; index++)
        {
            bytes[index] = source[index] != 0f ? (byte)1 : (byte)0;
        }
    }

    /// <summary>Like <see cref="StoreBool"/>, of one float for all.</summary>
    public static void FillBool(float* source, float* second, float* third, float* destination, nint count) =>
        new Span<byte>(destination, (int)count).Fill(*source != 0f ? (byte)1 : (byte)0);

    private static void Load<TLanes>(byte* source, ElementwiseType type, float* destination, nint count)
        where TLanes : struct, ILanes<TLanes>
    {
        if (type == ElementwiseType.Int32)
        {
            RunInt32<TLanes>((int*)source, destination, count);
        }
        else if (type == ElementwiseType.UInt8)
        {
            RunUInt8<TLanes>(source, destination, count);
        }
        else
        {
            RunBool<TLanes>(source, destination, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunInt32<TLanes>(int* source, float* destination, nint count)
        where TLanes : struct, ILanes<TLanes>
    {
        nint index = 0;
        for (; index <= count - 16; index += 16)
        {
            TLanes.Store(TLanes.ConvertInt32ToSingle(TLanes.Load((float*)source + index)), destination + index);
        }
        for (; index < count; index++)
        {
            destination[index] = source[index];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunUInt8<TLanes>(byte* source, float* destination, nint count)
        where TLanes : struct, ILanes<TLanes>
    {
        nint index = 0;
        for (; index <= count - 16; index += 16)
        {
            TLanes.Store(TLanes.LoadBytes(source + index), destination + index);
        }
        for (; index < count; index++)
        {
            destination[index] = source[index];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunBool<TLanes>(byte* source, float* destination, nint count)
        where TLanes : struct, ILanes<TLanes>
    {
        nint index = 0;
        for (; index <= count - 16; index += 16)
        {
            TLanes isFalse = TLanes.Equal(TLanes.LoadBytes(source + index), TLanes.Broadcast(0f));
            TLanes.Store(TLanes.AndNot(TLanes.Broadcast(1f), isFalse), destination + index);
        }
        for (; index < count; index++)
        {
            destination[index] = source[index] != 0 ? 1f : 0f;
        }
    }
}
