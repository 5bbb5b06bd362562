using System.Runtime.Intrinsics.X86;

namespace Cornea.Cpu.Kernels;

/// <summary>Asks for a stretch of memory a few lines at a time, between tiles, so that it has arrived when it is copied.</summary>
internal unsafe struct Prefetcher
{
    private const int Line = 64;

    private byte* _next;
    private readonly byte* _end;
    private long _lines;

    /// <param name="images">[…, height, rowFloats].</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="rowFloats">Floats of a row.</param>
    /// <param name="next">The segment that will be read; none where it is empty.</param>
    /// <param name="top">The first row it reads, which may lie above the image.</param>
    /// <param name="rows">How many.</param>
    public Prefetcher(float* images, int height, nint rowFloats, Segment next, int top, int rows)
    {
        int first = Math.Clamp(top, 0, height), end = Math.Clamp(top + rows, first, height);
        _next = (byte*)(images + ((nint)next.Image * height + first) * rowFloats);
        _end = next.Images == 0 ? _next : _next + ((nint)(next.Images - 1) * height + end - first) * rowFloats * sizeof(float);
    }

    /// <summary>Sets how much an advance asks for: all of it in the given number of advances.</summary>
    public void SpreadOver(long advances) => _lines = ((_end - _next) / Line + advances) / Math.Max(1, advances);

    public void Advance()
    {
        if (!Sse.IsSupported)
            return;
        for (long line = 0; line < _lines && _next < _end; line++, _next += Line)
            Sse.Prefetch1(_next);
    }
}
