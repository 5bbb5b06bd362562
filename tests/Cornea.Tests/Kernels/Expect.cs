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

    /// <summary>The pieces' ranges are the result, each element once.</summary>
    public static void Covers(object problem, int pieces, Func<int, OutputRange> range, long elements)
    {
        var isWritten = new bool[elements];
        for (int piece = 0; piece < pieces; piece++)
        {
            OutputRange next = range(piece);
            Assert.True(next is { Count: > 0, Rows: > 0 }, $"{problem}: piece {piece} writes {next}");
            for (int row = 0; row < next.Rows; row++)
                for (nint index = next.Start + (row * next.Pitch), end = index + next.Count; index < end; index++)
                {
                    if (index >= elements || isWritten[index]) Assert.Fail($"{problem}: piece {piece} writes {next}, of which {index} isn't its own");
                    isWritten[index] = true;
                }
        }

        Assert.False(isWritten.Contains(false), $"{problem}: nobody writes {Array.IndexOf(isWritten, false)} of {elements}");
    }
}
