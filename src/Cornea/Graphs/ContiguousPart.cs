using Cornea.Graphs.Operations;

namespace Cornea.Graphs;

/// <summary>
/// A tensor whose values lie side by side in another that is computed: <c>x[i]</c>, <c>x[10..20]</c>, reshaped or not. Such values need no plan
/// for each place and size.
/// </summary>
internal static class ContiguousPart
{
    private const int MostHeld = 4; // Times what is wanted: a small part of something large is copied, so that it doesn't keep all of it.

    /// <summary>The values where they lie, or a copy; null where they are anything else.</summary>
    public static Storage? Find(Tensor tensor)
    {
        nint first = 0; // The element where they begin.
        Tensor whole = tensor;
        while (whole.Storage is null)
        {
            if (whole.Producer is not { } node) return null;
            if (node.Op is Slice slice && FirstOf(slice, node.Inputs[0].Shape, whole.Shape) is { } element) first += element;
            else if (node.Op is not Reshape) return null;
            whole = node.Inputs[0];
        }

        nint start = first * tensor.DType.Size, bytes = tensor.Spec.Bytes;
        if (bytes > 0 && whole.Storage.HeldBytes / MostHeld <= bytes) return whole.Storage.Part(start, bytes);
        Storage copy = Storage.Allocate(bytes);
        if (bytes > 0) copy.CopyFrom(whole.Storage, start, 0, bytes);
        return copy;
    }

    // One run of elements: one place of each axis up to some axis, part of that, and all of the axes after it.
    private static nint? FirstOf(Slice slice, Shape source, Shape part)
    {
        nint first = 0;
        bool isInside = false;
        for (int axis = 0; axis < source.Rank; axis++)
        {
            bool isWhole = part[axis] == source[axis];
            if ((isInside && !isWhole) || (part[axis] > 1 && slice.Steps[axis] != 1)) return null;
            isInside |= part[axis] != 1;
            first = (first * source[axis]) + slice.Starts[axis];
        }

        return first;
    }
}
