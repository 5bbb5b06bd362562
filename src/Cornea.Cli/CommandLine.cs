using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Cornea.Cli.Commands;
using Cornea.Cli.Terminal;

namespace Cornea.Cli;

/// <summary>The whole command: reads the arguments, runs what they ask for, and turns errors into words and exit codes.</summary>
internal static class CommandLine
{
    private const string Examples = """
        Examples:
          cornea train digits                                         the first thing to try: takes seconds, needs no network
          cornea train photos/ --output cats.keras                    learn classes from a folder of photos with a folder for each
          cornea check photos/                                        what is wrong with the photos, before anybody trains on them
          cornea train fashion-mnist --model mlp --epochs 5           another network, on images of clothes
          cornea train digits --optimizer sgd --learning-rate 0.05    see what an optimizer does
          cornea train digits --json | jq .test_accuracy              results for programs: one JSON object
          cornea train digits --output d.keras                        keep the network; Keras opens the file too
          cornea evaluate d.keras digits                              test it
          cornea predict d.keras x.npy --output y.npy                 use it on arrays of NumPy's
          cornea detect predict cells.keras blood.jpg                 find things on photos ('cornea detect --help' shows how)
          cornea explain m.keras cat.jpg --output why.png             where in a picture a network sees its answer
          cornea segment train images/ masks/ --output m.keras        a class for every pixel
          cornea summary resnet20 --dataset fashion-mnist             the layers of a network
          cornea convert model.onnx model.keras                       a network of another program's
          cornea export --csharp model.keras                          the C# that builds a network
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
            DetectCommand.Create(),
            CheckCommand.Create(),
            ExplainCommand.Create(),
            SegmentCommand.Create(),
            SummaryCommand.Create(),
            ConvertCommand.Create(),
            ExportCommand.Create(),
            InspectCommand.Create(),
            DatasetsCommand.Create(),
        };
        root.HelpName = "cornea";
        HelpWithExamples.AddTo(root, Examples);
        return root;
    }

    // cornea detect train: the command and those it belongs to.
    private static IEnumerable<string> NamesOf(CommandResult result) =>
        result.Parent is CommandResult parent ? NamesOf(parent).Append(result.Command.Name) : ["cornea"];

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

        string command = string.Join(' ', NamesOf(parsed.CommandResult));
        Console.Error.WriteLine($"'{command} --help' shows what there is.");
        return ExitCode.Usage;
    }
}
