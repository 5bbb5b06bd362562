using System.Diagnostics;
using Xunit;

namespace Cornea.Tests.Laws;

/// <summary>Numbers that overflow what is computed with them carelessly, and what may come of them: a right answer or a clear refusal, at no great cost.</summary>
internal static class ExtremeNumbers
{
    private const long MostBytes = 64 << 20;

    public static IReadOnlyList<int> All { get; } = [int.MaxValue, 1 << 30, 10_000, 0, -1, int.MinValue];

    /// <summary>Runs something; gives its refusal, or null where there was none.</summary>
    public static Exception? Outcome(string what, Action run, Func<Exception, bool> isClear)
    {
        long managed = GC.GetAllocatedBytesForCurrentThread(), native = Storage.AllocatedBytes, start = Stopwatch.GetTimestamp();
        Exception? error = Record.Exception(run);
        Assert.True(error is null || isClear(error), $"{what}: {error}");
        managed = GC.GetAllocatedBytesForCurrentThread() - managed;
        native = Storage.AllocatedBytes - native;
        Assert.True(managed + native < MostBytes, $"{what}: {managed:N0} bytes of objects and {native:N0} of values were allocated.");
        return error;
    }
}
