using System.CommandLine;
using Cornea.Cli.Datasets;
using Cornea.Cli.Models;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea summary</c>: the layers of a built-in network.</summary>
internal static class SummaryCommand
{
    private const string Examples = """
        Examples:
          cornea summary cnn                                the layers for the handwritten digits
          cornea summary resnet20 --dataset fashion-mnist   and for larger images
          cornea summary cnn --details                      with receptive fields, multiply-adds and memory
        """;

    public static Command Create()
    {
        Argument<string> model = Choices.Argument("model", "The network", "model", BuiltInModels.Names);
        Option<string> dataset = Choices.Option("--dataset", "Whose images it is for; digits by default.", "data set", BuiltInDatasets.Names);
        var details = new Option<bool>("--details") { Description = "A second table: receptive field, multiply-adds and memory of each layer, for one image." };
        var command = new TeachingCommand("summary", "Shows the layers of a network, their output shapes and numbers of parameters.", Examples)
        {
            model, dataset, details,
        };
        command.SetAction(parsed =>
        {
            BuiltInDataset chosen = BuiltInDatasets.Get(parsed.GetValue(dataset) ?? "digits");
            Model network = BuiltInModels.Get(parsed.GetRequiredValue(model)).Build(chosen.ImageShape, chosen.ClassNames.Count);
            network.Summary(details: parsed.GetValue(details));
            return ExitCode.Success;
        });
        return command;
    }
}
