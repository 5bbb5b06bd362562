namespace Cornea.Cli.Terminal;

/// <summary>Errors on standard error, in one sentence; where they arose is shown on request.</summary>
internal static class Errors
{
    public static void Say(string message)
    {
        string text = message.Length > 0 ? message : "failed.";
        bool isColoured = !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        Console.Error.WriteLine(isColoured ? $"\u001b[31mcornea:\u001b[0m {text}" : $"cornea: {text}");
    }

    public static void Say(Exception error, bool isVerbose)
    {
        bool isExpected = error is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException or InvalidOperationException;
        Say(isExpected ? Words(error) : $"unexpected error: {Words(error)}");
        if (isVerbose) Console.Error.WriteLine(error);
        else if (!isExpected) Console.Error.WriteLine("With --verbose it says where it arose.");
    }

    // .NET adds the parameter's name, which says nothing to somebody at a terminal.
    private static string Words(Exception error)
    {
        string ending = error is ArgumentException { ParamName: { } name } ? $" (Parameter '{name}')" : "";
        return ending.Length > 0 && error.Message.EndsWith(ending, StringComparison.Ordinal) ? error.Message[..^ending.Length] : error.Message;
    }
}
