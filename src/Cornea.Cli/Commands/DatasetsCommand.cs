using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cornea.Cli.Datasets;
using Cornea.Cli.Terminal;
using Spectre.Console;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea datasets</c>: what there is, and where it lies.</summary>
internal static class DatasetsCommand
{
    private const string Examples = """
        Downloads go into the folder that CORNEA_HOME names (datasets below it), by default the user's folder for application
        data, and are checked by their SHA-256.
        """;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "For programs: one JSON array." };
        var command = new TeachingCommand("datasets", "Lists the data sets, and where each lies or how to get it.", Examples) { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json)) Console.WriteLine(AsJson().ToJsonString());
            else Show(Screen.Create());
            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(Screen screen)
    {
        foreach (BuiltInDataset dataset in BuiltInDatasets.All)
        {
            DatasetPlace place = dataset.Place();
            string colour = place.IsHere ? "green" : "yellow";
            screen.Markup($"[bold]{dataset.Name,-14}[/]{Markup.Escape(dataset.Title)}: {Markup.Escape(dataset.Description)}");
            screen.Markup($"{"",-14}[{colour}]{Markup.Escape(place.Text)}[/]");
        }

        screen.Markup("");
        screen.Markup("'cornea train <data set>' trains on one.");
    }

    private static JsonArray AsJson() => new([.. BuiltInDatasets.All.Select(dataset =>
    {
        DatasetPlace place = dataset.Place();
        return new JsonObject
        {
            ["name"] = dataset.Name,
            ["title"] = dataset.Title,
            ["image_shape"] = new JsonArray([.. dataset.ImageShape.Select(size => (JsonNode)size)]),
            ["classes"] = new JsonArray([.. dataset.ClassNames.Select(name => (JsonNode)name)]),
            ["here"] = place.IsHere,
            ["place"] = place.Text,
        };
    })]);
}
