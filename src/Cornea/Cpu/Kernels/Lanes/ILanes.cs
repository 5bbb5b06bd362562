using System.Numerics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// Sixteen floats that are computed side by side: one Vector512, two Vector256 or four Vector128. A formula written over lanes is
/// written once, and makes the same operations, so the same bits, at every width.
/// </summary>
/// <remarks>
/// <para>A comparison answers with all bits set where it holds and none elsewhere; <see cref="Select"/> reads such masks.</para>
/// <para>Members named Int32 read the same 16 × 32 bits as integers.</para>
/// <para>Every implementation is inlined whole: the JIT makes each pairing of loop, operator and width its own straight code.</para>
/// </remarks>
internal unsafe interface ILanes<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>, IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>, IBitwiseOperators<TSelf, TSelf, TSelf>, IUnaryNegationOperators<TSelf, TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The value in all lanes.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>The bit pattern in all lanes.</summary>
    static abstract TSelf BroadcastInt32(int value);

    /// <summary>Lane i = i, as integers.</summary>
    static abstract TSelf IndicesInt32 { get; }

    static abstract TSelf Load(float* source);

    /// <summary>Reads the first <paramref name="count"/> lanes, the others are +0. Below 0 is none, above 16 all.</summary>
    static abstract TSelf LoadPartial(float* source, nint count);

    /// <summary>The mask of the first <paramref name="count"/> lanes; below 0 none, above 16 all.</summary>
    static abstract TSelf FirstLanes(nint count);

    /// <summary>Reads 16 bytes as the numbers 0 to 255.</summary>
    static abstract TSelf LoadBytes(byte* source);

    static abstract void Store(TSelf value, float* destination);

    /// <summary>Writes the first <paramref name="count"/> lanes and nothing beyond. Below 0 is none, above 16 all.</summary>
    static abstract void StorePartial(TSelf value, float* destination, nint count);

    /// <summary>left · right + addend, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>addend − left · right, rounded once.</summary>
    static abstract TSelf FusedNegatedMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    static abstract TSelf Sqrt(TSelf value);

    static abstract TSelf Abs(TSelf value);

    static abstract TSelf Floor(TSelf value);

    static abstract TSelf Ceiling(TSelf value);

    /// <summary>To the nearest integer, halves to even.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>
    /// The larger of a bound and a value; a NaN value stays NaN. One instruction, for which the bound is no NaN and no zero (what two
    /// zeros give differs between machines).
    /// </summary>
    static abstract TSelf AtLeast(TSelf bound, TSelf value);

    /// <summary>The smaller of a bound and a value, with the terms of <see cref="AtLeast"/>.</summary>
    static abstract TSelf AtMost(TSelf bound, TSelf value);

    /// <summary>The larger, in one instruction: which of two zeros, and what a NaN gives, is the machine's affair.</summary>
    static abstract TSelf AnyMaximum(TSelf left, TSelf right);

    static abstract TSelf Equal(TSelf left, TSelf right);

    static abstract TSelf Less(TSelf left, TSelf right);

    static abstract TSelf LessOrEqual(TSelf left, TSelf right);

    /// <summary>Where the mask's bits are set <paramref name="whenTrue"/>, else <paramref name="whenFalse"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>value AND NOT mask: +0 where the mask is set.</summary>
    static abstract TSelf AndNot(TSelf value, TSelf mask);

    static abstract TSelf AddInt32(TSelf left, TSelf right);

    static abstract TSelf SubtractInt32(TSelf left, TSelf right);

    static abstract TSelf EqualInt32(TSelf left, TSelf right);

    static abstract TSelf ShiftLeftInt32(TSelf value, int count);

    static abstract TSelf ShiftRightArithmeticInt32(TSelf value, int count);

    static abstract TSelf ShiftRightLogicalInt32(TSelf value, int count);

    static abstract TSelf ConvertInt32ToSingle(TSelf value);

    /// <summary>
    /// Lanes 0 to half − 1 are the value's lanes half to 2·half − 1; the others are anything. Half is 8, 4, 2 or 1 and a constant: the
    /// steps of the fold 16 → 8 → 4 → 2 → 1.
    /// </summary>
    static abstract TSelf UpperHalf(TSelf value, int half);

    /// <summary>Lane 0.</summary>
    static abstract float First(TSelf value);
}
