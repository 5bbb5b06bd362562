namespace Cornea.Vision.Png;

/// <summary>Rows of a PNG as differences from the pixels to the left and above (W3C PNG, 9. Filtering).</summary>
internal static class PngFilter
{
    public const int Count = 5;

    /// <summary>Makes a row of its differences.</summary>
    /// <param name="filter">0 none, 1 left, 2 above, 3 their mean, 4 Paeth's choice.</param>
    /// <param name="row">The differences; then the row.</param>
    /// <param name="above">The row above; zeros above the first.</param>
    /// <param name="distance">How many bytes back the pixel to the left is.</param>
    /// <param name="place">What errors begin with.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance, string place)
    {
        switch (filter)
        {
            case 0:
                return;
            case 1:
                for (int i = distance; i < row.Length; i++) row[i] += row[i - distance];
                return;
            case 2:
                for (int i = 0; i < row.Length; i++) row[i] += above[i];
                return;
            case 3:
                for (int i = 0; i < row.Length; i++) row[i] += (byte)((Left(row, i, distance) + above[i]) >> 1);
                return;
            case 4:
                for (int i = 0; i < row.Length; i++) row[i] += Paeth(Left(row, i, distance), above[i], Left(above, i, distance));
                return;
            default:
                throw new InvalidDataException($"{place}: a row of the PNG has filter {filter}; there are 0 to {Count - 1}.");
        }
    }

    /// <summary>Makes the differences of a row.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> differences)
    {
        for (int i = 0; i < row.Length; i++)
        {
            differences[i] = (byte)(row[i] - (filter switch
            {
                0 => 0,
                1 => Left(row, i, distance),
                2 => above[i],
                3 => (Left(row, i, distance) + above[i]) >> 1,
                _ => Paeth(Left(row, i, distance), above[i], Left(above, i, distance)),
            }));
        }
    }

    private static byte Left(ReadOnlySpan<byte> row, int i, int distance) => i < distance ? (byte)0 : row[i - distance];

    // Whichever of the three is nearest to left + above − corner.
    private static byte Paeth(byte left, byte above, byte corner)
    {
        int toLeft = Math.Abs(above - corner), toAbove = Math.Abs(left - corner), toCorner = Math.Abs(left + above - (2 * corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
