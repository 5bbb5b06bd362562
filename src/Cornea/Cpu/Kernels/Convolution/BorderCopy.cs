namespace Cornea.Cpu.Kernels;

/// <summary>Copies a rectangle that may stick out of its image, with zeros for what lies outside.</summary>
internal static unsafe class BorderCopy
{
    /// <summary>Copies rows × columns pixels whose first is at (top, left) of the image.</summary>
    /// <param name="image">[height, width, channels].</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="channels">Floats per pixel.</param>
    /// <param name="top">First row to copy; may be negative.</param>
    /// <param name="rows">Number of rows; may reach below the image.</param>
    /// <param name="left">First column to copy; may be negative.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="target">[rows, columns, channels].</param>
    public static void Copy(float* image, int height, int width, int channels, int top, int rows, int left, int columns, float* target)
    {
        int first = Math.Clamp(-left, 0, columns), last = Math.Clamp(width - left, first, columns);
        nint before = (nint)first * channels, inside = (nint)(last - first) * channels, after = (nint)(columns - last) * channels;
        for (int row = top; row < top + rows; row++)
        {
            if (row < 0 || row >= height)
            {
                Clear(target, before + inside + after);
                target += before + inside + after;
                continue;
            }

            Clear(target, before);
            target += before;
            if (inside > 0)
            {
                float* source = image + ((nint)row * width + left + first) * channels;
                Buffer.MemoryCopy(source, target, inside * sizeof(float), inside * sizeof(float));
            }

            target += inside;
            Clear(target, after);
            target += after;
        }
    }

    /// <summary>The same of some neighbouring channels, of which a pixel has more: <paramref name="pixelPitch"/>.</summary>
    public static void CopyChannels(
        float* image, int height, int width, nint pixelPitch, int channels, int top, int rows, int left, int columns, float* target)
    {
        if (channels == pixelPitch)
        {
            Copy(image, height, width, channels, top, rows, left, columns, target);
            return;
        }

        for (int row = top; row < top + rows; row++)
            for (int column = left; column < left + columns; column++, target += channels)
            {
                if (row >= 0 && row < height && column >= 0 && column < width)
                    ShortCopy.Copy(image + ((((nint)row * width) + column) * pixelPitch), target, channels);
                else
                    ShortCopy.Clear(target, channels);
            }
    }

    private static void Clear(float* target, nint count) => new Span<float>(target, (int)count).Clear();
}
