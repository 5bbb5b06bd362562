using System.Numerics;
using Cornea.Files;
using Xunit;

namespace Cornea.Tests.Files;

public class FileArrayTests
{
    [Fact]
    public void Values_convert()
    {
        FileArray array = FileArray.From<float>([1.5f, -2, 3], 3);
        Assert.Equal([1.5, -2, 3], array.ToArray<double>());
        Assert.Equal([1, -2, 3], array.ToArray<int>());
        Assert.Equal([1.5f, -2, 3], array.AsSpan<float>().ToArray());
        Assert.Equal([new Complex(1.5, 0), new Complex(-2, 0), new Complex(3, 0)], array.ToComplexArray());
        Assert.Equal("Float32 (3,)", array.ToString());
        Assert.Equal([1, 0], FileArray.From<bool>([true, false], 2).ToArray<int>());
    }

    [Fact]
    public void A_scalar_has_one_element_and_no_axis()
    {
        FileArray scalar = FileArray.From<long>([7]);
        Assert.Equal((0, 1, "Int64 ()"), (scalar.Rank, scalar.Count, scalar.ToString()));
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FileArray.From<int>([1, 2, 3], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => FileArray.From<int>([], -1));
        Assert.Throws<NotSupportedException>(() => FileArray.From<decimal>([1], 1));
        Assert.Throws<InvalidOperationException>(() => FileArray.From<int>([1], 1).AsSpan<float>().Length);
        Assert.Throws<InvalidOperationException>(() => FileArray.From<Complex>([1], 1).ToArray<double>());
        Assert.Throws<OverflowException>(() => FileArray.From<int>([300], 1).ToArray<byte>());
    }
}
