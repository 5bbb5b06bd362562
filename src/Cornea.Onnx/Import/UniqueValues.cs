namespace Cornea.Onnx;

/// <summary>Unique of constants: values or slices that stand once, where they are met first, which each is, and how often.</summary>
internal static class UniqueValues
{
    public static Value[] Run(OperatorCall call)
    {
        Value x = call[0];
        if (!x.IsConstant) throw new InvalidDataException("how many different values there are must be known when the model is imported, but that depends on the inputs");
        bool isSorted = call.Flag("sorted", true);
        int axis = call.Has("axis") ? call.Axis(0, x.Rank) : 0;
        Tensor source = call.Has("axis") ? Ops.MoveAxis(x.Plain, axis, 0) : x.Plain.Reshape([-1]);
        int count = source.Shape[0], width = count == 0 ? 0 : (int)(source.Shape.ElementCount / count);
        double[] values = source.ToArray<double>();
        double[][] slices = [.. Enumerable.Range(0, count).Select(index => values[(index * width)..((index + 1) * width)])];
        var known = new Dictionary<string, int>();
        var first = new List<int>();
        var inverse = new int[count];
        for (int index = 0; index < count; index++)
        {
            string key = string.Join('\n', slices[index].Select(BitConverter.DoubleToInt64Bits));
            if (!known.TryGetValue(key, out int place))
            {
                known[key] = place = first.Count;
                first.Add(index);
            }

            inverse[index] = place;
        }

        int[] order = [.. Enumerable.Range(0, first.Count)];
        if (isSorted) Array.Sort(order, (a, b) => slices[first[a]].AsSpan().SequenceCompareTo(slices[first[b]]));
        var places = new int[order.Length];
        for (int index = 0; index < order.Length; index++) places[order[index]] = index;
        int[] picked = [.. order.Select(index => first[index])];
        Tensor unique = Ops.Take(source, picked, 0);
        return
        [
            call.Give(call.Has("axis") ? Ops.MoveAxis(unique, 0, axis) : unique),
            call.Give(Tensor.From([.. picked.Select(index => (long)index)], [picked.Length])),
            call.Give(Tensor.From([.. inverse.Select(index => (long)places[index])], [count])),
            call.Give(Tensor.From([.. order.Select(index => (long)inverse.Count(other => other == index))], [order.Length])),
        ];
    }
}
