using Cornea.Cpu.Kernels;
using Xunit;

namespace Cornea.Tests.Kernels;

/// <summary>What kernel tests assert again and again.</summary>
internal static class Expect
{
    /// <summary>Each value lies within the tolerance, NaN matching NaN and infinities themselves.</summary>
    public static void Close(object problem, double[] expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = double.IsFinite(expected[i]) ? Math.Abs(expected[i] - actual[i]) <= tolerance : expected[i].Equals((double)actual[i]);
            if (!same)
                Assert.Fail($"{problem} at {i}: expected {expected[i]}, got {actual[i]}");
        }
    }

    /// <summary>The pieces' ranges follow each other and end where the result ends.</summary>
    public static void Covers(object problem, int pieces, Func<int, OutputRange> range, long elements)
    {
        long at = 0;
        for (int piece = 0; piece < pieces; piece++)
        {
            OutputRange next = range(piece);
            Assert.True(next.Start == at && next.Count > 0, $"{problem}: piece {piece} writes {next}, after {at}");
            at += next.Count;
        }

        Assert.True(at == elements, $"{problem}: ranges end at {at} of {elements}");
    }
}
