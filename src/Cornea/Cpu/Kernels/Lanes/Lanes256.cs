using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cornea.Cpu.Kernels;

/// <summary>The sixteen lanes in two Vector256.</summary>
internal readonly unsafe struct Lanes256(Vector256<float> low, Vector256<float> high) : ILanes<Lanes256>
{
    private readonly Vector256<float> _low = low;
    private readonly Vector256<float> _high = high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Broadcast(float value)
    {
        Vector256<float> all = Vector256.Create(value);
        return new(all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 BroadcastInt32(int value) => Broadcast(BitConverter.Int32BitsToSingle(value));

    public static Lanes256 IndicesInt32 =>
        new(Vector256<int>.Indices.AsSingle(),
            (Vector256<int>.Indices + Vector256.Create(8)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(float* source) => new(Vector256.Load(source), Vector256.Load(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadPartial(float* source, nint count) =>
        new(Avx.MaskLoad(source, Mask(count)), Avx.MaskLoad(source + 8, Mask(count - 8)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Lanes256 value, float* destination, nint count)
    {
        if (count >= 16)
        {
            Store(value, destination);
        }
        else if (count > 0)
        {
            Vector256<float> half = value._low;
            if ((count & 8) != 0)
            {
                half.Store(destination);
                destination += 8;
                half = value._high;
            }
            PartialStore.Run(half, destination, count & 7);
        }
    }

    // Masked lanes touch no memory, so a partial load at the end of a page is safe.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mask(nint count) =>
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create((int)count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 FirstLanes(nint count) => new(Mask(count), Mask(count - 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadBytes(byte* source)
    {
        Vector128<byte> bytes = Vector128.Load(source);
        return new(
            Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(bytes)),
            Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(Vector128.Shuffle(bytes.AsInt64(), Vector128.Create(1L, 1L)).AsByte())));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, float* destination)
    {
        Vector256.Store(value._low, destination);
        Vector256.Store(value._high, destination + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 left, Lanes256 right) => new(left._low + right._low, left._high + right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 left, Lanes256 right) => new(left._low - right._low, left._high - right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 left, Lanes256 right) => new(left._low * right._low, left._high * right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 left, Lanes256 right) => new(left._low / right._low, left._high / right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 value) => new(-value._low, -value._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator &(Lanes256 left, Lanes256 right) => new(left._low & right._low, left._high & right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator |(Lanes256 left, Lanes256 right) => new(left._low | right._low, left._high | right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator ^(Lanes256 left, Lanes256 right) => new(left._low ^ right._low, left._high ^ right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator ~(Lanes256 value) => new(~value._low, ~value._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 FusedMultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 addend) => new(
        Vector256.FusedMultiplyAdd(left._low, right._low, addend._low),
        Vector256.FusedMultiplyAdd(left._high, right._high, addend._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 FusedNegatedMultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 addend) => new(
        Vector256.FusedMultiplyAdd(-left._low, right._low, addend._low),
        Vector256.FusedMultiplyAdd(-left._high, right._high, addend._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Sqrt(Lanes256 value) => new(Vector256.Sqrt(value._low), Vector256.Sqrt(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Abs(Lanes256 value) => new(Vector256.Abs(value._low), Vector256.Abs(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Floor(Lanes256 value) => new(Vector256.Floor(value._low), Vector256.Floor(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Ceiling(Lanes256 value) => new(Vector256.Ceiling(value._low), Vector256.Ceiling(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Round(Lanes256 value) => new(Vector256.Round(value._low), Vector256.Round(value._high));

    // The bound stands first: x86 answers with the second operand if either is a NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AtLeast(Lanes256 bound, Lanes256 value) =>
        new(Vector256.MaxNative(bound._low, value._low), Vector256.MaxNative(bound._high, value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AtMost(Lanes256 bound, Lanes256 value) =>
        new(Vector256.MinNative(bound._low, value._low), Vector256.MinNative(bound._high, value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AnyMaximum(Lanes256 left, Lanes256 right) =>
        new(Vector256.MaxNative(left._low, right._low), Vector256.MaxNative(left._high, right._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Equal(Lanes256 left, Lanes256 right) =>
        new(Vector256.Equals(left._low, right._low), Vector256.Equals(left._high, right._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Less(Lanes256 left, Lanes256 right) =>
        new(Vector256.LessThan(left._low, right._low), Vector256.LessThan(left._high, right._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LessOrEqual(Lanes256 left, Lanes256 right) =>
        new(Vector256.LessThanOrEqual(left._low, right._low), Vector256.LessThanOrEqual(left._high, right._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Select(Lanes256 mask, Lanes256 whenTrue, Lanes256 whenFalse) => new(
        Vector256.ConditionalSelect(mask._low, whenTrue._low, whenFalse._low),
        Vector256.ConditionalSelect(mask._high, whenTrue._high, whenFalse._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AndNot(Lanes256 value, Lanes256 mask) =>
        new(Vector256.AndNot(value._low, mask._low), Vector256.AndNot(value._high, mask._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AddInt32(Lanes256 left, Lanes256 right) =>
        new((left._low.AsInt32() + right._low.AsInt32()).AsSingle(), (left._high.AsInt32() + right._high.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 SubtractInt32(Lanes256 left, Lanes256 right) =>
        new((left._low.AsInt32() - right._low.AsInt32()).AsSingle(), (left._high.AsInt32() - right._high.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 EqualInt32(Lanes256 left, Lanes256 right) => new(
        Vector256.Equals(left._low.AsInt32(), right._low.AsInt32()).AsSingle(),
        Vector256.Equals(left._high.AsInt32(), right._high.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftLeftInt32(Lanes256 value, int count) =>
        new((value._low.AsInt32() << count).AsSingle(), (value._high.AsInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftRightArithmeticInt32(Lanes256 value, int count) =>
        new((value._low.AsInt32() >> count).AsSingle(), (value._high.AsInt32() >> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftRightLogicalInt32(Lanes256 value, int count) =>
        new((value._low.AsInt32() >>> count).AsSingle(), (value._high.AsInt32() >>> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ConvertInt32ToSingle(Lanes256 value) =>
        new(Vector256.ConvertToSingle(value._low.AsInt32()), Vector256.ConvertToSingle(value._high.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 UpperHalf(Lanes256 value, int half)
    {
        Vector128<float> low = value._low.GetLower();
        Vector256<float> upper = half switch
        {
            8 => value._high,
            4 => value._low.GetUpper().ToVector256Unsafe(),
            2 => Vector128.Shuffle(low, Vector128.Create(2, 3, 2, 3)).ToVector256Unsafe(),
            _ => Vector128.Shuffle(low, Vector128.Create(1, 1, 1, 1)).ToVector256Unsafe(),
        };
        return new(upper, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(Lanes256 value) => value._low.ToScalar();
}
