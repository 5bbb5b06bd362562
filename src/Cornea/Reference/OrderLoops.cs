using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>Operations along rows: order, running sums and products, and elements by each row's own indices.</summary>
internal static class OrderLoops
{
    public static void Sort(Sort op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int size = inputs[0].Shape[^1];
        for (int start = 0; start < inputs[0].Values.Length; start += size)
        {
            double[] row = inputs[0].Values.AsSpan(start, size).ToArray();
            int[] places = [.. Enumerable.Range(0, size)];
            Array.Sort(places, (a, b) => Compare(row[a], row[b]) is not 0 and int order ? order : a - b);
            for (int index = 0; index < size; index++)
            {
                outputs[0].Values[start + index] = row[places[index]];
                outputs[1].Values[start + index] = places[index];
            }
        }

        int Compare(double a, double b) =>
            double.IsNaN(a) || double.IsNaN(b) ? double.IsNaN(a).CompareTo(double.IsNaN(b))
            : op.Descending ? b.CompareTo(a)
            : a.CompareTo(b);
    }

    public static void Cumulative(Cumulative op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray x = inputs[0], y = outputs[0];
        int size = x.Shape[op.Axis], inner = checked((int)x.Shape.Product(op.Axis + 1, x.Shape.Rank));
        bool isSum = op.Function == ReduceFunction.Sum;
        for (int index = 0; index < y.Values.Length; index++)
        {
            int element = op.Reverse ? y.Values.Length - 1 - index : index;
            int position = element / inner % size;
            bool isFirst = position == (op.Reverse ? size - 1 : 0);
            double before = isFirst ? (isSum ? 0 : 1) : y[element + (op.Reverse ? inner : -inner)];
            y.Values[element] = y.DType.IsInteger
                ? Integers.Wrap(unchecked(isSum ? (long)before + (long)x[element] : (long)before * (long)x[element]), y.DType)
                : isSum ? before + x[element] : before * x[element];
        }
    }

    public static void LinearRecurrence(LinearRecurrence op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray a = inputs[0], b = inputs[1], y = outputs[0];
        int size = y.Shape[op.Axis], inner = checked((int)y.Shape.Product(op.Axis + 1, y.Shape.Rank));
        for (int index = 0; index < y.Values.Length; index++)
        {
            int element = op.Reverse ? y.Values.Length - 1 - index : index;
            bool isFirst = element / inner % size == (op.Reverse ? size - 1 : 0);
            y.Values[element] = isFirst ? b[element] : (a[element] * y[element + (op.Reverse ? inner : -inner)]) + b[element];
        }
    }

    public static void GatherAlong(GatherAlong op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int size = inputs[0].Shape[^1], count = inputs[1].Shape[^1];
        IndexLoops.Check(op.Name, "index", inputs[1], -size, size - 1);
        for (int element = 0; element < outputs[0].Values.Length; element++)
            outputs[0].Values[element] = inputs[0][(element / count * size) + IndexLoops.Place(inputs[1][element], size)];
    }

    public static void ScatterAlong(ScatterAlong op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int count = inputs[1].Shape[^1];
        IndexLoops.Check(op.Name, "index", inputs[1], -op.Size, op.Size - 1);
        for (int element = 0; element < inputs[0].Values.Length; element++)
            outputs[0].Values[(element / count * op.Size) + IndexLoops.Place(inputs[1][element], op.Size)] += inputs[0][element];
    }
}
