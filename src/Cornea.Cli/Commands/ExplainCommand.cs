using System.CommandLine;
using Cornea.Cli.Terminal;
using Cornea.Cli.Pictures;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea explain</c>: its arguments.</summary>
internal static class ExplainCommand
{
    private const string Examples = """
        Examples:
          cornea explain cats.keras cat.jpg --output why.png                   where in the photo the network sees what it answers
          cornea explain cats.keras cat.jpg --method occlusion --output o.png  asked without gradients: what happens where a patch is covered
          cornea explain cats.keras cat.jpg --method all --output ways.png     every method, side by side
          cornea explain cats.keras cat.jpg --class 1 --output dog.png         what speaks for class 1
        """;

    public static Command Create()
    {
        Argument<string> model = FileArguments.Model();
        var image = new Argument<string>("image") { Description = "The picture: PNG, JPEG, BMP, GIF or WebP." };
        var output = new Option<string>("--output", "-o") { Description = "Where the map over the picture is written; why.png by default.", HelpName = "why.png" };
        Option<string> method = Choices.Option("--method", "How it's found out; grad-cam by default.", "method", ExplainRun.Methods);
        Option<int?> target = Choices.Whole("--class", "Of which class; the likeliest by default.", 0);
        var layer = new Option<string>("--layer") { Description = "Whose features the Grad-CAMs look at; the last that has places by default.", HelpName = "name" };
        Option<string> preprocess = Preprocessing.Option();
        Option<int?> threads = Choices.Threads();
        var verbose = new Option<bool>("--verbose") { Description = "Says where an error arose." };
        var command = new TeachingCommand("explain", "Shows where in a picture a network sees its answer.", Examples) { model, image, output, method, target, layer, preprocess, threads, verbose };
        command.SetAction(parsed =>
        {
            Choices.Use(parsed.GetValue(threads));
            return Interruption.Guard(_ => ExplainRun.Run(
                parsed.GetRequiredValue(model),
                parsed.GetRequiredValue(image),
                parsed.GetValue(output) ?? "why.png",
                parsed.GetValue(method) ?? ExplainRun.Methods[0],
                parsed.GetValue(target),
                parsed.GetValue(layer),
                parsed.GetValue(preprocess)));
        });
        return command;
    }
}
