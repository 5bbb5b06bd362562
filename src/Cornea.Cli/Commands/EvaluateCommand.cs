using System.CommandLine;
using Cornea.Cli.Evaluation;
using Cornea.Cli.Photos;
using Cornea.Cli.Terminal;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea evaluate</c>: its arguments.</summary>
internal static class EvaluateCommand
{
    private const string Examples = """
        Examples:
          cornea evaluate digits.keras digits                  loss, accuracy and each class, on the data set's test part
          cornea evaluate cats.keras photos/                   accuracy and the worst mistakes, on a folder with a folder for each class
          cornea evaluate m.keras test.npz                     arrays x and y (or x_test and y_test)
          cornea evaluate m.keras x.npy --targets y.npy --json | jq .accuracy
        """;

    public static Command Create()
    {
        Argument<string> model = FileArguments.Model(), data = FileArguments.Data("What the network is tested on");
        var targets = new Option<string>("--targets", "-t") { Description = "What should come out, where the data don't hold it.", HelpName = "y.npy" };
        Option<int?> batchSize = Choices.Whole("--batch-size", "Samples that are computed at once; 256 by default.", 1);
        Option<int?> seed = Choices.Whole("--seed", "That of the training, by which digits' test part was drawn; by default as the network's file says.", 0);
        var json = new Option<bool>("--json") { Description = "For programs: the results as one JSON object on standard output." };
        Option<int?> threads = Choices.Threads();
        var verbose = new Option<bool>("--verbose") { Description = "Says where an error arose." };
        var command = new TeachingCommand("evaluate", "Tests a saved network: its loss and metrics.", Examples)
        {
            model, data, targets, batchSize, seed, json, threads, verbose,
        };
        command.SetAction(parsed =>
        {
            Choices.Use(parsed.GetValue(threads));
            if (PhotoPaths.IsMeant(parsed.GetRequiredValue(data)))
                return Interruption.Guard(cancellation => PhotoEvaluateRun.Run(parsed.GetRequiredValue(model), parsed.GetRequiredValue(data), parsed.GetValue(json), cancellation));
            return Interruption.Guard(cancellation => EvaluateRun.Run(
                parsed.GetRequiredValue(model),
                parsed.GetRequiredValue(data),
                parsed.GetValue(targets),
                parsed.GetValue(batchSize) ?? EvaluateRun.DefaultBatchSize,
                parsed.GetValue(seed),
                parsed.GetValue(json),
                cancellation));
        });
        return command;
    }
}
