namespace Cornea.Onnx;

/// <summary>What an operator says of its windows: sizes, steps, distances, and what stands around the image.</summary>
internal sealed class WindowAttributes
{
    private readonly string _mode;

    /// <param name="call">The node.</param>
    /// <param name="spatial">The image's sizes along the axes between batch and channels; −1 where unknown.</param>
    /// <param name="kernel">The window's sizes, where a kernel gives them.</param>
    public WindowAttributes(OperatorCall call, int[] spatial, int[]? kernel = null)
    {
        int count = spatial.Length;
        if (count is < 1 or > 3) throw new ShapeException($"expected one, two or three axes between batch and channels, got {count}");
        Kernel = kernel ?? Of("kernel_shape") ?? throw new InvalidDataException("its kernel_shape is missing");
        if (call.Ints("kernel_shape") is { } declared && !declared.SequenceEqual(Kernel)) throw new ShapeException($"its kernel_shape is ({string.Join(", ", declared)}), but its weights are of ({string.Join(", ", Kernel)})");
        Strides = Of("strides") ?? [.. Enumerable.Repeat(1, count)];
        Dilations = Of("dilations") ?? [.. Enumerable.Repeat(1, count)];
        if (Kernel.Concat(Strides).Concat(Dilations).Any(number => number < 1)) throw new ShapeException("its windows, strides and dilations must be at least 1");
        _mode = call.Text("auto_pad", "NOTSET") is var mode && mode.Length > 0 ? mode : "NOTSET";
        int[] pads = call.Ints("pads") ?? new int[2 * count];
        if (pads.Length != 2 * count) throw new ShapeException($"expected {2 * count} pads, got {pads.Length}");
        (Before, After) = (pads[..count], pads[count..]);
        Reach = [.. Kernel.Select((size, axis) => checked(((size - 1) * Dilations[axis]) + 1))];
        if (_mode == "VALID") (Before, After) = (new int[count], new int[count]);
        else if (_mode is "SAME_UPPER" or "SAME_LOWER") (Before, After) = Same(spatial, isLower: _mode == "SAME_LOWER");
        else if (_mode != "NOTSET") throw OperatorCall.Unsupported($"auto_pad '{_mode}'");

        int[]? Of(string name) => call.Ints(name) is not { Length: > 0 } given ? null : given.Length == count ? given : throw new ShapeException($"expected {count} numbers as {name}, got {given.Length}");
    }

    public int[] Kernel { get; }

    public int[] Strides { get; }

    public int[] Dilations { get; }

    /// <summary>How far each window reaches, its dilation counted.</summary>
    public int[] Reach { get; }

    public int[] Before { get; private set; }

    public int[] After { get; private set; }

    public bool IsPadded => Before.Concat(After).Any(size => size != 0);

    /// <summary>Whether all windows are as with Keras' padding "same" on such an image.</summary>
    public bool IsSame(int[] spatial) => Enumerable.Range(0, Kernel.Length).All(axis =>
        (_mode == "SAME_UPPER" && spatial[axis] < 0)
        || (SamePads(spatial[axis], axis) is { } total && Before[axis] == total / 2 && After[axis] == total - (total / 2)));

    /// <summary>How many windows there are along an axis of known size.</summary>
    /// <param name="size">The axis' size.</param>
    /// <param name="axis">Which.</param>
    /// <param name="ceil">Whether a last window may reach beyond the end.</param>
    public int Outputs(int size, int axis, bool ceil = false)
    {
        long room = (long)size + Before[axis] + After[axis] - Reach[axis];
        if (room < 0) return ceil && room > -Strides[axis] ? 1 : throw new ShapeException($"no window of {Reach[axis]} fits into {size} with {Before[axis]} and {After[axis]} around");
        long count = (ceil ? (room + Strides[axis] - 1) / Strides[axis] : room / Strides[axis]) + 1;
        if (ceil && (count - 1) * Strides[axis] >= (long)size + Before[axis]) count--; // A window wholly behind the image is none.
        return checked((int)count);
    }

    // What "same" puts around in all; with steps of 1 it doesn't depend on the size.
    private long? SamePads(int size, int axis) =>
        Strides[axis] == 1 ? Reach[axis] - 1
        : size < 0 ? null
        : Math.Max(0, ((((long)size + Strides[axis] - 1) / Strides[axis] - 1) * Strides[axis]) + Reach[axis] - size);

    private (int[] Before, int[] After) Same(int[] spatial, bool isLower)
    {
        var before = new int[spatial.Length];
        var after = new int[spatial.Length];
        for (int axis = 0; axis < spatial.Length; axis++)
        {
            if (SamePads(spatial[axis], axis) is not { } total)
            {
                if (isLower) throw OperatorCall.Unsupported("auto_pad SAME_LOWER with a stride on an image whose size isn't known");
                continue;
            }

            (before[axis], after[axis]) = (checked((int)(isLower ? total - (total / 2) : total / 2)), checked((int)(isLower ? total / 2 : total - (total / 2))));
        }

        return (before, after);
    }
}
