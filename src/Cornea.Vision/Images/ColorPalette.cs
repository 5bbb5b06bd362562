namespace Cornea.Vision;

/// <summary>At most 256 colours for an image: its own where there are so few, else the means of boxes that hold about equally many pixels.</summary>
/// <param name="Colors">The colours.</param>
/// <param name="Transparent">The index, after the colours, of what isn't seen; null where all is.</param>
/// <param name="Indices">Of each pixel.</param>
/// <remarks>Source: Heckbert, Color image quantization for frame buffer display (1982): median cut, on colours of five bits for each channel.</remarks>
internal sealed record ColorPalette(IReadOnlyList<(byte Red, byte Green, byte Blue)> Colors, int? Transparent, byte[] Indices)
{
    private const int Most = 256, Opaque = 128, CellBits = 5, Cells = 1 << (3 * CellBits);

    /// <summary>How many indices there are.</summary>
    public int Count => Colors.Count + (Transparent is null ? 0 : 1);

    /// <param name="pixels">Pixels of all channels.</param>
    /// <param name="channels">1, 3 or 4.</param>
    public static ColorPalette Of(ReadOnlySpan<byte> pixels, int channels)
    {
        int[] colors = new int[pixels.Length / channels]; // −1: transparent.
        bool isTransparent = false;
        for (int pixel = 0; pixel < colors.Length; pixel++)
        {
            ReadOnlySpan<byte> samples = pixels.Slice(pixel * channels, channels);
            bool isSeen = channels < 4 || samples[3] >= Opaque;
            colors[pixel] = !isSeen ? -1 : channels == 1 ? samples[0] * 0x010101 : (samples[0] << 16) | (samples[1] << 8) | samples[2];
            isTransparent |= !isSeen;
        }

        int most = Most - (isTransparent ? 1 : 0);
        return Exact(colors, most, isTransparent) ?? MedianCut(colors, most, isTransparent);
    }

    private static ColorPalette? Exact(int[] colors, int most, bool isTransparent)
    {
        var places = new Dictionary<int, byte>();
        foreach (int color in colors)
        {
            if (color < 0 || places.ContainsKey(color)) continue;
            if (places.Count == most) return null;
            places[color] = (byte)places.Count;
        }

        byte unseen = (byte)places.Count;
        return new([.. places.Keys.Select(color => ((byte)(color >> 16), (byte)(color >> 8), (byte)color))], isTransparent ? unseen : null, Array.ConvertAll(colors, color => color < 0 ? unseen : places[color]));
    }

    private static ColorPalette MedianCut(int[] colors, int most, bool isTransparent)
    {
        long[] counts = new long[Cells], reds = new long[Cells], greens = new long[Cells], blues = new long[Cells];
        foreach (int color in colors)
        {
            if (color < 0) continue;
            int cell = Cell(color);
            counts[cell]++;
            reds[cell] += color >> 16;
            greens[cell] += (color >> 8) & 0xFF;
            blues[cell] += color & 0xFF;
        }

        var boxes = new List<int[]> { Enumerable.Range(0, Cells).Where(cell => counts[cell] > 0).ToArray() };
        while (boxes.Count < most && boxes.Where(box => box.Length > 1).MaxBy(box => box.Sum(cell => counts[cell])) is { } largest)
        {
            boxes.Remove(largest);
            boxes.AddRange(Halves(largest, counts));
        }

        byte[] places = new byte[Cells];
        for (int box = 0; box < boxes.Count; box++)
            foreach (int cell in boxes[box]) places[cell] = (byte)box;
        byte unseen = (byte)boxes.Count;
        return new(
            [.. boxes.Select(box => (Mean(box, reds, counts), Mean(box, greens, counts), Mean(box, blues, counts)))],
            isTransparent ? unseen : null, Array.ConvertAll(colors, color => color < 0 ? unseen : places[Cell(color)]));
    }

    // Cut across the channel that is widest, where half of the pixels lie on either side.
    private static int[][] Halves(int[] box, long[] counts)
    {
        int shift = new[] { 0, CellBits, 2 * CellBits }.MaxBy(place => box.Max(cell => Part(cell, place)) - box.Min(cell => Part(cell, place)));
        int[] sorted = [.. box.OrderBy(cell => Part(cell, shift))];
        long half = box.Sum(cell => counts[cell]) / 2, sum = 0;
        int cut = 0;
        while (cut < sorted.Length - 1 && (cut == 0 || sum + counts[sorted[cut]] <= half)) sum += counts[sorted[cut++]];
        return [sorted[..cut], sorted[cut..]];
    }

    private static int Part(int cell, int shift) => (cell >> shift) & ((1 << CellBits) - 1);

    private static int Cell(int color) => ((color >> 19) << (2 * CellBits)) | (((color >> 11) & 0x1F) << CellBits) | ((color >> 3) & 0x1F);

    private static byte Mean(int[] box, long[] sums, long[] counts)
    {
        long count = box.Sum(cell => counts[cell]);
        return (byte)((box.Sum(cell => sums[cell]) + (count / 2)) / count);
    }
}
