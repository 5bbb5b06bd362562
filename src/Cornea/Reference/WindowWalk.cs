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
        int height = image[1], width = image[2], top = window.Top(height), left = window.Left(width);
        for (int batch = 0; batch < output[0]; batch++)
        {
            for (int outY = 0; outY < output[1]; outY++)
            {
                for (int outX = 0; outX < output[2]; outX++)
                {
                    int outPixel = (((batch * output[1]) + outY) * output[2]) + outX;
                    for (int tap = 0; tap < window.Height * window.Width; tap++)
                    {
                        int y = (outY * window.StrideHeight) - top + (tap / window.Width * window.DilationHeight);
                        int x = (outX * window.StrideWidth) - left + (tap % window.Width * window.DilationWidth);
                        if (y < 0 || y >= height || x < 0 || x >= width) continue;
                        yield return new Meeting(outPixel, (((batch * height) + y) * width) + x, tap);
                    }
                }
            }
        }
    }
}
