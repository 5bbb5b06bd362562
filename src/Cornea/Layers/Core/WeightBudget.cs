namespace Cornea.Layers;

/// <summary>How many bytes of weights may be made on this thread: while a model is read from a file, what its file of weights really holds.</summary>
/// <remarks>So a config of a few bytes that asks for a layer of 10¹² weights is refused before there is memory taken for it.</remarks>
internal static class WeightBudget
{
    // What isn't in files of other programs, such as optimizers' scalars; no weights of a size that matters.
    private const long Slack = 1 << 20;

    [ThreadStatic]
    private static long? _left;

    /// <summary>Runs something that makes layers.</summary>
    public static T Within<T>(long bytes, Func<T> make)
    {
        long? before = _left;
        _left = bytes + Slack;
        try
        {
            return make();
        }
        finally
        {
            _left = before;
        }
    }

    /// <summary>Takes a weight's bytes off.</summary>
    /// <exception cref="InvalidDataException">There aren't so many.</exception>
    public static void Take(Shape shape, string layer, string weight)
    {
        if (_left is not { } left) return;
        double bytes = shape.Aggregate(4.0, (product, size) => product * size); // In floating point nothing overflows.
        if (bytes > left)
            throw new InvalidDataException($"{layer}: its weight '{weight}' of shape {shape} takes more bytes than the file has for weights.");
        _left = left - (long)bytes;
    }
}
