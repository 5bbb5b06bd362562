using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>What reads or writes at indices, and the check that the indices are in range.</summary>
internal static class IndexLoops
{
    public static void Gather(Gather op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray values = inputs[0], indices = inputs[1];
        int size = values.Shape[op.Axis], count = indices.Values.Length;
        Check(op.Name, "index", indices, -size, size - 1);
        (int outer, int inner) = Around(values.Shape, op.Axis);
        for (int block = 0; block < outer; block++)
        {
            for (int position = 0; position < count; position++)
            {
                int from = ((block * size) + Place(indices[position], size)) * inner, to = ((block * count) + position) * inner;
                for (int element = 0; element < inner; element++) outputs[0].Values[to + element] = values[from + element];
            }
        }
    }

    public static void ScatterAdd(ScatterAdd op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray updates = inputs[0], indices = inputs[1];
        int size = op.Size, count = indices.Values.Length;
        Check(op.Name, "index", indices, -size, size - 1);
        (int outer, int inner) = Around(outputs[0].Shape, op.Axis);
        for (int block = 0; block < outer; block++)
        {
            for (int position = 0; position < count; position++)
            {
                int to = ((block * size) + Place(indices[position], size)) * inner, from = ((block * count) + position) * inner;
                for (int element = 0; element < inner; element++) outputs[0].Values[to + element] += updates[from + element];
            }
        }
    }

    public static void Scatter(Scatter op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray indices = inputs[1], updates = inputs[2];
        int size = inputs[0].Shape[0], inner = inputs[0].Shape[1];
        Check(op.Name, "index", indices, -size, size - 1);
        inputs[0].Values.CopyTo(outputs[0].Values, 0);
        for (int position = 0; position < indices.Values.Length; position++)
        {
            int to = Place(indices[position], size) * inner, from = position * inner;
            for (int element = 0; element < inner; element++)
                outputs[0].Values[to + element] = Join(op.Function, outputs[0][to + element], updates[from + element], outputs[0].DType);
        }
    }

    public static void OneHot(OneHot op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray indices = inputs[0];
        for (int position = 0; position < indices.Values.Length; position++)
            if (indices[position] >= 0 && indices[position] < op.Depth)
                outputs[0].Values[(position * op.Depth) + (int)indices[position]] = 1;
    }

    /// <summary>All integers must lie from low to high.</summary>
    /// <exception cref="ArgumentException">One doesn't; the message names the first.</exception>
    public static void Check(string who, string what, ReferenceArray indices, int low, int high)
    {
        int position = Array.FindIndex(indices.Values, value => value < low || value > high);
        if (position >= 0) throw RangeError.Of(who, what, (long)indices[position], position, indices.Shape, low, high);
    }

    /// <summary>An index counted from the front.</summary>
    public static int Place(double index, int size) => (int)index < 0 ? (int)index + size : (int)index;

    private static double Join(ScatterFunction function, double x, double update, DType dtype) => function switch
    {
        ScatterFunction.Set => update,
        ScatterFunction.Maximum => Math.Max(x, update),
        ScatterFunction.Minimum => Math.Min(x, update),
        ScatterFunction.Multiply => dtype.IsInteger ? Integers.Wrap(unchecked((long)x * (long)update), dtype) : x * update,
        _ => dtype.IsInteger ? Integers.Wrap(unchecked((long)x + (long)update), dtype) : x + update,
    };

    private static (int Outer, int Inner) Around(Shape shape, int axis) =>
        (checked((int)shape.Product(0, axis)), checked((int)shape.Product(axis + 1, shape.Rank)));
}
