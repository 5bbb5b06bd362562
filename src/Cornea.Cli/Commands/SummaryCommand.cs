using System.CommandLine;
using Cornea.Cli.Datasets;
using Cornea.Cli.Models;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea summary</c>: the layers of a network, built in or saved.</summary>
internal static class SummaryCommand
{
    private const string Examples = """
        Examples:
          cornea summary cnn                                the layers for the handwritten digits
          cornea summary resnet20 --dataset fashion-mnist   and for larger images
          cornea summary m.keras                            a saved one, of Cornea or Keras
          cornea summary cnn --details                      with receptive fields, multiply-adds and memory
        """;

    public static Command Create()
    {
        Argument<string> model = FileArguments.ModelOrBuiltIn();
        Option<string> dataset = Choices.Option("--dataset", "Whose images a built-in network is for; digits by default.", "data set", BuiltInDatasets.Names);
        var details = new Option<bool>("--details") { Description = "A second table: receptive field, multiply-adds and memory of each layer, for one image." };
        var command = new TeachingCommand("summary", "Shows the layers of a network, their output shapes and numbers of parameters.", Examples)
        {
            model, dataset, details,
        };
        command.SetAction(parsed =>
        {
            NetworkOf(parsed.GetRequiredValue(model), parsed.GetValue(dataset)).Summary(details: parsed.GetValue(details));
            return ExitCode.Success;
        });
        return command;
    }

    private static Model NetworkOf(string name, string? dataset)
    {
        if (!BuiltInModels.Names.Contains(name)) return SavedModel.Load(name);
        BuiltInDataset chosen = BuiltInDatasets.Get(dataset ?? "digits");
        return BuiltInModels.Get(name).Build(chosen.ImageShape, chosen.ClassNames.Count);
    }
}
