using System.Globalization;
using Cornea.Files;

namespace Cornea.Goldens;

/// <summary>
/// How far a computed value may be from the reference's: relative · |expected| + absolute · (largest |expected| of the array); where a case needs it, at least a floor.
/// </summary>
internal sealed class GoldenTolerance
{
    private readonly double _relative;
    private readonly double _absolute;

    private readonly double _floor;

    private GoldenTolerance(double relative, double absolute, double floor = 0)
    {
        _relative = relative;
        _absolute = absolute;
        _floor = floor;
    }

    /// <summary>For results: 1e-4 relative, 1e-5 of the largest value.</summary>
    public static GoldenTolerance Values { get; } = new(1e-4, 1e-5);

    /// <summary>For gradients: ten times wider.</summary>
    public static GoldenTolerance Gradients { get; } = new(1e-3, 1e-4);

    /// <summary>The very same values.</summary>
    public static GoldenTolerance Exact { get; } = new(0, 0);

    /// <summary>A wider tolerance, for a case that needs one; <paramref name="because"/> says why.</summary>
    public GoldenTolerance Times(double factor, string because)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(because);
        return new GoldenTolerance(_relative * factor, _absolute * factor, _floor);
    }

    /// <summary>A tolerance that is at least so large for each value; <paramref name="because"/> says why.</summary>
    public GoldenTolerance AtLeast(double floor, string because)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(because);
        return new GoldenTolerance(_relative, _absolute, floor);
    }

    /// <summary>Compares with an array of a case, shape and values. NaN equals NaN, and an infinity itself.</summary>
    /// <exception cref="MismatchException">They differ; the message says where first, by how much and how often.</exception>
    public void Check(string what, FileArray expected, ReadOnlySpan<int> shape, ReadOnlySpan<double> got)
    {
        if (!shape.SequenceEqual(expected.Shape))
        {
            throw new MismatchException(
                $"{what}: expected shape {FileArray.Describe(expected.Shape)}, got {FileArray.Describe(shape)}");
        }

        Check(what, expected.ToArray<double>(), got, shape);
    }

    /// <inheritdoc cref="Check(string, FileArray, ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    public void Check(string what, FileArray expected, ReadOnlySpan<int> shape, ReadOnlySpan<float> got) =>
        Check(what, expected, shape, Array.ConvertAll(got.ToArray(), value => (double)value));

    /// <summary>Compares one number.</summary>
    /// <exception cref="MismatchException">It differs.</exception>
    public void Check(string what, double expected, double got) => Check(what, [expected], [got], []);

    /// <summary>Compares numbers; <paramref name="shape"/> serves to say where they differ.</summary>
    /// <exception cref="MismatchException">They differ.</exception>
    public void Check(string what, ReadOnlySpan<double> expected, ReadOnlySpan<double> got, ReadOnlySpan<int> shape)
    {
        if (expected.Length != got.Length)
            throw new MismatchException($"{what}: expected {expected.Length} values, got {got.Length}");

        double scale = 0;
        foreach (double value in expected)
            scale = double.IsFinite(value) ? Math.Max(scale, Math.Abs(value)) : scale;

        int wrong = 0, first = -1;
        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Difference(expected[i], got[i]);
            if (difference <= Allowed(expected[i], scale))
                continue;
            if (wrong++ == 0)
                first = i;
            worst = Math.Max(worst, difference);
        }

        if (wrong > 0)
        {
            throw new MismatchException(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {wrong} of {expected.Length} values differ; first at {Index(first, shape)}: expected {expected[first]:G9}, "
                + $"got {got[first]:G9} (allowed ±{Allowed(expected[first], scale):G2}); largest difference {worst:G3}"));
        }
    }

    private double Allowed(double expected, double scale) =>
        double.IsFinite(expected) ? Math.Max((_relative * Math.Abs(expected)) + (_absolute * scale), _floor) : 0;

    // Infinite where one is NaN or infinite and the other is something else.
    private static double Difference(double expected, double got)
    {
        if (expected == got || (double.IsNaN(expected) && double.IsNaN(got)))
            return 0;
        double difference = Math.Abs(expected - got);
        return double.IsNaN(difference) ? double.PositiveInfinity : difference;
    }

    private static string Index(int flat, ReadOnlySpan<int> shape)
    {
        int[] index = new int[shape.Length];
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            index[axis] = flat % shape[axis];
            flat /= shape[axis];
        }

        return $"[{string.Join(", ", index)}]";
    }
}
