using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Cornea.Cli.Commands;

/// <summary>The usual help, with examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyDictionary<Command, string> examples) : SynchronousCommandLineAction
{
    private const int LineWidth = 110;

    public override bool ClearsParseErrors => true;

    /// <summary>Gives a root command and its commands help with the examples that belong to each.</summary>
    public static void AddTo(RootCommand root, string rootExamples)
    {
        var examples = new Dictionary<Command, string> { [root] = rootExamples };
        foreach (Command command in root.Subcommands.SelectMany(command => command.Subcommands.Prepend(command)))
            if (command is TeachingCommand teaching) examples[command] = teaching.Examples;
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples(new HelpAction { MaxWidth = LineWidth }, examples);
    }

    /// <summary>Writes the help of the command that was parsed.</summary>
    public static void Show(ParseResult parsed, TextWriter output)
    {
        var action = (HelpWithExamples)parsed.RootCommandResult.Command.Options.OfType<HelpOption>().Single().Action!;
        action.Write(parsed, output);
    }

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult, parseResult.InvocationConfiguration.Output);
        return ExitCode.Success;
    }

    private void Write(ParseResult parsed, TextWriter output)
    {
        TextWriter before = parsed.InvocationConfiguration.Output;
        parsed.InvocationConfiguration.Output = output;
        help.Invoke(parsed);
        parsed.InvocationConfiguration.Output = before;
        if (examples.TryGetValue(parsed.CommandResult.Command, out string? text)) output.WriteLine(text.TrimEnd() + Environment.NewLine);
    }
}
