using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>Values along axes joined into one, and the place of the largest or smallest along an axis.</summary>
internal static class ReduceLoops
{
    public static void Reduce(Reduce op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray x = inputs[0], y = outputs[0];
        Array.Fill(y.Values, Start(op.Function, y.DType));
        int[] places = Grid.Broadcast(y.Shape, x.Shape); // Where each element of x goes: as a broadcast, read backwards.
        for (int index = 0; index < places.Length; index++)
        {
            int place = places[index];
            double joined = Join(op.Function, y[place], x[index], y.DType);
            y.Values[place] = joined;
        }

        if (op.Function != ReduceFunction.Mean) return;
        double count = op.Count(x.Shape);
        for (int index = 0; index < y.Values.Length; index++) y.Values[index] /= count;
    }

    public static void ArgReduce(ArgReduce op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray x = inputs[0], y = outputs[0];
        int[] strides = Grid.Strides(x.Shape);
        int size = x.Shape[op.Axis], along = strides[op.Axis];
        int[] firsts = Grid.Walk(x.Shape.Without(op.Axis), [.. strides[..op.Axis], .. strides[(op.Axis + 1)..]]);
        for (int index = 0; index < firsts.Length; index++)
        {
            int best = 0;
            for (int position = 1; position < size; position++)
            {
                double value = x[firsts[index] + (position * along)], champion = x[firsts[index] + (best * along)];
                bool better = op.Largest ? value > champion : value < champion;
                if (better || (double.IsNaN(value) && !double.IsNaN(champion))) best = position;
            }

            y.Values[index] = best;
        }
    }

    private static double Start(ReduceFunction function, DType dtype) => function switch
    {
        ReduceFunction.Product => 1,
        ReduceFunction.Maximum => dtype.IsFloating ? double.NegativeInfinity : Integers.Truncate(double.NegativeInfinity, dtype),
        ReduceFunction.Minimum => dtype.IsFloating ? double.PositiveInfinity : Integers.Truncate(double.PositiveInfinity, dtype),
        _ => 0,
    };

    private static double Join(ReduceFunction function, double sum, double x, DType dtype) => function switch
    {
        ReduceFunction.Maximum => Math.Max(sum, x), // Keeps NaN, as Min does.
        ReduceFunction.Minimum => Math.Min(sum, x),
        ReduceFunction.Product => dtype.IsInteger ? Integers.Wrap(unchecked((long)sum * (long)x), dtype) : sum * x,
        ReduceFunction.Sum when dtype.IsInteger => Integers.Wrap(unchecked((long)sum + (long)x), dtype),
        _ => sum + x,
    };
}
