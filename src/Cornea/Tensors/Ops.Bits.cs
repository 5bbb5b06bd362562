using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Values taken as their bytes, and dtypes' ends.
public static partial class Ops
{
    /// <summary>The bytes of the values taken as another dtype's: narrower values lengthen the last axis, wider ones shorten it.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="dtype">Not bool; x's own without it.</param>
    /// <exception cref="ShapeException">The last axis' bytes don't make whole values.</exception>
    public static Tensor View(Tensor x, DType? dtype = null)
    {
        if (dtype is null || dtype == x.DType) return x;
        if (dtype == DType.Bool) throw new ArgumentException("View: expected a dtype other than bool, which knows two bytes only; use Cast.");
        return Node.Emit(new Bitcast(dtype), x)[0];
    }

    /// <summary>The next floating-point number from x1 on towards x2; x2 itself where they are equal.</summary>
    public static Tensor NextAfter(Tensor x1, Tensor x2)
    {
        (x1, x2) = Meet(Floating(x1), Floating(x2));
        x1 = x1.BroadcastTo(Shape.Broadcast(x1.Shape, x2.Shape, "NextAfter"));
        if (x1.DType == DType.Float64) return Ends(After(x1, x2));
        // Bits ascend with the size of the number, whatever its sign; from 0 the smallest number of x2's sign is next.
        Tensor bits = View(x1, DType.Int32), next = View(Where(Equal(x2 > x1, x1 > 0), bits + 1, bits - 1), DType.Float32);
        return Ends(Where(Equal(x1, 0), Sign(x2) * float.Epsilon, next));

        Tensor Ends(Tensor inner) => Where(LogicalOr(IsNaN(x1), IsNaN(x2)), double.NaN, Where(Equal(x1, x2), x2, inner));

        // Rump, Zimmermann, Boldo & Melquiond 2009: a little more than half of the distance rounds to the neighbour.
        static Tensor After(Tensor from, Tensor to)
        {
            Tensor step = (Abs(from) * (Math.ScaleB(1, -53) * (1 + Math.ScaleB(1, -52)))) + double.Epsilon;
            return Where(to > from, from + step, from - step);
        }
    }

    /// <summary>The values in another dtype, those beyond its ends kept at them; NaN becomes 0 in integers.</summary>
    public static Tensor SaturateCast(Tensor x, DType dtype)
    {
        if (dtype == DType.Bool) return Clip(x.DType == DType.Bool ? x.Cast(DType.Int32) : x, 0, 1).Cast(dtype);
        if (!dtype.IsInteger || x.DType == DType.Bool || x.DType.IsFloating) return Cast(x, dtype); // A cast from floating keeps to the ends by itself.
        double low = Math.Max(Lowest(dtype), Lowest(x.DType)), high = Math.Min(Highest(dtype), Highest(x.DType));
        return Cast(dtype.Size >= x.DType.Size && dtype != DType.UInt8 ? x : Clip(x, low, high), dtype);
    }
}
