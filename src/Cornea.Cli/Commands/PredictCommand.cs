using System.CommandLine;
using Cornea.Cli.Evaluation;
using Cornea.Cli.Photos;
using Cornea.Cli.Terminal;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea predict</c>: its arguments.</summary>
internal static class PredictCommand
{
    private const string Examples = """
        Examples:
          cornea predict cats.keras cat.jpg holidays/ *.png    names and probabilities for photos
          cornea predict m.keras x.npy                         a line for each sample: the class and its probability, or the numbers
          cornea predict m.keras x.npy --output y.npy          the network's numbers, for NumPy
          cornea predict m.h5 left.npy right.npy -o y.npz      a network of two inputs, and all its outputs
          cornea predict digits.keras digits --json | jq '.predictions[0]'
        """;

    public static Command Create()
    {
        Argument<string> model = FileArguments.Model();
        Argument<string[]> data = FileArguments.Inputs("What goes into the network");
        var output = new Option<string>("--output", "-o") { Description = "Where the network's numbers are written: a .npy file; of several outputs a .npz file.", HelpName = "y.npy" };
        output.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !Datasets.GivenData.IsFile(result.Tokens[0].Value))
                result.AddError($"--output: expected a .npy or .npz file, got '{result.Tokens[0].Value}'.");
        });
        Option<int?> batchSize = Choices.Whole("--batch-size", "Samples that are computed at once; 256 by default.", 1);
        var json = new Option<bool>("--json") { Description = "For programs: the network's numbers as one JSON object on standard output." };
        Option<int?> threads = Choices.Threads();
        var verbose = new Option<bool>("--verbose") { Description = "Says where an error arose." };
        var command = new TeachingCommand("predict", "Computes what a saved network says to data.", Examples)
        {
            model, data, output, batchSize, json, threads, verbose,
        };
        command.SetAction(parsed =>
        {
            Choices.Use(parsed.GetValue(threads));
            string[] given = parsed.GetRequiredValue(data);
            if (given.All(PhotoPaths.IsMeant))
                return Interruption.Guard(cancellation => PhotoPredictRun.Run(parsed.GetRequiredValue(model), given, parsed.GetValue(json), cancellation));
            return Interruption.Guard(cancellation => PredictRun.Run(
                parsed.GetRequiredValue(model),
                given,
                parsed.GetValue(output),
                parsed.GetValue(batchSize) ?? EvaluateRun.DefaultBatchSize,
                parsed.GetValue(json),
                cancellation));
        });
        return command;
    }
}
