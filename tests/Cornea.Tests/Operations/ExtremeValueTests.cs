using Cornea.Reference;
using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Functions at the ends of their ranges, against double precision.</summary>
public class ExtremeValueTests
{
    private const double Infinity = double.PositiveInfinity, NaN = double.NaN;

    [Fact]
    public void Hypot_of_an_infinity_is_infinite_whatever_the_other_is()
    {
        float[] a = [float.PositiveInfinity, float.NegativeInfinity, float.PositiveInfinity, float.NaN, float.NaN, 3e30f, 1e-40f, 0];
        float[] b = [float.NegativeInfinity, 1, float.NaN, float.NegativeInfinity, 1, 4e30f, 0, 0];
        Check.Values(Ops.Hypot(Tensor.From(a), Tensor.From(b)), [8], Infinity, Infinity, Infinity, Infinity, NaN, 5e30f, 1e-40f, 0);
    }

    [Fact]
    public void ErfInv_has_its_digits_from_0_to_the_last_number_before_1()
    {
        var random = new Random(4);
        var points = new List<float> { 0.5f, 0.49999997f, 1e-30f, 1e-45f };
        for (int bits = 1; bits <= 24; bits++) points.Add(1 - MathF.ScaleB(1, -bits)); // The last is the number before 1.
        for (int bits = 1; bits <= 24; bits++) points.Add(MathF.ScaleB(1.3f, -bits));
        for (int draw = 0; draw < 2000; draw++) points.Add((float)random.NextDouble());
        for (int draw = 0; draw < 2000; draw++) points.Add((float)(1 - Math.Pow(10, -7 * random.NextDouble())));
        float[] x = [.. points.Where(point => point < 1)], y = Ops.ErfInv(Tensor.From(x)).ToArray<float>();
        float[] mirrored = Ops.ErfInv(Tensor.From(Array.ConvertAll(x, point => -point))).ToArray<float>();
        for (int index = 0; index < x.Length; index++)
        {
            double expected = Inverse(x[index]);
            Assert.True(Math.Abs(y[index] - expected) <= (3e-7 * expected) + float.Epsilon, $"erfinv({x[index]:R}): {y[index]:R}, expected {expected:R}");
            Assert.Equal(-y[index], mirrored[index]);
        }

        Check.Values(Ops.ErfInv(Tensor.From([1f, -1, 1.5f, float.NaN, 0], [5])), [5], Infinity, -Infinity, NaN, NaN, 0);
    }

    [Fact]
    public void ErfInv_in_double_precision()
    {
        double[] x = [.. Enumerable.Range(1, 52).Select(bits => 1 - Math.ScaleB(1, -bits)), 1e-8, 0.1, 0.3, 0.7];
        double[] y = Ops.ErfInv(Tensor.From(x)).ToArray<double>();
        for (int index = 0; index < x.Length; index++)
        {
            // Where 1 − x has few digits the function is steep, but x itself is exact.
            double expected = Inverse(x[index]);
            Assert.True(Math.Abs(y[index] - expected) <= 1e-13 * expected, $"erfinv({x[index]:R}): {y[index]:R}, expected {expected:R}");
        }
    }

    // By halving an interval, on erf or its complement.
    private static double Inverse(double x)
    {
        (double low, double high) = (0, 7);
        for (int step = 0; step < 200; step++)
        {
            double middle = (low + high) / 2;
            if (x < 0.5 ? SpecialFunctions.Erf(middle) < x : SpecialFunctions.Erfc(middle) > 1 - x) low = middle;
            else high = middle;
        }

        return low;
    }

    [Theory]
    [InlineData(int.MinValue, -1, int.MinValue, 0)]
    [InlineData(int.MinValue, 3, -715827883, 1)]
    [InlineData(int.MinValue, int.MinValue, 1, 0)]
    [InlineData(int.MaxValue, -2, -1073741824, -1)]
    [InlineData(int.MaxValue, int.MinValue, -1, -1)]
    [InlineData(-1, int.MaxValue, -1, 2147483646)]
    [InlineData(7, 0, 0, 0)]
    [InlineData(-7, 2, -4, 1)]
    [InlineData(7, -2, -4, -1)]
    public void Integers_are_divided_as_in_NumPy(int a, int b, int quotient, int remainder)
    {
        Tensor x = Tensor.From([a], [1]), y = Tensor.From([b], [1]);
        Check.Values(Ops.FloorDivide(x, y), [1], quotient);
        Check.Values(x % y, [1], remainder);
        Check.Values(Ops.Fmod(x, y), [1], b == 0 ? 0 : unchecked((int)((long)a % b)));
    }

    [Fact]
    public void Long_integers_keep_their_digits_when_divided()
    {
        long[] a = [long.MinValue, long.MaxValue, (1L << 60) + 7, long.MinValue], b = [-1, -2, 3, 0];
        Assert.Equal([long.MinValue, -4611686018427387904, ((1L << 60) + 7) / 3, 0], Ops.FloorDivide(Tensor.From(a), Tensor.From(b)).ToArray<long>());
        Assert.Equal([0, -1, ((1L << 60) + 7) % 3, 0], (Tensor.From(a) % Tensor.From(b)).ToArray<long>());
        Assert.Equal([2, 255, 0], Ops.FloorDivide(Tensor.From(new byte[] { 255, 255, 255 }), Tensor.From(new byte[] { 100, 1, 0 })).ToArray<int>());
        Assert.Equal([55, 0, 254], (Tensor.From(new byte[] { 255, 255, 254 }) % Tensor.From(new byte[] { 100, 1, 255 })).ToArray<int>());
    }
}
