using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// The sixteen lanes in four Vector128: ARM's width, and x86's without AVX2. Where even Vector128 isn't accelerated it still computes the
/// same bits, one float after the other.
/// </summary>
internal readonly unsafe struct Lanes128(
    Vector128<float> first, Vector128<float> second, Vector128<float> third, Vector128<float> fourth) : ILanes<Lanes128>
{
    private readonly Vector128<float> _first = first;
    private readonly Vector128<float> _second = second;
    private readonly Vector128<float> _third = third;
    private readonly Vector128<float> _fourth = fourth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Broadcast(float value)
    {
        Vector128<float> all = Vector128.Create(value);
        return new(all, all, all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 BroadcastInt32(int value) => Broadcast(BitConverter.Int32BitsToSingle(value));

    public static Lanes128 IndicesInt32 =>
        new(Vector128<int>.Indices.AsSingle(),
            (Vector128<int>.Indices + Vector128.Create(4)).AsSingle(),
            (Vector128<int>.Indices + Vector128.Create(8)).AsSingle(),
            (Vector128<int>.Indices + Vector128.Create(12)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(float* source) =>
        new(Vector128.Load(source), Vector128.Load(source + 4), Vector128.Load(source + 8), Vector128.Load(source + 12));

    public static Lanes128 LoadPartial(float* source, nint count)
    {
        float* copy = stackalloc float[16];
        new Span<float>(copy, 16).Clear();
        new Span<float>(source, (int)Math.Clamp(count, 0, 16)).CopyTo(new Span<float>(copy, 16));
        return Load(copy);
    }

    public static void StorePartial(Lanes128 value, float* destination, nint count)
    {
        float* copy = stackalloc float[16];
        Store(value, copy);
        new Span<float>(copy, (int)Math.Clamp(count, 0, 16)).CopyTo(new Span<float>(destination, 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 FirstLanes(nint count) => new(Mask(count), Mask(count - 4), Mask(count - 8), Mask(count - 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Mask(nint count) =>
        Vector128.LessThan(Vector128<int>.Indices, Vector128.Create((int)count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 LoadBytes(byte* source)
    {
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load(source));
        (Vector128<uint> first, Vector128<uint> second) = Vector128.Widen(low);
        (Vector128<uint> third, Vector128<uint> fourth) = Vector128.Widen(high);
        return new(
            Vector128.ConvertToSingle(first.AsInt32()), Vector128.ConvertToSingle(second.AsInt32()),
            Vector128.ConvertToSingle(third.AsInt32()), Vector128.ConvertToSingle(fourth.AsInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 value, float* destination)
    {
        Vector128.Store(value._first, destination);
        Vector128.Store(value._second, destination + 4);
        Vector128.Store(value._third, destination + 8);
        Vector128.Store(value._fourth, destination + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 left, Lanes128 right) =>
        new(left._first + right._first, left._second + right._second, left._third + right._third, left._fourth + right._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 left, Lanes128 right) =>
        new(left._first - right._first, left._second - right._second, left._third - right._third, left._fourth - right._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 left, Lanes128 right) =>
        new(left._first * right._first, left._second * right._second, left._third * right._third, left._fourth * right._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator /(Lanes128 left, Lanes128 right) =>
        new(left._first / right._first, left._second / right._second, left._third / right._third, left._fourth / right._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 value) => new(-value._first, -value._second, -value._third, -value._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator &(Lanes128 left, Lanes128 right) =>
        new(left._first & right._first, left._second & right._second, left._third & right._third, left._fourth & right._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator |(Lanes128 left, Lanes128 right) =>
        new(left._first | right._first, left._second | right._second, left._third | right._third, left._fourth | right._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator ^(Lanes128 left, Lanes128 right) =>
        new(left._first ^ right._first, left._second ^ right._second, left._third ^ right._third, left._fourth ^ right._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator ~(Lanes128 value) => new(~value._first, ~value._second, ~value._third, ~value._fourth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 FusedMultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 addend) => new(
        Vector128.FusedMultiplyAdd(left._first, right._first, addend._first),
        Vector128.FusedMultiplyAdd(left._second, right._second, addend._second),
        Vector128.FusedMultiplyAdd(left._third, right._third, addend._third),
        Vector128.FusedMultiplyAdd(left._fourth, right._fourth, addend._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 FusedNegatedMultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 addend) => new(
        Vector128.FusedMultiplyAdd(-left._first, right._first, addend._first),
        Vector128.FusedMultiplyAdd(-left._second, right._second, addend._second),
        Vector128.FusedMultiplyAdd(-left._third, right._third, addend._third),
        Vector128.FusedMultiplyAdd(-left._fourth, right._fourth, addend._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Sqrt(Lanes128 value) =>
        new(Vector128.Sqrt(value._first), Vector128.Sqrt(value._second), Vector128.Sqrt(value._third), Vector128.Sqrt(value._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Abs(Lanes128 value) =>
        new(Vector128.Abs(value._first), Vector128.Abs(value._second), Vector128.Abs(value._third), Vector128.Abs(value._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Floor(Lanes128 value) =>
        new(Vector128.Floor(value._first), Vector128.Floor(value._second), Vector128.Floor(value._third), Vector128.Floor(value._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Ceiling(Lanes128 value) => new(
        Vector128.Ceiling(value._first),
        Vector128.Ceiling(value._second),
        Vector128.Ceiling(value._third),
        Vector128.Ceiling(value._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Round(Lanes128 value) =>
        new(Vector128.Round(value._first), Vector128.Round(value._second), Vector128.Round(value._third), Vector128.Round(value._fourth));

    // The bound stands first: x86 answers with the second operand if either is a NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AtLeast(Lanes128 bound, Lanes128 value) => new(
        Vector128.MaxNative(bound._first, value._first),
        Vector128.MaxNative(bound._second, value._second),
        Vector128.MaxNative(bound._third, value._third),
        Vector128.MaxNative(bound._fourth, value._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AtMost(Lanes128 bound, Lanes128 value) => new(
        Vector128.MinNative(bound._first, value._first),
        Vector128.MinNative(bound._second, value._second),
        Vector128.MinNative(bound._third, value._third),
        Vector128.MinNative(bound._fourth, value._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AnyMaximum(Lanes128 left, Lanes128 right) => new(
        Vector128.MaxNative(left._first, right._first),
        Vector128.MaxNative(left._second, right._second),
        Vector128.MaxNative(left._third, right._third),
        Vector128.MaxNative(left._fourth, right._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Equal(Lanes128 left, Lanes128 right) => new(
        Vector128.Equals(left._first, right._first),
        Vector128.Equals(left._second, right._second),
        Vector128.Equals(left._third, right._third),
        Vector128.Equals(left._fourth, right._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Less(Lanes128 left, Lanes128 right) => new(
        Vector128.LessThan(left._first, right._first),
        Vector128.LessThan(left._second, right._second),
        Vector128.LessThan(left._third, right._third),
        Vector128.LessThan(left._fourth, right._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 LessOrEqual(Lanes128 left, Lanes128 right) => new(
        Vector128.LessThanOrEqual(left._first, right._first),
        Vector128.LessThanOrEqual(left._second, right._second),
        Vector128.LessThanOrEqual(left._third, right._third),
        Vector128.LessThanOrEqual(left._fourth, right._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Select(Lanes128 mask, Lanes128 whenTrue, Lanes128 whenFalse) => new(
        Vector128.ConditionalSelect(mask._first, whenTrue._first, whenFalse._first),
        Vector128.ConditionalSelect(mask._second, whenTrue._second, whenFalse._second),
        Vector128.ConditionalSelect(mask._third, whenTrue._third, whenFalse._third),
        Vector128.ConditionalSelect(mask._fourth, whenTrue._fourth, whenFalse._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AndNot(Lanes128 value, Lanes128 mask) => new(
        Vector128.AndNot(value._first, mask._first),
        Vector128.AndNot(value._second, mask._second),
        Vector128.AndNot(value._third, mask._third),
        Vector128.AndNot(value._fourth, mask._fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AddInt32(Lanes128 left, Lanes128 right) => new(
        (left._first.AsInt32() + right._first.AsInt32()).AsSingle(),
        (left._second.AsInt32() + right._second.AsInt32()).AsSingle(),
        (left._third.AsInt32() + right._third.AsInt32()).AsSingle(),
        (left._fourth.AsInt32() + right._fourth.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 SubtractInt32(Lanes128 left, Lanes128 right) => new(
        (left._first.AsInt32() - right._first.AsInt32()).AsSingle(),
        (left._second.AsInt32() - right._second.AsInt32()).AsSingle(),
        (left._third.AsInt32() - right._third.AsInt32()).AsSingle(),
        (left._fourth.AsInt32() - right._fourth.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 EqualInt32(Lanes128 left, Lanes128 right) => new(
        Vector128.Equals(left._first.AsInt32(), right._first.AsInt32()).AsSingle(),
        Vector128.Equals(left._second.AsInt32(), right._second.AsInt32()).AsSingle(),
        Vector128.Equals(left._third.AsInt32(), right._third.AsInt32()).AsSingle(),
        Vector128.Equals(left._fourth.AsInt32(), right._fourth.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftLeftInt32(Lanes128 value, int count) => new(
        (value._first.AsInt32() << count).AsSingle(),
        (value._second.AsInt32() << count).AsSingle(),
        (value._third.AsInt32() << count).AsSingle(),
        (value._fourth.AsInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftRightArithmeticInt32(Lanes128 value, int count) => new(
        (value._first.AsInt32() >> count).AsSingle(),
        (value._second.AsInt32() >> count).AsSingle(),
        (value._third.AsInt32() >> count).AsSingle(),
        (value._fourth.AsInt32() >> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftRightLogicalInt32(Lanes128 value, int count) => new(
        (value._first.AsInt32() >>> count).AsSingle(),
        (value._second.AsInt32() >>> count).AsSingle(),
        (value._third.AsInt32() >>> count).AsSingle(),
        (value._fourth.AsInt32() >>> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ConvertInt32ToSingle(Lanes128 value) => new(
        Vector128.ConvertToSingle(value._first.AsInt32()),
        Vector128.ConvertToSingle(value._second.AsInt32()),
        Vector128.ConvertToSingle(value._third.AsInt32()),
        Vector128.ConvertToSingle(value._fourth.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 UpperHalf(Lanes128 value, int half) => half switch
    {
        8 => new(value._third, value._fourth, value._third, value._fourth),
        4 => new(value._second, value._second, value._second, value._second),
        2 => Repeat(Vector128.Shuffle(value._first, Vector128.Create(2, 3, 2, 3))),
        _ => Repeat(Vector128.Shuffle(value._first, Vector128.Create(1, 1, 1, 1))),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes128 Repeat(Vector128<float> quarter) => new(quarter, quarter, quarter, quarter);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(Lanes128 value) => value._first.ToScalar();
}
