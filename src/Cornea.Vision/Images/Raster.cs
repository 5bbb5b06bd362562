using System.Buffers;
using System.Numerics;

namespace Cornea.Vision;

/// <summary>The pixels of an image as they were decoded. Its memory is lent by a pool; Dispose gives it back.</summary>
/// <typeparam name="T">Byte, or UInt16 for samples of 16 bits.</typeparam>
/// <remarks>Row by row; a pixel is one sample of grey, or red, green, blue and opacity, which isn't multiplied into the colours.</remarks>
internal sealed class Raster<T> : IDisposable
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const int Beyond = 16; // Samples after the last one, so that vectors may reach over the end.

    private readonly T[] _memory;

    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="channels">1 or 4.</param>
    public Raster(int width, int height, int channels)
    {
        (Width, Height, Channels) = (width, height, channels);
        _memory = ArrayPool<T>.Shared.Rent(checked((width * height * channels) + Beyond));
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>1: grey. 4: red, green, blue and opacity.</summary>
    public int Channels { get; }

    public Span<T> Samples => _memory.AsSpan(0, Width * Height * Channels);

    /// <summary>The array that holds the samples, from its first element; sixteen more may be read.</summary>
    public T[] Memory => _memory;

    /// <summary>What a sample is for white; for opaque.</summary>
    public T White { get; init; } = T.MaxValue;

    public Span<T> Row(int y) => _memory.AsSpan(y * Width * Channels, Width * Channels);

    public void Dispose() => ArrayPool<T>.Shared.Return(_memory);
}
