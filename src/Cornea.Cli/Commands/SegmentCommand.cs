using System.CommandLine;
using Cornea.Cli.Terminal;
using Cornea.Cli.Pictures;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea segment</c>: its three commands' arguments.</summary>
internal static class SegmentCommand
{
    private const string Examples = """
        Examples:
          cornea segment train images/ masks/ --output m.keras     a class for every pixel, learned from pictures and their masks
          cornea segment evaluate m.keras images/ masks/           accuracy and overlap of each class
          cornea segment predict m.keras 29.png --output mask.png  the mask of another picture, of any size
        """;

    public static Command Create()
    {
        var command = new TeachingCommand("segment", "Gives every pixel of pictures a class.", Examples) { Train(), Predict(), Evaluate() };
        return command;
    }

    private static TeachingCommand Train()
    {
        Argument<string> images = Folder("images", "The pictures' folder."), masks = Folder("masks", "The masks' folder: grey values or palettes, under the pictures' names.");
        var output = new Option<string>("--output", "-o") { Description = "The network's file.", HelpName = "m.keras", Required = true };
        var backbone = new Option<string>("--backbone") { Description = "The network that the U-Net stands on; efficientnet_lite0, pretrained, by default. Others begin with random weights.", HelpName = "name" };
        Option<int?> size = Choices.Whole("--image-size", "Height and width that are cut out of the pictures for training, in pixels; 256 by default, less where pictures are smaller.", 32);
        Option<int?> epochs = Choices.Whole("--epochs", "How often as many pixels are seen as the pictures have; 20 by default.", 1);
        Option<int?> batchSize = Choices.Whole("--batch-size", "Pictures in a step; 8 by default.", 1);
        Option<int?> seed = Choices.Whole("--seed", "Of everything random; 1 by default.", 0), unseen = Choices.Whole("--void", "The masks' value for pixels that don't count.", 0, 255);
        Option<int?> threads = Choices.Threads();
        var verbose = new Option<bool>("--verbose") { Description = "Says where an error arose." };
        var command = new TeachingCommand("train", "Learns from pictures and their masks; a fifth of them is held back to test.", Examples)
        {
            images, masks, output, backbone, size, epochs, batchSize, seed, unseen, threads, verbose,
        };
        command.SetAction(parsed =>
        {
            Choices.Use(parsed.GetValue(threads));
            return Interruption.Guard(cancellation => SegmentRun.Train(
                new SegmentOptions(parsed.GetRequiredValue(images), parsed.GetRequiredValue(masks), parsed.GetRequiredValue(output))
                {
                    Backbone = parsed.GetValue(backbone),
                    ImageSize = parsed.GetValue(size),
                    Epochs = parsed.GetValue(epochs) ?? 20,
                    BatchSize = parsed.GetValue(batchSize) ?? 8,
                    Seed = parsed.GetValue(seed) ?? TrainCommand.DefaultSeed,
                    VoidValue = parsed.GetValue(unseen),
                },
                cancellation));
        });
        return command;
    }

    private static TeachingCommand Predict()
    {
        Argument<string> model = FileArguments.Model();
        var image = new Argument<string>("image") { Description = "The picture, of any size." };
        var output = new Option<string>("--output", "-o") { Description = "Where the mask is written; mask.png by default.", HelpName = "mask.png" };
        var overlay = new Option<string>("--overlay") { Description = "Where the classes are drawn over the picture.", HelpName = "over.png" };
        Option<int?> threads = Choices.Threads();
        var verbose = new Option<bool>("--verbose") { Description = "Says where an error arose." };
        var command = new TeachingCommand("predict", "Writes the mask of a picture.", Examples) { model, image, output, overlay, threads, verbose };
        command.SetAction(parsed =>
        {
            Choices.Use(parsed.GetValue(threads));
            return Interruption.Guard(_ => SegmentRun.Predict(
                parsed.GetRequiredValue(model), parsed.GetRequiredValue(image), parsed.GetValue(output) ?? "mask.png", parsed.GetValue(overlay)));
        });
        return command;
    }

    private static TeachingCommand Evaluate()
    {
        Argument<string> model = FileArguments.Model(), images = Folder("images", "The pictures' folder."), masks = Folder("masks", "The masks' folder.");
        var json = new Option<bool>("--json") { Description = "For programs: one JSON object on standard output." };
        Option<int?> threads = Choices.Threads();
        var verbose = new Option<bool>("--verbose") { Description = "Says where an error arose." };
        var command = new TeachingCommand("evaluate", "Compares a network's masks with true ones.", Examples) { model, images, masks, json, threads, verbose };
        command.SetAction(parsed =>
        {
            Choices.Use(parsed.GetValue(threads));
            return Interruption.Guard(cancellation => SegmentRun.Evaluate(
                parsed.GetRequiredValue(model), parsed.GetRequiredValue(images), parsed.GetRequiredValue(masks), parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static Argument<string> Folder(string name, string description) => new(name) { Description = description };
}
