namespace Cornea.Graphs;

/// <summary>
/// Says once on standard error which operations of compiled programs run their reference loops, so that nobody waits without knowing why.
/// Tensors that are computed once, by themselves, aren't worth a word. <c>CORNEA_TELL_SLOW=0</c> switches it off.
/// </summary>
internal static class SlowOperations
{
    private static readonly HashSet<string> Told = [];

    /// <summary>As if nothing had been said yet, for tests.</summary>
    public static void Forget()
    {
        lock (Told) Told.Clear();
    }

    /// <param name="names">The operations of a program that was just compiled; those named before are left out.</param>
    public static void Tell(IReadOnlyList<string> names)
    {
        if (names.Count == 0 || Environment.GetEnvironmentVariable("CORNEA_TELL_SLOW") == "0") return;
        string[] fresh;
        lock (Told) fresh = [.. names.Where(Told.Add)];
        if (fresh.Length == 0) return;
        bool isDouble = Array.Exists(fresh, name => name.Contains(DType.Float64.Name, StringComparison.Ordinal));
        Console.Error.WriteLine(
            $"Cornea: {string.Join(", ", fresh)}: without a kernel, computed by plain loops at each run, which is slow."
            + (isDouble ? $" Where {DType.Float32.Name} is enough, cast to it." : "")
            + " (Said once for each operation; CORNEA_TELL_SLOW=0 switches it off.)");
    }
}
