using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Pooling over one, two or three axes: a volume is pooled over its planes' two axes, then over the third.
public static partial class Ops
{
    /// <summary>The largest value of each window, over the axes between batch and channels.</summary>
    /// <param name="inputs">[batch, …, channels], or [batch, channels, …].</param>
    /// <param name="poolSize">One number, or one for each axis.</param>
    /// <param name="strides">Steps; the pool's size without them.</param>
    /// <param name="padding">valid or same.</param>
    /// <param name="dataFormat">Where x has its channels.</param>
    public static Tensor MaxPool(Tensor inputs, Shape poolSize, Shape? strides = null, Padding padding = default, DataFormat dataFormat = default) =>
        Pool(inputs, poolSize, strides, padding, dataFormat, "MaxPool", (image, window) => Node.Emit(new MaxPool(window), image)[0]);

    /// <summary>The mean of each window; padding doesn't count.</summary>
    /// <inheritdoc cref="MaxPool" path="/param"/>
    public static Tensor AveragePool(Tensor inputs, Shape poolSize, Shape? strides = null, Padding padding = default, DataFormat dataFormat = default) =>
        Pool(Floating(inputs), poolSize, strides, padding, dataFormat, "AveragePool", (image, window) => Node.Emit(new AveragePool(window), image)[0]);

    /// <summary>The mean of each of as many parts as asked for, which may overlap by one: part i goes from ⌊i·n/k⌋ to ⌈(i+1)·n/k⌉.</summary>
    /// <param name="inputs">[batch, …, channels], or [batch, channels, …].</param>
    /// <param name="outputSize">One number, or one for each axis.</param>
    /// <param name="dataFormat">Where x has its channels.</param>
    public static Tensor AdaptiveAveragePool(Tensor inputs, Shape outputSize, DataFormat dataFormat = default) =>
        AdaptivePool(Floating(inputs), outputSize, dataFormat, (part, axis) => Mean(part, axis, keepDims: true));

    /// <summary>The largest value of each of as many parts as asked for.</summary>
    /// <inheritdoc cref="AdaptiveAveragePool" path="/param"/>
    public static Tensor AdaptiveMaxPool(Tensor inputs, Shape outputSize, DataFormat dataFormat = default) =>
        AdaptivePool(inputs, outputSize, dataFormat, (part, axis) => Max(part, axis, keepDims: true));

    /// <summary>One axis joined to so many parts, each by itself.</summary>
    internal static Tensor AdaptiveParts(Tensor x, int axis, int count, Func<Tensor, int, Tensor> join)
    {
        int size = x.Shape[axis];
        AxisSize.Positive([count], "AdaptivePool", "an output size");
        if (size < 1) throw new ShapeException($"AdaptivePool: expected sizes that are known and at least 1, got {x.Shape}.");
        if (count <= size) return Concatenate([.. Enumerable.Range(0, count).Select(part => join(Slice(x, axis, Start(part), End(part) - Start(part)), axis))], axis);

        // More parts than elements: each has one or two.
        AxisSize.Table(count, 1, "AdaptivePool");
        Tensor At(Func<int, int> place) => Take(x, Tensor.From([.. Enumerable.Range(0, count).Select(place)], [count]), axis).ExpandDims(axis + 1);
        return join(Concatenate([At(Start), At(part => End(part) - 1)], axis + 1), axis + 1).Squeeze(axis + 1);

        int Start(int part) => (int)((long)part * size / count);

        int End(int part) => (int)((((long)part + 1) * size + count - 1) / count);
    }

    private static Tensor AdaptivePool(Tensor x, Shape outputSize, DataFormat dataFormat, Func<Tensor, int, Tensor> join)
    {
        Tensor y = dataFormat.ToLast(x);
        int[] sizes = Each(outputSize, y.Rank - 2, "AdaptivePool");
        for (int axis = 1; axis < y.Rank - 1; axis++) y = AdaptiveParts(y, axis, sizes[axis - 1], join);
        return dataFormat.FromLast(y);
    }

    private static Tensor Pool(
        Tensor x, Shape poolSize, Shape? strides, Padding padding, DataFormat dataFormat, string who, Func<Tensor, Window2D, Tensor> pool)
    {
        int axes = x.Rank - 2;
        if (axes is < 1 or > 3) throw new ShapeException($"{who}: expected one, two or three axes between batch and channels, got {x.Shape}.");
        int[] sizes = Each(poolSize, axes, who), steps = strides is null ? sizes : Each(strides, axes, who);
        bool isSame = padding == Padding.Same;
        Tensor last = dataFormat.ToLast(x);
        Shape shape = last.Shape;
        if (axes == 1) return dataFormat.FromLast(pool(last.ExpandDims(1), new Window2D(1, sizes[0], 1, steps[0], Same: isSame)).Squeeze(1));
        var plane = new Window2D(sizes[^2], sizes[^1], steps[^2], steps[^1], Same: isSame);
        if (axes == 2) return dataFormat.FromLast(pool(last, plane));
        Tensor planes = pool(last.Reshape([-1, .. shape[2..]]), plane);
        Shape inner = planes.Shape[1..];
        Tensor columns = planes.Reshape([-1, shape[1], AxisSize.Product(who, inner[0], inner[1]), inner[2]]);
        Tensor y = pool(columns, new Window2D(sizes[0], 1, steps[0], 1, Same: isSame));
        return dataFormat.FromLast(y.Reshape([-1, y.Shape[1], .. inner]));
    }
}
