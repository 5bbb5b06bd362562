using Spectre.Console;

namespace Cornea.Cli.Terminal;

/// <summary>What people read: colours on a terminal, plain lines in a pipe. Nothing here is for programs.</summary>
internal sealed class Screen
{
    private readonly IAnsiConsole _console;

    private Screen(IAnsiConsole console) => _console = console;

    /// <summary>A screen on what is standard output now.</summary>
    public static Screen Create()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = int.MaxValue / 2; // A line in a file stays one line.
        return new Screen(console);
    }

    /// <summary>A screen beside what programs read.</summary>
    /// <param name="json">Whether a program reads: then all that people read goes to standard error, so that standard output is one object.</param>
    /// <param name="results">Where that object goes.</param>
    public static Screen Create(bool json, out TextWriter results)
    {
        results = Console.Out;
        if (json) Console.SetOut(Console.Error);
        return Create();
    }

    /// <summary>A line in Spectre's markup; text of others must be escaped.</summary>
    public void Markup(string markup) => _console.MarkupLine(markup);

    /// <summary>A line as it is.</summary>
    public void Line(string text = "") => _console.WriteLine(text);
}
