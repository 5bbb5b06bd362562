using System.Runtime.Intrinsics;
using Xunit;

namespace Cornea.Tests.Support;

public class WidthRunnerTests
{
    [Fact]
    public void ChildHasTheWidthAskedFor()
    {
        Assert.Equal(WidthRunner.Bits().ToString(), WidthRunner.Run(Width, VectorWidth.Native));
        Assert.Equal(Math.Min(WidthRunner.Bits(), 256).ToString(), WidthRunner.Run(Width, VectorWidth.Bits256));
        Assert.Equal(Math.Min(WidthRunner.Bits(), 128).ToString(), WidthRunner.Run(Width, VectorWidth.Bits128));
        Assert.Equal("0", WidthRunner.Run(Width, VectorWidth.Scalar));
    }

    [Fact]
    public void SameBitsPass() => WidthRunner.AssertSameOnAllWidths(FusedSum);

    private static string Width() => WidthRunner.Bits().ToString();

    private static string FusedSum()
    {
        Vector128<float> sum = Vector128<float>.Zero;
        for (int i = 1; i < 100; i++)
            sum = Vector128.FusedMultiplyAdd(Vector128.Create(1f / i), Vector128.Create(0.1f * i + 0.7f), sum);
        using var hash = new ResultHash();
        hash.Add([sum[0], sum[3]]);
        return hash.ToString();
    }
}
