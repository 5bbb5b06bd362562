namespace Cornea.Onnx;

/// <summary>
/// A reshape of a tensor whose axes lie in another order than the file's: nothing moves where each new axis is made of neighbours, and where
/// one is made of axes that lie in another order, the order is noted in the layout.
/// </summary>
internal static class Reshaping
{
    /// <summary>The value in another shape.</summary>
    /// <param name="x">What is reshaped.</param>
    /// <param name="target">The file's new sizes, of which at most one is −1.</param>
    public static (Tensor Tensor, Layout Layout) Apply(Value x, int[] target)
    {
        if (x.Layout.IsPlain) return (x.Tensor.Reshape(target), Layout.Plain(target.Length));
        if (Parts(x.Sizes, target) is not { } parts) return (x.Plain.Reshape(target), Layout.Plain(target.Length));
        if (InMemory(x.Layout, parts) is not { } order) return (x.Plain.Reshape(target), Layout.Plain(target.Length));

        // The new axes as memory has them: each where its first part lies, if all its parts lie together.
        var axes = new List<int>();
        foreach (Part part in order.Where(part => part.Size != 1))
            if (axes.Count == 0 || axes[^1] != part.Target) axes.Add(part.Target);
        if (axes.Distinct().Count() != axes.Count) return (x.Plain.Reshape(target), Layout.Plain(target.Length));
        AxisMix? mix = null;
        foreach (int axis in axes)
        {
            Part[] inMemory = [.. order.Where(part => part.Target == axis && part.Size != 1)], inFile = [.. inMemory.OrderBy(part => part.Place)];
            if (inMemory.SequenceEqual(inFile)) continue;
            if (mix is not null || inMemory.Any(part => part.Size == Shape.Unknown)) return (x.Plain.Reshape(target), Layout.Plain(target.Length));
            mix = new AxisMix(axis, [.. inFile.Select(part => part.Size)], [.. inMemory.Select(part => Array.IndexOf(inFile, part))]);
        }

        // Axes of size 1 go where the file has them, after the axis before.
        for (int axis = 0; axis < target.Length; axis++)
            if (!axes.Contains(axis)) axes.Insert(axis == 0 ? 0 : axes.IndexOf(axis - 1) + 1, axis);
        Tensor reshaped = x.Tensor.Reshape([.. axes.Select(axis => target[axis])]);
        Layout layout = Layout.Of(axes, mix);
        if (mix is null || target.Length <= 2) return (reshaped, layout);
        Layout unmixed = layout.Unmixed; // What takes more than two axes has no rows to permute.
        return (mix.Undo(reshaped, layout.PlaceOf(mix.Axis)), unmixed);
    }

    // The sizes that both shapes are made of, from the front on; null where they don't share any such.
    private static List<Part>? Parts(int[] source, int[] target)
    {
        var parts = new List<Part>();
        (int from, int to) = (0, 0);
        (long left, long right) = (0, 0); // What isn't used up yet of an axis of each.
        while (from < source.Length || to < target.Length || left > 0 || right > 0)
        {
            if (left == 0 && right == 0 && from < source.Length && to < target.Length && (source[from] == Shape.Unknown || target[to] == Shape.Unknown))
            {
                // An unknown size stays an axis of its own, if the rest comes out even.
                if (source[from] != target[to] && (source[from] != Shape.Unknown || target[to] != Shape.Unknown) && Rest(source, from) != Rest(target, to)) return null;
                parts.Add(new Part(parts.Count, from++, to++, source[from - 1]));
                continue;
            }

            if ((from == source.Length && left == 0 && right > 1) || (to == target.Length && right == 0 && left > 1)) return null; // One has more elements.
            if (left == 0) left = from < source.Length ? source[from++] : 1;
            if (right == 0) right = to < target.Length ? target[to++] : 1;
            if (left <= 0 || right <= 0) return null;
            long size = Math.Min(left, right);
            if (left % size != 0 || right % size != 0) return null;
            parts.Add(new Part(parts.Count, Math.Max(from, 1) - 1, Math.Max(to, 1) - 1, (int)size));
            (left, right) = (left == size ? 0 : left / size, right == size ? 0 : right / size);
        }

        return parts;
    }

    private static long Rest(int[] sizes, int from)
    {
        long product = 1;
        foreach (int size in sizes[(from + 1)..]) product = size < 0 ? -1 : product * size;
        return product;
    }

    // The parts as they lie; null where a mixed axis is cut otherwise than it was made.
    private static List<Part>? InMemory(Layout layout, List<Part> parts)
    {
        var order = new List<Part>();
        foreach (int axis in layout.Order)
        {
            Part[] own = [.. parts.Where(part => part.Source == axis)];
            if (layout.Mix is { } mix && mix.Axis == axis)
            {
                Part[] real = [.. own.Where(part => part.Size != 1)];
                if (!real.Select(part => part.Size).SequenceEqual(mix.Sizes.Where(size => size != 1))) return null;
                int[] kept = [.. Enumerable.Range(0, mix.Sizes.Length).Where(index => mix.Sizes[index] != 1)];
                order.AddRange(mix.Order.Where(kept.Contains).Select(index => real[Array.IndexOf(kept, index)]));
            }
            else
            {
                order.AddRange(own);
            }
        }

        return order;
    }

    /// <summary>A size that both shapes have in them.</summary>
    /// <param name="Place">Its place among the parts, in the file's order.</param>
    /// <param name="Source">The axis of the source.</param>
    /// <param name="Target">The axis of the target.</param>
    /// <param name="Size">The size.</param>
    private sealed record Part(int Place, int Source, int Target, int Size);
}
