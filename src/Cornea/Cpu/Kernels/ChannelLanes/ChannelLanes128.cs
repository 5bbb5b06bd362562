using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>Four lanes, for every machine: where it has no vectors, the runtime does the lanes one by one.</summary>
internal readonly unsafe struct ChannelLanes128 : IChannelLanes<Vector128<float>, Vector128<int>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Mask(int count) => Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source, Vector128<int> mask, bool partial) =>
        partial ? LoadPartial((int*)source, mask).AsSingle() : Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(int* source, Vector128<int> mask, bool partial) =>
        partial ? LoadPartial(source, mask) : Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector128<float> value, Vector128<int> mask, bool partial)
    {
        if (partial)
            StorePartial((int*)destination, value.AsInt32(), mask);
        else
            value.Store(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* destination, Vector128<int> value, Vector128<int> mask, bool partial)
    {
        if (partial)
            StorePartial(destination, value, mask);
        else
            value.Store(destination);
    }

    // Masks are the first 1 to 3 lanes here; there is no masked access that every machine has.
    private static Vector128<int> LoadPartial(int* source, Vector128<int> mask) =>
        Vector128.Create(source[0], mask[1] != 0 ? source[1] : 0, mask[2] != 0 ? source[2] : 0, 0);

    private static void StorePartial(int* destination, Vector128<int> value, Vector128<int> mask)
    {
        destination[0] = value[0];
        if (mask[1] != 0)
            destination[1] = value[1];
        if (mask[2] != 0)
            destination[2] = value[2];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(int value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Beats(Vector128<float> candidate, Vector128<float> best) =>
        (~Vector128.LessThanOrEqual(candidate, best) & Vector128.Equals(best, best)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Equal(Vector128<int> left, Vector128<int> right) => Vector128.Equals(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Select(Vector128<int> mask, Vector128<float> set, Vector128<float> clear) =>
        Vector128.ConditionalSelect(mask.AsSingle(), set, clear);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Select(Vector128<int> mask, Vector128<int> set, Vector128<int> clear) =>
        Vector128.ConditionalSelect(mask, set, clear);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Keep(Vector128<int> mask, Vector128<float> value) => mask.AsSingle() & value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Relu(Vector128<float> value) => Vector128.AndNot(value, Vector128.LessThanOrEqual(value, Vector128<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AtMost(Vector128<float> bound, Vector128<float> value) => Vector128.MinNative(bound, value);
}
