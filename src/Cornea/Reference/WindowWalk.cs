using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>Moves a window over images: the pairs of output and input pixels that convolution and pooling are sums over.</summary>
internal static class WindowWalk
{
    /// <summary>All meetings, output pixel by output pixel, the taps of each in row order; taps on padding are left out.</summary>
    /// <param name="window">The window.</param>
    /// <param name="image">Of the input: [batch, height, width, …].</param>
    /// <param name="output">Of the output: [batch, height, width, …].</param>
    public static IEnumerable<Meeting> Over(Window2D window, Shape image, Shape output)
    {
        int height = image[1], width = image[2];
        long top = window.Rows.Before(height), left = window.Columns.Before(width);
        for (int batch = 0; batch < output[0]; batch++)
        {
            for (int outY = 0; outY < output[1]; outY++)
            {
                for (int outX = 0; outX < output[2]; outX++)
                {
                    int outPixel = (((batch * output[1]) + outY) * output[2]) + outX;
                    (int firstRow, int endRow) = Taps(window.Rows, (outY * (long)window.StrideHeight) - top, height);
                    (int firstColumn, int endColumn) = Taps(window.Columns, (outX * (long)window.StrideWidth) - left, width);
                    for (int row = firstRow; row < endRow; row++)
                    {
                        int y = (int)((outY * (long)window.StrideHeight) - top + ((long)row * window.DilationHeight));
                        for (int column = firstColumn; column < endColumn; column++)
                        {
                            int x = (int)((outX * (long)window.StrideWidth) - left + ((long)column * window.DilationWidth));
                            yield return new Meeting(outPixel, checked((((batch * height) + y) * width) + x), checked((row * window.Width) + column));
                        }
                    }
                }
            }
        }
    }

    // The elements of a window that begins at a place which lie on an axis: first, and one past the last.
    private static (int First, int End) Taps(WindowAxis window, long start, int size)
    {
        long first = start >= 0 ? 0 : (-start + window.Dilation - 1) / window.Dilation;
        long end = start >= size ? 0 : Math.Min(window.Size, ((size - 1 - start) / window.Dilation) + 1);
        return ((int)Math.Min(first, window.Size), (int)end);
    }
}
