namespace Cornea.Reference;

/// <summary>Walks through shapes in row-major order: how every movement, broadcast and reduction finds its elements.</summary>
internal static class Grid
{
    /// <summary>How far apart neighbours along each axis lie in memory.</summary>
    public static int[] Strides(Shape shape)
    {
        var strides = new int[shape.Rank];
        int stride = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>For each index of a shape, in row-major order: offset + Σ index[axis] · strides[axis].</summary>
    public static int[] Walk(Shape over, ReadOnlySpan<int> strides, int offset = 0)
    {
        var places = new int[checked((int)over.ElementCount)];
        var index = new int[over.Rank];
        int place = offset;
        for (int element = 0; element < places.Length; element++)
        {
            places[element] = place;
            for (int axis = over.Rank - 1; axis >= 0; axis--)
            {
                place += strides[axis];
                if (++index[axis] < over[axis]) break;
                place -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }

        return places;
    }

    /// <summary>For each element of the larger shape, the element of the smaller one that is broadcast to it.</summary>
    public static int[] Broadcast(Shape from, Shape to)
    {
        int[] own = Strides(from), strides = new int[to.Rank];
        int extra = to.Rank - from.Rank;
        for (int axis = 0; axis < from.Rank; axis++) strides[axis + extra] = from[axis] == 1 ? 0 : own[axis];
        return Walk(to, strides);
    }
}
