using System.IO.Compression;
using Cornea.Files;

namespace Cornea.Data;

/// <summary>The 1,797 handwritten digits that are part of the library: grey images of 8 × 8 pixels with values 0 to 16.</summary>
/// <remarks>
/// Source: Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository (1998),
/// https://doi.org/10.24432/C50P49, its test part, which scikit-learn calls <c>load_digits</c>; licence CC BY 4.0. A pixel counts the
/// dark ones in a 4 × 4 square of the scanned 32 × 32 image. The rows stand in the source's order.
/// </remarks>
public static class Digits
{
    /// <summary>How many images there are.</summary>
    public const int Count = 1797;

    /// <summary>Height and width of an image, in pixels.</summary>
    public const int Side = 8;

    /// <summary>The largest value of a pixel.</summary>
    public const int LargestPixel = 16;

    /// <summary>How many classes there are: the digits 0 to 9.</summary>
    public const int ClassCount = 10;

    private const string Resource = "Cornea.Data.digits.deflate"; // Made by tools/EmbedDigits.cs.

    /// <summary>All the digits; none is set apart for testing (<see cref="Split.TrainTest(Tensor, Tensor, SplitSize?, SplitSize?, int?, bool, Tensor?)"/> does that).</summary>
    /// <returns>UInt8 images [1797, 8, 8] and Int32 labels [1797].</returns>
    public static (Tensor X, Tensor Y) Load()
    {
        var (images, labels) = ReadBytes();
        return (Tensor.From(images, [Count, Side, Side]), Tensor.From(Array.ConvertAll(labels, label => (int)label), Count));
    }

    /// <summary>A fresh copy of the images [1797, 8, 8] and labels [1797], row by row.</summary>
    internal static (byte[] Images, byte[] Labels) ReadBytes()
    {
        using Stream resource = typeof(Digits).Assembly.GetManifestResourceStream(Resource)!;
        using var unpacked = new DeflateStream(resource, CompressionMode.Decompress);
        byte[] images = new byte[Count * Side * Side];
        byte[] labels = new byte[Count];
        StreamReading.Fill(unpacked, images, Resource, "the images");
        StreamReading.Fill(unpacked, labels, Resource, "the labels");
        return (images, labels);
    }
}
