namespace Cornea.Callbacks;

/// <summary>What the place can show that a progress line is written to.</summary>
/// <param name="IsLive">Whether a line may be written over: a terminal that knows more than the letters.</param>
/// <param name="HasColour">Whether escape sequences mean colours.</param>
/// <param name="Width">The columns of a line; <see cref="int.MaxValue"/> where lines have no end.</param>
internal readonly record struct ProgressTerminal(bool IsLive, bool HasColour, int Width)
{
    /// <summary>A file, a pipe, a dumb terminal: lines one after the other.</summary>
    public static ProgressTerminal Plain { get; } = new(IsLive: false, HasColour: false, int.MaxValue);

    /// <summary>A terminal of the widest kind.</summary>
    public static ProgressTerminal Live { get; } = new(IsLive: true, HasColour: true, int.MaxValue);

    /// <summary>Standard output, as it is now: NO_COLOR (no-color.org) leaves the colours out, <c>TERM=dumb</c> the writing over.</summary>
    public static ProgressTerminal OfStandardOutput()
    {
        if (OperatingSystem.IsBrowser() || Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb") return Plain;
        return new ProgressTerminal(IsLive: true, string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")), WindowWidth());
    }

    private static int WindowWidth()
    {
        if (OperatingSystem.IsBrowser()) return int.MaxValue;
        try
        {
            return Console.WindowWidth is var width and > 0 ? width : int.MaxValue;
        }
        catch (Exception error) when (error is IOException or PlatformNotSupportedException)
        {
            return int.MaxValue;
        }
    }
}
