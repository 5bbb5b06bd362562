using System.CommandLine;
using Cornea.Cli.Datasets;
using Cornea.Cli.Models;
using Cornea.Cli.Photos;
using Cornea.Cli.Terminal;
using Cornea.Cli.Training;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea train</c>: its arguments.</summary>
internal static class TrainCommand
{
    // Results vary by about half a percent from seed to seed; the mlp's, whose moving statistics are noisy, by more.
    public const int DefaultSeed = 2;

    private const string Examples = """
        Examples:
          cornea train digits
              Trains a small convolutional network on handwritten digits, tests it on digits it hasn't seen, and leaves
              model.keras, metrics.json, history.csv, curves.png and confusion.png in ./cornea-digits.
          cornea train digits --output d.keras
              The network goes into d.keras, which Keras opens too, and everything else into the folder ./d.
          cornea train photos/ --output cats.keras
              Learns the classes that photos' folders are named after, with a network that knows a thousand others: in a minute or two.
          cornea train fashion-mnist --model mlp --epochs 10 --batch-size 64
          cornea train digits --model linear --optimizer sgd --learning-rate 0.1 --seed 1
          cornea train digits --json --output /tmp/run1 | jq .test_accuracy
              With --json, standard output is one line with one object; everything else goes to standard error.

        Ctrl-C stops after the present step; what was learned so far is tested and saved. The same seed gives the same
        network, bit for bit, however many threads there are. Exit codes: 0 done, 1 failed, 2 wrong arguments, 130 interrupted,
        143 terminated.
        """;

    public static Command Create()
    {
        Argument<string> dataset = FileArguments.Learned();
        Option<string> model = Choices.Option("--model", "The network; the data set's own by default (cnn).", "model", BuiltInModels.Names);
        Option<int?> epochs = Choices.Whole("--epochs", "How often all images are gone through; what suits data and network by default.", 1);
        Option<int?> batchSize = Choices.Whole("--batch-size", "Images in a training step; what suits data and network by default.", 1);
        Option<string> optimizer = Choices.Option("--optimizer", "What changes the weights: adam (the default), adamw, sgd, rmsprop, nadam, adamax, adagrad, lion, …", "optimizer", TrainOptions.Optimizers);
        optimizer.HelpName = "name";
        Option<double?> learningRate = Choices.Positive("--learning-rate", "How far a step goes; the optimizer's own by default (adam: 0.001).");
        Option<int?> seed = Choices.Whole("--seed", $"Of all that is random: first weights, order, dropout, the test part of digits; {DefaultSeed} by default.", 0);
        var output = new Option<string>("--output", "--output-dir", "-o")
        {
            Description = "Folder for the results, ./cornea-<data set> by default; or a .keras file for the network, beside which the folder then lies. Files of an earlier run are replaced.",
            HelpName = "folder|m.keras",
        };
        var backbone = new Option<string>("--backbone") { Description = $"Photos: the network whose knowledge is used, an application's name ({PhotoTrainOptions.DefaultBackbone} by default) or a file.", HelpName = "name|m.keras" };
        var weights = new Option<string>("--weights") { Description = "Photos: the backbone's weights, a file; by default those of ImageNet.", HelpName = "w.h5" };
        Option<int?> imageSize = Choices.Whole("--image-size", $"Photos: height and width of the network's input; {PhotoTrainOptions.DefaultImageSize} by default.", 32, 4096);
        Option<int?> fineTune = Choices.Whole("--fine-tune", "Photos: how many of the backbone's last layers are trained on; by default some, if it pays.", 0);
        Option<double?> minutes = Choices.Positive("--minutes", "Photos: in how many minutes it is to end.");
        var json = new Option<bool>("--json") { Description = "For programs: all results as one JSON object on standard output." };
        Option<int?> threads = Choices.Threads();
        var verbose = new Option<bool>("--verbose") { Description = "More about the network (receptive fields, multiply-adds, memory), and where an error arose." };

        var command = new TeachingCommand("train", "Trains a network on a data set, tests it, and saves results and curves.", Examples)
        {
            dataset, model, epochs, batchSize, optimizer, learningRate, backbone, weights, imageSize, fineTune, minutes, seed, output, json, threads, verbose,
        };
        command.Validators.Add(result =>
        {
            bool arePhotos = result.GetValue(dataset) is { } name && !BuiltInDatasets.Names.Contains(name);
            Option[] strange = arePhotos ? [model, optimizer] : [backbone, weights, imageSize, fineTune, minutes];
            if (strange.FirstOrDefault(option => result.GetResult(option) is not null) is { } other)
                result.AddError($"{other.Name} is for {(arePhotos ? "built-in data sets; photos take --backbone" : "folders of photos")}.");
        });
        command.SetAction(parsed =>
        {
            string data = parsed.GetRequiredValue(dataset);
            if (!BuiltInDatasets.Names.Contains(data))
            {
                Choices.Use(parsed.GetValue(threads));
                return Interruption.Guard(new PhotoTrainRun(new PhotoTrainOptions(
                    data,
                    parsed.GetValue(backbone) ?? PhotoTrainOptions.DefaultBackbone,
                    parsed.GetValue(weights),
                    parsed.GetValue(imageSize) ?? PhotoTrainOptions.DefaultImageSize,
                    parsed.GetValue(epochs),
                    parsed.GetValue(fineTune),
                    parsed.GetValue(minutes),
                    parsed.GetValue(batchSize) ?? 32,
                    parsed.GetValue(learningRate),
                    parsed.GetValue(seed) ?? DefaultSeed,
                    parsed.GetValue(output) ?? $"cornea-{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)))}",
                    parsed.GetValue(json))).Run);
            }

            BuiltInDataset chosen = BuiltInDatasets.Get(data);
            BuiltInModel network = BuiltInModels.Get(parsed.GetValue(model) ?? chosen.DefaultModel);
            Choices.Use(parsed.GetValue(threads));
            var run = new TrainRun(new TrainOptions(
                chosen,
                network,
                parsed.GetValue(epochs) ?? chosen.Epochs ?? network.Epochs,
                parsed.GetValue(batchSize) ?? chosen.BatchSize ?? network.BatchSize,
                parsed.GetValue(optimizer) ?? "adam",
                parsed.GetValue(learningRate),
                parsed.GetValue(seed) ?? DefaultSeed,
                parsed.GetValue(output) ?? $"cornea-{chosen.Name}",
                parsed.GetValue(json),
                parsed.GetValue(verbose)));
            return Interruption.Guard(run.Run);
        });
        return command;
    }
}
