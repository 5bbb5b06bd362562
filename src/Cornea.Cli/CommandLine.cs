using System.CommandLine;
using System.CommandLine.Help;
using Cornea.Cli.Commands;
using Cornea.Cli.Terminal;

namespace Cornea.Cli;

/// <summary>The whole command: reads the arguments, runs what they ask for, and turns errors into words and exit codes.</summary>
internal static class CommandLine
{
    private const string Examples = """
        Examples:
          cornea train digits                                         the first thing to try: takes seconds, needs no network
          cornea train fashion-mnist --model mlp --epochs 5           another network, on images of clothes
          cornea train digits --optimizer sgd --learning-rate 0.05    see what an optimizer does
          cornea train digits --json | jq .test_accuracy              results for programs: one JSON object
          cornea train digits --output d.keras                        keep the network; Keras opens the file too
          cornea evaluate d.keras digits                              test it
          cornea predict d.keras x.npy --output y.npy                 use it on arrays of NumPy's
          cornea summary resnet20 --dataset fashion-mnist             the layers of a network
          cornea convert model.onnx model.keras                       a network of another program's
          cornea inspect model.onnx                                   which operators an ONNX file has
          cornea datasets                                             which data there are, and where they lie

        Exit codes: 0 done, 1 failed, 2 wrong arguments, 130 interrupted (Ctrl-C: results so far are saved),
        143 terminated (SIGTERM: the same).
        """;

    public static int Run(IReadOnlyList<string> arguments)
    {
        RootCommand root = Create();
        ParseResult parsed = root.Parse(arguments);
        bool isVerbose = arguments.Contains("--verbose");
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples) return Refuse(parsed);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error)
        {
            Errors.Say(error, isVerbose);
            return ExitCode.Failure;
        }
    }

    internal static RootCommand Create()
    {
        var root = new RootCommand("Trains and shows neural networks for images. Cornea is Keras for .NET.")
        {
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            SummaryCommand.Create(),
            ConvertCommand.Create(),
            InspectCommand.Create(),
            DatasetsCommand.Create(),
        };
        root.HelpName = "cornea";
        HelpWithExamples.AddTo(root, Examples);
        return root;
    }

    private static int Refuse(ParseResult parsed)
    {
        bool isBare = parsed.CommandResult.Command is RootCommand && parsed.Tokens.Count == 0;
        if (isBare)
        {
            HelpWithExamples.Show(parsed, Console.Error);
            return ExitCode.Usage;
        }

        bool isRoot = parsed.CommandResult.Command is RootCommand;
        string word = parsed.UnmatchedTokens.FirstOrDefault() ?? "";
        if (isRoot && word.Length > 0 && word[0] != '-')
        {
            string[] known = [.. parsed.CommandResult.Command.Subcommands.Select(command => command.Name)];
            string hint = Choices.Nearest(word, known) is { } near ? $" Did you mean '{near}'?" : "";
            Errors.Say($"There is no command '{word}'; there are {string.Join(", ", known)}.{hint}");
        }
        else
        {
            foreach (string message in parsed.Errors.Select(error => error.Message).Distinct()) Errors.Say(message);
        }

        string command = isRoot ? "cornea" : $"cornea {parsed.CommandResult.Command.Name}";
        Console.Error.WriteLine($"'{command} --help' shows what there is.");
        return ExitCode.Usage;
    }
}
