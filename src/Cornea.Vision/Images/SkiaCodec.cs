using System.Numerics;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Cornea.Vision;

/// <summary>JPEG, WebP, GIF and BMP, by SkiaSharp (docs/decisions/0031). Colour profiles are left aside, as by TensorFlow and Pillow.</summary>
internal static class SkiaCodec
{
    /// <summary>Decodes an image; of several frames the first.</summary>
    /// <inheritdoc cref="ImageDecoder.Decode"/>
    public static Raster<T> Read<T>(ReadOnlySpan<byte> file, ImageFormat format, string place, long maximumPixels, out int orientation)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        using SKData data = SKData.CreateCopy(file);
        using SKCodec codec = SKCodec.Create(data) ?? throw new InvalidDataException($"{place}: the {Name(format)} file is broken or cut off in its header.");
        orientation = (int)codec.EncodedOrigin;
        SKImageInfo info = codec.Info;
        ImageDecoder.CheckSize(info.Width, info.Height, place, maximumPixels);
        bool isGrey = info.ColorType == SKColorType.Gray8;
        var bytes = new Raster<byte>(info.Width, info.Height, isGrey ? 1 : 4);
        try
        {
            Decode(codec, format, isGrey, bytes, place);
            return Samples<T>(bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Encodes an image.</summary>
    /// <param name="pixels">Bytes [height, width, channels].</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="channels">1 or 4.</param>
    /// <param name="format">JPEG or WebP.</param>
    /// <param name="quality">0 to 100.</param>
    public static byte[] Write(byte[] pixels, int height, int width, int channels, ImageFormat format, int quality)
    {
        var info = new SKImageInfo(width, height, channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888, channels == 1 ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        GCHandle memory = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            using var pixmap = new SKPixmap(info, memory.AddrOfPinnedObject());
            using SKData? encoded = pixmap.Encode(format == ImageFormat.Jpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Webp, quality);
            return encoded?.ToArray() ?? throw new ArgumentException($"ImageTensor: {width:N0} × {height:N0} pixels don't fit into a {Name(format)} file.");
        }
        finally
        {
            memory.Free();
        }
    }

    private static void Decode(SKCodec codec, ImageFormat format, bool isGrey, Raster<byte> bytes, string place)
    {
        var info = new SKImageInfo(
            bytes.Width, bytes.Height, isGrey ? SKColorType.Gray8 : SKColorType.Rgba8888, isGrey ? SKAlphaType.Opaque : codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        GCHandle memory = GCHandle.Alloc(bytes.Memory, GCHandleType.Pinned);
        try
        {
            SKCodecResult result = codec.GetPixels(info, memory.AddrOfPinnedObject());
            if (result == SKCodecResult.Success) return;
            throw new InvalidDataException(result == SKCodecResult.IncompleteInput
                ? $"{place}: the {Name(format)} file is cut off: it ends before its last pixel."
                : $"{place}: the {Name(format)} file is broken ({result}).");
        }
        finally
        {
            memory.Free();
        }
    }

    private static Raster<T> Samples<T>(Raster<byte> bytes)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (bytes is Raster<T> same) return same;
        using Raster<byte> source = bytes;
        var wide = new Raster<T>(bytes.Width, bytes.Height, bytes.Channels) { White = T.CreateTruncating(byte.MaxValue) };
        for (int i = 0; i < wide.Samples.Length; i++) wide.Samples[i] = T.CreateTruncating(source.Samples[i]);
        return wide;
    }

    private static string Name(ImageFormat format) => format == ImageFormat.WebP ? "WebP" : format.ToString().ToUpperInvariant();
}
