namespace Cornea.Files;

/// <summary>
/// Bounds on what a file may make us allocate. They are checked before memory is taken, against bytes that are really stored: a file of
/// a few bytes that declares a huge array is refused, whatever its headers say.
/// </summary>
internal static class FileLimits
{
    // Data that compress to less than a hundredth exist (masks, zeros), but then they are small or somebody vouches for them.
    private const long AlwaysAllowed = 128L << 20;
    private const long PlausibleExpansion = 100;

    // Deflate's own limit: 258 bytes from two bits, 1032 : 1.
    private const long LargestExpansion = 1032;

    /// <summary>
    /// How many bytes may come out of <paramref name="storedBytes"/> compressed bytes: <paramref name="maximumBytes"/> if given, else
    /// 128 MiB or a hundred times the stored bytes, whichever is more.
    /// </summary>
    public static long Expanded(long storedBytes, long? maximumBytes) =>
        maximumBytes ?? Math.Max(AlwaysAllowed, Multiply(storedBytes, PlausibleExpansion));

    /// <summary>The most that deflate could make out of <paramref name="storedBytes"/> at all.</summary>
    public static long LargestInflated(long storedBytes) => Multiply(storedBytes, LargestExpansion) + LargestExpansion;

    /// <summary>The bytes that an array takes, checked for overflow and for the limit.</summary>
    /// <exception cref="InvalidDataException">The array is too large; the message begins with <paramref name="place"/>.</exception>
    public static long ArrayBytes(FileElementType type, ReadOnlySpan<int> shape, long limit, string place)
    {
        long bytes = shape.Contains(0) ? 0 : type.Size();
        foreach (int size in shape)
        {
            if (bytes > 0 && bytes > limit / size)
                throw new InvalidDataException($"{place}: the file declares an array {type} {FileArray.Describe(shape)}, more than the {limit:N0} bytes that are allowed here.");
            bytes *= size;
        }

        return bytes;
    }

    private static long Multiply(long a, long b) => a > long.MaxValue / 2 / b ? long.MaxValue / 2 : a * b;
}
