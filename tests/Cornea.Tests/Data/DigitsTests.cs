using System.Security.Cryptography;
using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

public class DigitsTests
{
    [Fact]
    public void The_embedded_form_is_the_source_byte_for_byte()
    {
        // Sums over the elements of images.npy and labels.npy of the source, digits.npz.
        var (images, labels) = Digits.ReadBytes();
        Assert.Equal("8f26b2bd9d135c256808f68f14fdabddde6d9c7f869ae419704b051f0f14b3b3", Convert.ToHexStringLower(SHA256.HashData(images)));
        Assert.Equal("8ba4f891220f5e4c9c819638d1602d74b83618f167043c6da52a2a247841ddf0", Convert.ToHexStringLower(SHA256.HashData(labels)));
        Assert.Equal(Digits.LargestPixel, images.Max());
        int[] counts = [.. labels.CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], counts);
    }

    [Fact]
    public void The_embedded_form_is_small()
    {
        using Stream resource = typeof(Digits).Assembly.GetManifestResourceStream("Cornea.Data.digits.deflate")!;
        Assert.InRange(resource.Length, 1, 45_000);
    }

    [Fact]
    public void Loaded_as_tensors()
    {
        var (x, y) = Digits.Load();
        Assert.Equal((DType.UInt8, DType.Int32), (x.DType, y.DType));
        Assert.Equal([1797, 8, 8], x.Shape);
        Assert.Equal([1797], y.Shape);
        Assert.Equal([0, 1, 2, 3], y.ToArray<int>()[..4]);
    }
}
