using System.Security.Cryptography;
using Cornea.Vision.Resampling;

namespace Cornea.Vision.Checking;

/// <summary>What a file is, found in one reading.</summary>
/// <param name="Path">The file.</param>
/// <param name="Part">The part that it's in, such as train; empty without parts.</param>
/// <param name="ClassName">Its label.</param>
internal sealed record PhotoFacts(string Path, string Part, string ClassName)
{
    /// <summary>Why it can't be decoded; null if it can.</summary>
    public string? Error { get; private init; }

    public ImageFormat? Format { get; private init; }

    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>grey, colours, or colours and transparency: by the pixels, whatever the file could hold.</summary>
    public string Colors { get; private init; } = "";

    /// <summary>Of the file's bytes.</summary>
    public string Digest { get; private init; } = "";

    /// <summary>Of how the picture looks.</summary>
    public ulong Hash { get; private init; }

    /// <summary>The picture in 32 × 32 grey pixels, brought to mean 0 and length 1; all 0 where it has one colour.</summary>
    public float[] Thumbnail { get; private init; } = [];

    public static PhotoFacts Of(string path, string part, string className)
    {
        var facts = new PhotoFacts(path, part, className);
        try
        {
            byte[] file = ImageDecoder.ReadFile(path);
            using Raster<byte> image = ImageDecoder.Decode<byte>(file, path, ImageDecoder.DefaultMaximumPixels);
            string colors = ColorsOf(image);
            (int width, int height) = (image.Width, image.Height);
            float[] grey = new float[PerceptualHash.Side * PerceptualHash.Side];
            float[] pixels = new float[grey.Length * 3];
            new Resampler(PerceptualHash.Side, PerceptualHash.Side, Interpolation.BilinearAntialias, AspectFit.Stretch).Run(image, 3, pixels);
            for (int i = 0; i < grey.Length; i++) grey[i] = (0.299f * pixels[3 * i]) + (0.587f * pixels[(3 * i) + 1]) + (0.114f * pixels[(3 * i) + 2]);
            return facts with
            {
                Format = ImageFormat.OfContent(file),
                Width = width,
                Height = height,
                Colors = colors,
                Digest = Convert.ToHexString(SHA256.HashData(file)),
                Hash = PerceptualHash.Of(grey),
                Thumbnail = Normalised(grey),
            };
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return facts with { Error = $"{error.Message} {(error is UnauthorizedAccessException ? "Change its rights." : "Take it away or get it anew.")}" };
        }
    }

    /// <summary>How like two pictures are: the correlation of their pixels, −1 to 1.</summary>
    public double Likeness(PhotoFacts other)
    {
        double sum = 0;
        for (int i = 0; i < Thumbnail.Length; i++) sum += Thumbnail[i] * other.Thumbnail[i];
        return sum;
    }

    private static float[] Normalised(float[] grey)
    {
        float mean = grey.Average();
        float[] centred = Array.ConvertAll(grey, value => value - mean);
        float length = MathF.Sqrt(centred.Sum(value => value * value));
        return length < grey.Length * 0.01f ? new float[grey.Length] : Array.ConvertAll(centred, value => value / length);
    }

    private static string ColorsOf(Raster<byte> image)
    {
        if (image.Channels == 1) return "grey";
        bool isGrey = true, isTransparent = false;
        ReadOnlySpan<byte> samples = image.Samples;
        for (int i = 0; i < samples.Length; i += 4)
        {
            isGrey &= samples[i] == samples[i + 1] && samples[i] == samples[i + 2];
            isTransparent |= samples[i + 3] < 255;
        }

        return isTransparent ? "transparent" : isGrey ? "grey" : "coloured";
    }
}
