using Cornea.Files;
using Cornea.Goldens;
using Xunit;

namespace Cornea.Tests.Goldens;

public class GoldenToleranceTests
{
    private static readonly FileArray Expected = FileArray.From<float>([1000, 0, float.NaN, float.PositiveInfinity], 2, 2);

    [Fact]
    public void Values_within_the_tolerance_pass() =>
        GoldenTolerance.Values.Check("y0", Expected, [2, 2], [1000.1f, 0.009f, float.NaN, float.PositiveInfinity]);

    [Theory]
    [InlineData(0, 1000.2f)]
    [InlineData(1, 0.011f)]
    [InlineData(1, float.NaN)]
    [InlineData(2, 0f)]
    [InlineData(3, float.NegativeInfinity)]
    [InlineData(3, float.MaxValue)]
    public void Values_outside_fail(int index, float value)
    {
        float[] got = Expected.ToArray<float>();
        got[index] = value;
        MismatchException error = Assert.Throws<MismatchException>(() => GoldenTolerance.Values.Check("y0", Expected, [2, 2], got));
        Assert.StartsWith($"y0: 1 of 4 values differ; first at [{index / 2}, {index % 2}]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_are_allowed_ten_times_as_much()
    {
        GoldenTolerance.Gradients.Check("dx0", 1, 1.0005);
        Assert.Throws<MismatchException>(() => GoldenTolerance.Values.Check("y0", 1, 1.0005));
        Assert.Throws<MismatchException>(() => GoldenTolerance.Gradients.Check("dx0", 1, 1.002));
        GoldenTolerance.Gradients.Times(2, because: "a test").Check("dx0", 1, 1.002);
        Assert.Throws<ArgumentException>(() => GoldenTolerance.Values.Times(2, because: " "));
    }

    [Fact]
    public void Shapes_count()
    {
        MismatchException error = Assert.Throws<MismatchException>(
            () => GoldenTolerance.Values.Check("y0", Expected, [4], new float[4]));
        Assert.Equal("y0: expected shape (2, 2), got (4,)", error.Message);
    }
}
