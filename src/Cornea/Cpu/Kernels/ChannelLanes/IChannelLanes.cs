namespace Cornea.Cpu.Kernels;

/// <summary>
/// What loops over channels need of a vector width: each lane is a channel, so lanes never mix, and every width gives the same bits.
/// Loops are generic over it and compiled once per width.
/// </summary>
/// <remarks>
/// A mask has all bits set in the lanes that count. The accessors take <c>partial</c> as a constant: false means all lanes,
/// and then the mask is not looked at; true touches the mask's lanes only, and gives zero in the others.
/// </remarks>
/// <typeparam name="TFloats">A vector of floats.</typeparam>
/// <typeparam name="TInts">A vector of as many 32-bit integers; also the type of masks.</typeparam>
internal unsafe interface IChannelLanes<TFloats, TInts>
    where TFloats : struct
    where TInts : struct
{
    static abstract int Count { get; }

    /// <summary>The first <paramref name="count"/> lanes.</summary>
    static abstract TInts Mask(int count);

    static abstract TFloats Load(float* source, TInts mask, bool partial);
    static abstract TInts Load(int* source, TInts mask, bool partial);
    static abstract void Store(float* destination, TFloats value, TInts mask, bool partial);
    static abstract void Store(int* destination, TInts value, TInts mask, bool partial);

    static abstract TFloats Broadcast(float value);
    static abstract TInts Broadcast(int value);

    static abstract TFloats Add(TFloats left, TFloats right);
    static abstract TFloats Subtract(TFloats left, TFloats right);
    static abstract TFloats Multiply(TFloats left, TFloats right);

    /// <summary>left · right + addend, rounded once.</summary>
    static abstract TFloats MultiplyAdd(TFloats left, TFloats right, TFloats addend);

    /// <summary>The value where it's above 0 (or NaN), else +0.</summary>
    static abstract TFloats Relu(TFloats value);

    /// <summary>The smaller of a bound and a value; the bound is no NaN and no zero, a NaN value stays NaN.</summary>
    static abstract TFloats AtMost(TFloats bound, TFloats value);

    /// <summary>Lanes where a candidate replaces the best so far: it is larger, or is the first NaN.</summary>
    static abstract TInts Beats(TFloats candidate, TFloats best);

    static abstract TInts Equal(TInts left, TInts right);

    static abstract TFloats Select(TInts mask, TFloats set, TFloats clear);
    static abstract TInts Select(TInts mask, TInts set, TInts clear);

    /// <summary>The value where the mask is set, else 0.</summary>
    static abstract TFloats Keep(TInts mask, TFloats value);
}
