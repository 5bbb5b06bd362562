using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>Softmax and its logarithm, row by row.</summary>
/// <remarks>
/// <para>AggressiveOptimization: Softmax, Logarithm, Maximum and Long, which would spend their first calls in unoptimised code.</para>
/// <para>
/// A row of up to 16 classes is one vector from its load to its store; rows follow each other without a dependence, so the processor
/// works on several at once.
/// </para>
/// </remarks>
internal static unsafe class SoftmaxLoops
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Softmax<TLanes>(float* x, float* y, nint rows, nint columns)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nint row = 0; row < rows; row++, x += columns, y += columns)
        {
            if (columns <= 16)
            {
                TLanes e = ShortExponentials<TLanes>(x, columns, out _, out float shortSum);
                TLanes.StorePartial(e * TLanes.Broadcast(1f / shortSum), y, columns);
                continue;
            }
            Long<TLanes>(x, y, columns, Maximum<TLanes>(x, columns));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Logarithm<TLanes>(float* x, float* y, nint rows, nint columns)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nint row = 0; row < rows; row++, x += columns, y += columns)
        {
            float maximum;
            float sum;
            if (columns <= 16)
            {
                _ = ShortExponentials<TLanes>(x, columns, out maximum, out sum);
            }
            else
            {
                maximum = Maximum<TLanes>(x, columns);
                sum = Exponentials<TLanes>(x, null, columns, maximum, out _);
            }
            TLanes maximums = TLanes.Broadcast(maximum);
            TLanes logarithm = LogOperator.Invoke(TLanes.Broadcast(sum));
            nint index = 0;
            for (; index <= columns - 16; index += 16)
            {
                TLanes.Store(TLanes.Load(x + index) - maximums - logarithm, y + index);
            }
            if (index < columns)
            {
                TLanes last = TLanes.LoadPartial(x + index, columns - index) - maximums - logarithm;
                TLanes.StorePartial(last, y + index, columns - index);
            }
        }
    }

    /// <summary>e^(x − max) of a row of up to 16, its maximum and its sum; lanes beyond the row are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes ShortExponentials<TLanes>(float* x, nint columns, out float maximum, out float sum)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes mask = TLanes.FirstLanes(columns);
        TLanes values = TLanes.LoadPartial(x, columns);
        // Any maximum will do: a NaN reaches the sum through its own exponential, and both zeros subtract alike.
        maximum = LanesFold.Run<AnyMaximumOperator, TLanes>(
            TLanes.Select(mask, values, TLanes.Broadcast(float.NegativeInfinity)));
        TLanes e = ExpOperator.Invoke(values - TLanes.Broadcast(maximum)) & mask;
        sum = LanesFold.Run<AddOperator, TLanes>(e);
        return e;
    }

    /// <summary>The largest of a row; with a NaN in it, anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Maximum<TLanes>(float* x, nint columns)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes identity = TLanes.Broadcast(float.NegativeInfinity);
        TLanes maximum = identity;
        nint index = 0;
        for (; index <= columns - 16; index += 16)
        {
            maximum = TLanes.AnyMaximum(maximum, TLanes.Load(x + index));
        }
        if (index < columns)
        {
            TLanes last = TLanes.LoadPartial(x + index, columns - index);
            maximum = TLanes.AnyMaximum(maximum, TLanes.Select(TLanes.FirstLanes(columns - index), last, identity));
        }
        return LanesFold.Run<AnyMaximumOperator, TLanes>(maximum);
    }

    /// <summary>The softmax of a row of any length, given its maximum; returns Σ e^(x − maximum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Long<TLanes>(float* x, float* y, nint columns, float maximum)
        where TLanes : struct, ILanes<TLanes>
    {
        float sum = Exponentials(x, y, columns, maximum, out TLanes last);
        TLanes factor = TLanes.Broadcast(1f / sum);
        nint index = 0;
        for (; index <= columns - 16; index += 16)
        {
            TLanes.Store(TLanes.Load(y + index) * factor, y + index);
        }
        TLanes.StorePartial(last * factor, y + index, columns - index);
        return sum;
    }

    /// <summary>y = e^(x − maximum), whole vectors only, unless y is null; returns the sum.</summary>
    /// <param name="x">The row.</param>
    /// <param name="y">Where the exponentials go, or null.</param>
    /// <param name="columns">The row's length.</param>
    /// <param name="maximum">What is subtracted.</param>
    /// <param name="last">
    /// The exponentials after the last whole vector. They aren't stored: who loads them right back as a vector waits for the store.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exponentials<TLanes>(float* x, float* y, nint columns, float maximum, out TLanes last)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes maximums = TLanes.Broadcast(maximum);
        TLanes sum = TLanes.Broadcast(0f);
        nint index = 0;
        for (; index <= columns - 16; index += 16)
        {
            TLanes e = ExpOperator.Invoke(TLanes.Load(x + index) - maximums);
            sum += e;
            if (y != null)
            {
                TLanes.Store(e, y + index);
            }
        }
        last = TLanes.Broadcast(0f);
        if (index < columns)
        {
            nint rest = columns - index;
            last = ExpOperator.Invoke(TLanes.LoadPartial(x + index, rest) - maximums) & TLanes.FirstLanes(rest);
            sum += last;
        }
        return LanesFold.Run<AddOperator, TLanes>(sum);
    }
}
