using System.CommandLine;
using Cornea.Cli.Photos;
using Cornea.Cli.Terminal;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea check</c>: its arguments.</summary>
internal static class CheckCommand
{
    private const string Examples = """
        Examples:
          cornea check photos/                                 a table of what is wrong
          cornea check photos/ --output check.html             a page with the pictures, to look at
          cornea check photos/ --json | jq '.findings[] | select(.problem == "suspicious_label") | .files[0]'

        The folder has a folder for each class; or parts (train, validation, test), each with a folder for each class: then pictures that are
        in several parts are found too. Labels are judged by classifiers that haven't seen the photo (confident learning).
        """;

    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "The photos: a folder with a folder for each class, or with such folders for train and test." };
        var output = new Option<string>("--output", "-o") { Description = "A page with the pictures.", HelpName = "check.html" };
        output.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !result.Tokens[0].Value.EndsWith(".html", StringComparison.OrdinalIgnoreCase)) result.AddError($"--output: expected a .html file, got '{result.Tokens[0].Value}'.");
        });
        var backbone = new Option<string>("--backbone") { Description = $"The network by which labels are judged: an application's name ({PhotoTrainOptions.DefaultBackbone} by default) or a file; none: they aren't.", HelpName = "name|m.keras|none" };
        Option<int?> seed = Choices.Whole("--seed", "By which folds are drawn; 1 by default.", 0);
        var json = new Option<bool>("--json") { Description = "For programs: all findings as one JSON object on standard output." };
        Option<int?> threads = Choices.Threads();
        var verbose = new Option<bool>("--verbose") { Description = "Says where an error arose." };
        var command = new TeachingCommand("check", "Finds what is wrong with photos before anybody trains on them.", Examples) { folder, output, backbone, seed, json, threads, verbose };
        command.SetAction(parsed =>
        {
            Choices.Use(parsed.GetValue(threads));
            return Interruption.Guard(cancellation => CheckRun.Run(
                parsed.GetRequiredValue(folder), parsed.GetValue(output), parsed.GetValue(backbone) ?? PhotoTrainOptions.DefaultBackbone, parsed.GetValue(seed) ?? 1, parsed.GetValue(json), cancellation));
        });
        return command;
    }
}
