namespace Cornea.Graphs.Operations;

/// <summary>How a window moves along one axis: all arithmetic of windows, for any number of axes, is done here, in 64 bits.</summary>
/// <param name="Size">Elements of the window.</param>
/// <param name="Stride">Places from window to window.</param>
/// <param name="Dilation">Places from one element of the window to the next; 1 is dense.</param>
/// <param name="Same">Output size ceil(size / stride), the padding split evenly, the odd one after the axis; else the pads given.</param>
/// <param name="PadBefore">Places of padding before the axis.</param>
/// <param name="PadAfter">Places of padding after it.</param>
internal readonly record struct WindowAxis(int Size, int Stride = 1, int Dilation = 1, bool Same = false, long PadBefore = 0, long PadAfter = 0)
{
    /// <summary>Places from the window's first element to its last, both counted. At most 2⁶².</summary>
    public long Reach => ((Size - 1L) * Dilation) + 1;

    /// <summary>How many windows there are on an axis; unknown stays unknown.</summary>
    /// <exception cref="ShapeException">Not one, or the window's numbers are impossible.</exception>
    public int Outputs(int size, string who, string what)
    {
        if (Size < 1 || Stride < 1 || Dilation < 1 || PadBefore < 0 || PadAfter < 0)
            throw new ShapeException($"{who}: expected a window, strides and dilation of at least 1 and padding of at least 0 for the {what}, got {this}.");
        if (size == Shape.Unknown) return size;
        if (Same) return (int)((size + (Stride - 1L)) / Stride);
        Int128 padded = (Int128)size + PadBefore + PadAfter;
        if (padded < Reach)
            throw new ShapeException($"{who}: the window's {what} of {Reach} pixels doesn't fit into an image {what} of {padded}; use padding \"same\" or a larger image.");
        return AxisSize.Of(((padded - Reach) / Stride) + 1, who);
    }

    /// <summary>Places of padding before an axis of known size.</summary>
    public long Before(int size) => Same ? TotalOfSame(size) / 2 : PadBefore;

    /// <summary>Places of padding after an axis of known size.</summary>
    public long After(int size) => Same ? TotalOfSame(size) - (TotalOfSame(size) / 2) : PadAfter;

    /// <summary>The window as it meets an axis of known size: elements that never lie on it are left out.</summary>
    /// <param name="size">Of the axis.</param>
    /// <param name="outputs">How many windows there are.</param>
    /// <returns>Null where no element of any window lies on the axis.</returns>
    public MetAxis? On(int size, int outputs)
    {
        if (size < 1 || outputs < 1) return null;
        long before = Before(size), travel = (outputs - 1L) * Stride;
        long first = before <= travel ? 0 : (before - travel + Dilation - 1) / Dilation; // An earlier one stays before the axis to the end.
        long last = Math.Min(Size - 1L, (size - 1 + before) / Dilation); // A later one begins behind it.
        if (first > last) return null;
        int count = (int)(last - first + 1), dilation = count == 1 ? 1 : Dilation;
        var window = new WindowAxis(count, Stride, dilation);
        if (outputs == 1) window = window with { Stride = (int)Math.Min(Stride, window.Reach) };
        if (count == Size && window.Stride == Stride) return new MetAxis(this, 0, 0, size);
        long start = (first * Dilation) - before, end = start + ((outputs - 1L) * window.Stride) + window.Reach;
        int skipped = (int)Math.Max(0, start), read = (int)(Math.Min(size, end) - skipped);
        return new MetAxis(window with { PadBefore = Math.Max(0, -start), PadAfter = Math.Max(0, end - size) }, (int)first, skipped, read);
    }

    public override string ToString() => $"window {Size}, stride {Stride}, dilation {Dilation}, " + (Same ? "same" : $"padding {PadBefore} and {PadAfter}");

    private long TotalOfSame(int size) => size < 1 ? 0 : Math.Max(0, ((size - 1L) / Stride * Stride) + Reach - size);
}
