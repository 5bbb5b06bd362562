using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Compares a tensor with what it should be.</summary>
internal static class Check
{
    private const double Tolerance = 1e-6;

    /// <summary>Shape and values, to about float32's precision; NaN equals NaN.</summary>
    public static void Values(Tensor actual, Shape shape, params double[] expected)
    {
        Assert.Equal(shape, actual.Shape);
        double[] got = actual.ToArray<double>();
        Assert.Equal(expected.Length, got.Length);
        for (int index = 0; index < got.Length; index++)
        {
            bool same = got[index].Equals(expected[index]) || Math.Abs(got[index] - expected[index]) <= Tolerance * (1 + Math.Abs(expected[index]));
            Assert.True(same, $"Element {index}: expected {expected[index]:R}, got {got[index]:R} of [{string.Join(", ", got)}].");
        }
    }

    /// <summary>The message of an error holds all of these.</summary>
    public static void Error<T>(Func<object?> action, params string[] parts)
        where T : Exception
    {
        T error = Assert.Throws<T>(action);
        foreach (string part in parts) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
