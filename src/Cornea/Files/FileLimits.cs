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

    /// <summary>The bytes that an array takes, checked for overflow, for the limit and for what one .NET array can hold.</summary>
    /// <exception cref="InvalidDataException">The array is too large; the message begins with <paramref name="place"/>.</exception>
    public static int ArrayBytes(FileElementType type, ReadOnlySpan<int> shape, long limit, string place)
    {
        long bytes = shape.Contains(0) ? 0 : type.Size();
        foreach (int size in shape)
        {
            // Each factor is below 2³¹ and bytes at most Array.MaxLength when it is multiplied, so nothing overflows.
            bytes *= size;
            if (bytes > Array.MaxLength || bytes > limit)
            {
                throw new InvalidDataException(
                    $"{place}: the file declares an array {type} {FileArray.Describe(shape)}, more than the "
                    + $"{Math.Min(limit, Array.MaxLength):N0} bytes that are allowed here.");
            }
        }

        return (int)bytes;
    }

    private static long Multiply(long a, long b) => a > long.MaxValue / 2 / b ? long.MaxValue / 2 : a * b;
}
