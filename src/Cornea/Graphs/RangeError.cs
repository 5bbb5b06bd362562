namespace Cornea.Graphs;

/// <summary>The error of a label or an index outside its range, which a run meets before it has written anything.</summary>
internal static class RangeError
{
    /// <summary>Stands for an index that is outside, whatever the size of the axis.</summary>
    public const int Outside = int.MaxValue;

    /// <param name="who">The operation.</param>
    /// <param name="what">What the values are: label, index.</param>
    /// <param name="value">The first that is outside.</param>
    /// <param name="position">Where it stands, counted through the tensor.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="low">The lowest value allowed.</param>
    /// <param name="high">The highest value allowed.</param>
    public static ArgumentException Of(string who, string what, long value, int position, Shape shape, long low, long high) => new(
        $"{who}: expected every {what} between {low} and {high}, got {Text(value)} at position {Position(position, shape)}. Nothing was changed.");

    // Beyond int32, or made of several of which one is outside its own axis.
    private static string Text(long value) => value switch
    {
        Outside => $"one outside its axis, or {value} or more",
        int.MinValue => $"{value} or less",
        _ => $"{value}",
    };

    private static string Position(int flat, Shape shape)
    {
        if (shape.Rank == 1) return $"{flat}";
        var index = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--) (flat, index[axis]) = (flat / shape[axis], flat % shape[axis]);
        return $"[{string.Join(", ", index)}]";
    }
}
