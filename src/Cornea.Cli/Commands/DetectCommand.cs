using System.CommandLine;
using Cornea.Cli.Detection;
using Cornea.Cli.Terminal;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea detect</c>: things on photos. Its commands and their arguments.</summary>
internal static class DetectCommand
{
    private const string Examples = """
        Examples:
          cornea detect train bccd/ --output cells.keras                  photos with boxes: Pascal VOC's, YOLO's or COCO's layout
          cornea detect predict cells.keras blood.jpg --output boxes.png  what is on a photo, in words and drawn
          cornea detect evaluate cells.keras bccd/ --split val            average precision as COCO measures it
        """;

    private const string TrainExamples = """
        Examples:
          cornea detect train bccd/ --output cells.keras --any-orientation
              Learns from the part 'train' where there is one, and is measured on 'val'.
          cornea detect train all.json --validation test.json --epochs 50
          cornea detect train photos/ --backbone csp --image-size 288x384
              A small network from the beginning, instead of one that knows a thousand things already.

        Ctrl-C stops after the present step; what was learned so far is measured and saved.
        """;

    private const string PredictExamples = """
        Examples:
          cornea detect predict cells.keras blood.jpg                     a line for each thing: name, how sure, and where
          cornea detect predict cells.keras a.jpg b.jpg --output drawn/   the photos with boxes
          cornea detect predict cells.keras blood.jpg --json | jq '.images[0].detections[0].box'
        """;

    private const string EvaluateExamples = """
        Examples:
          cornea detect evaluate cells.keras bccd/ --split val
          cornea detect evaluate cells.keras test.json --json | jq .AP50
        """;

    public static Command Create() => new TeachingCommand("detect", "Finds things on photos: trains detectors, uses and measures them.", Examples) { Train(), Predict(), Evaluate() };

    private static TeachingCommand Train()
    {
        Argument<string> data = Data("What to learn from");
        var validation = new Option<string>("--validation") { Description = "Other photos with boxes, on which it's measured; the part 'val' of the data by default, where there is one.", HelpName = "data" };
        var backbone = new Option<string>("--backbone") { Description = "The network it's built on: csp (small, from the beginning) or an application; efficientnet_lite0, which knows ImageNet, by default.", HelpName = "name" };
        Option<int?> epochs = Choices.Whole("--epochs", "How often all photos are gone through; 30 by default, of csp 150.", 1);
        Option<int?> batchSize = Choices.Whole("--batch-size", "Photos in a training step; 8 by default.", 1);
        Option<double?> learningRate = Choices.Positive("--learning-rate", "How far a step goes at most; 0.002 by default for csp, 0.001 for networks that know something.");
        Option<string> imageSize = ImageSizes.Option();
        var anyOrientation = new Option<bool>("--any-orientation") { Description = "The photos have no up and down, as under a microscope or from the air: they are turned and mirrored in all ways." };
        Option<int?> seed = Choices.Whole("--seed", $"Of all that is random; {TrainCommand.DefaultSeed} by default.", 0);
        var output = new Option<string>("--output", "-o") { Description = "Where the detector goes; detector.keras by default.", HelpName = "m.keras" };
        var (json, threads, verbose) = Usual();
        var command = new TeachingCommand("train", "Trains a detector on photos with boxes, measures and saves it.", TrainExamples)
        {
            data, validation, backbone, epochs, batchSize, learningRate, imageSize, anyOrientation, seed, output, json, threads, verbose,
        };
        command.SetAction(parsed =>
        {
            Choices.Use(parsed.GetValue(threads));
            return Interruption.Guard(new DetectTrainRun(new DetectTrainOptions(
                parsed.GetRequiredValue(data), parsed.GetValue(validation), parsed.GetValue(backbone) ?? "efficientnet_lite0", parsed.GetValue(epochs), parsed.GetValue(batchSize) ?? 8,
                parsed.GetValue(learningRate), ImageSizes.Of(parsed.GetValue(imageSize)), parsed.GetValue(anyOrientation), parsed.GetValue(seed) ?? TrainCommand.DefaultSeed,
                parsed.GetValue(output) ?? "detector.keras", parsed.GetValue(json))).Run);
        });
        return command;
    }

    private static TeachingCommand Predict()
    {
        Argument<string> model = Detector();
        var photos = new Argument<string[]>("photos") { Description = "The image files.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--output", "-o") { Description = "Where the photo with boxes goes: an image file; of several photos a folder.", HelpName = "boxes.png|folder" };
        Option<double?> score = Choices.Positive("--score", "How sure the detector must be, 0 to 1; 0.25 by default.");
        var (json, threads, verbose) = Usual();
        var command = new TeachingCommand("predict", "Says what is on photos.", PredictExamples) { model, photos, output, score, json, threads, verbose };
        command.SetAction(parsed =>
        {
            Choices.Use(parsed.GetValue(threads));
            return Interruption.Guard(cancellation => DetectPredictRun.Run(
                parsed.GetRequiredValue(model), parsed.GetRequiredValue(photos), parsed.GetValue(output), parsed.GetValue(score) ?? 0.25, parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static TeachingCommand Evaluate()
    {
        Argument<string> model = Detector(), data = Data("What it's measured on");
        var split = new Option<string>("--split") { Description = "A part of the data, such as val; all of them by default.", HelpName = "name" };
        var (json, threads, verbose) = Usual();
        var command = new TeachingCommand("evaluate", "Measures a detector: average precision and recall as COCO has them.", EvaluateExamples) { model, data, split, json, threads, verbose };
        command.SetAction(parsed =>
        {
            Choices.Use(parsed.GetValue(threads));
            return Interruption.Guard(_ => DetectEvaluateRun.Run(parsed.GetRequiredValue(model), parsed.GetRequiredValue(data), parsed.GetValue(split), parsed.GetValue(json)));
        });
        return command;
    }

    private static Argument<string> Data(string what) => new("data") { Description = $"{what}: a folder in Pascal VOC's layout (Annotations, JPEGImages) or YOLO's (images, labels), or COCO's JSON file." };

    private static Argument<string> Detector() => new("model") { Description = "The detector's file, which 'cornea detect train' wrote." };

    private static (Option<bool> Json, Option<int?> Threads, Option<bool> Verbose) Usual() => (
        new Option<bool>("--json") { Description = "For programs: the results as one JSON object on standard output." },
        Choices.Threads(),
        new Option<bool>("--verbose") { Description = "Says where an error arose." });
}
