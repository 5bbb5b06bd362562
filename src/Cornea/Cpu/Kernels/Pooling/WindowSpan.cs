namespace Cornea.Cpu.Kernels;

/// <summary>The part of a window that lies inside the image, along one axis.</summary>
/// <param name="First">Index of the first input inside, on the axis.</param>
/// <param name="Skipped">How many places of the window lie before it, outside.</param>
/// <param name="Count">How many inputs lie inside; 0 or less where there is none.</param>
internal readonly record struct WindowSpan(int First, int Skipped, int Count)
{
    public static WindowSpan Of(int output, int stride, int pad, int window, int size)
    {
        int start = output * stride - pad;
        int skipped = Math.Max(0, -start);
        return new WindowSpan(start + skipped, skipped, Math.Min(window, size - start) - skipped);
    }

    /// <summary>The windows that an input belongs to: first, and one past the last.</summary>
    public static (int First, int End) Covering(int input, int stride, int pad, int window, int outputs)
    {
        int padded = input + pad;
        int first = padded < window ? 0 : (padded - window) / stride + 1;
        return (first, Math.Min(outputs, padded / stride + 1));
    }
}
