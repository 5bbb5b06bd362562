using System.Globalization;
using System.Text.Json.Nodes;
using Cornea.Cli.Datasets;
using Cornea.Cli.Models;
using Cornea.Cli.Terminal;
using Cornea.Cli.Training;
using Cornea.Optimizers;
using Cornea.Vision;

namespace Cornea.Cli.Pictures;

/// <summary>Training, using and testing of a network that gives every pixel a class.</summary>
internal static class SegmentRun
{
    private const int UsualSize = 256, Fifth = 5, SizeStep = 32;
    private const double LearningRate = 2e-3;
    private const string ValuesNote = "mask_values", VoidNote = "mask_void"; // In the network's file: what its classes are in masks.

    public static void Train(SegmentOptions options, CancellationToken cancellation)
    {
        RandomSeed.Set(options.Seed);
        MaskFolder all = MaskFolder.Open(options.Images, options.Masks, voidValue: options.VoidValue);
        if (all.Count < 2 || all.ClassCount < 2) throw new InvalidDataException($"'{options.Images}': expected at least two pictures and two classes to learn from, got {all.Count} and {all.ClassCount}.");
        HashSet<string> held = [.. all.ImageFiles.Select(path => Path.GetFileNameWithoutExtension(path)!).Where((_, index) => index % Fifth == Fifth - 1 || (all.Count < Fifth && index == all.Count - 1))];
        MaskFolder train = all.Where(name => !held.Contains(name)), test = all.Where(held.Contains);
        Shape[] sizes = [.. Enumerable.Range(0, all.Count).Select(index => all[index].Classes.Shape)];
        int least = sizes.Min(shape => Math.Min(shape[0], shape[1])), side = options.ImageSize ?? Math.Min(UsualSize, least / SizeStep * SizeStep);
        if (side < SizeStep || side > least) throw new ArgumentException($"--image-size: the smallest picture has {least} pixels on its shorter side; expected {SizeStep} to {least}, got {side}.");
        Model model = options.Backbone is { } name
            ? Segmentation.UNet(all.ClassCount, name, (side, side, 3), weights: null)
            : Segmentation.UNet(all.ClassCount, inputShape: (side, side, 3));
        long pixels = sizes.Sum(shape => shape.ElementCount);
        int perEpoch = (int)Math.Clamp(pixels / ((long)side * side * options.BatchSize), 1, int.MaxValue / options.Epochs), steps = perEpoch * options.Epochs;
        model.Compile(new Adam(new CosineDecay(LearningRate, steps)), "categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(
            train.Crops(side, checked(steps * options.BatchSize), options.Seed).Batch(options.BatchSize).Prefetch(2).Repeat(),
            epochs: options.Epochs, stepsPerEpoch: perEpoch, verbose: 2, cancellationToken: cancellation);
        model.Metadata[ValuesNote] = string.Join(",", all.Values);
        if (options.VoidValue is { } unseen) model.Metadata[VoidNote] = unseen.ToString(CultureInfo.InvariantCulture);
        model.Save(options.Output);
        Screen screen = Screen.Create();
        screen.Line($"Of the {test.Count} pictures that were held back:");
        Show(screen, Scores(model, test, cancellation), all.Values);
        screen.Line($"Saved in {options.Output}. Next: cornea segment predict {options.Output} PICTURE --output mask.png");
    }

    public static void Predict(string file, string image, string output, string? overlay)
    {
        Model model = SavedModel.Load(file);
        GivenFile.Check(image);
        Tensor picture = ImageTensor.Load(image, colorMode: "rgb");
        Tensor classes = Segmentation.Classes(Segmentation.Predict(model, picture));
        int[] values = ValuesOf(model);
        byte[] mask = Array.ConvertAll(classes.ToArray<int>(), index => (byte)values[index]);
        ImageTensor.Save(output, Tensor.From(mask, classes.Shape));
        if (overlay is not null) ImageTensor.Save(overlay, Segmentation.Overlay(picture.Cast(DType.Float32), classes));
        Screen screen = Screen.Create();
        foreach (IGrouping<byte, byte> part in mask.GroupBy(value => value).OrderBy(part => part.Key))
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{part.Key,5}  {(double)part.Count() / mask.Length:P1} of the pixels"));
        screen.Line($"Saved in {output}{(overlay is null ? "" : $" and {overlay}")}.");
    }

    public static void Evaluate(string file, string images, string masks, bool json, CancellationToken cancellation)
    {
        Model model = SavedModel.Load(file);
        int[] values = ValuesOf(model);
        int? unseen = model.Metadata.GetValueOrDefault(VoidNote) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        SegmentationScores scores = Scores(model, MaskFolder.Open(images, masks, values, unseen), cancellation);
        if (json) Console.WriteLine(Json(scores, values).ToJsonString());
        else Show(Screen.Create(), scores, values);
    }

    private static SegmentationScores Scores(Model model, MaskFolder folder, CancellationToken cancellation)
    {
        var scores = new SegmentationScores(folder.ClassCount);
        for (int index = 0; index < folder.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            (Tensor image, Tensor classes) = folder[index];
            scores.Update(classes, Segmentation.Classes(Segmentation.Predict(model, image)));
        }

        return scores;
    }

    // Files of others than this command don't say which value stands for a class: it's the class's number.
    private static int[] ValuesOf(Model model)
    {
        int[] values = model.Metadata.GetValueOrDefault(ValuesNote) is { } text
            ? [.. text.Split(',').Select(value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int known) && known <= byte.MaxValue ? known
                : throw new InvalidDataException($"The network '{model.Name}' says that '{text}' are its masks' values; expected numbers from 0 to 255."))]
            : [.. Enumerable.Range(0, Math.Max(2, model.OutputShape[^1]))];
        return values.Length == Math.Max(2, model.OutputShape[^1])
            ? values
            : throw new InvalidDataException($"The network '{model.Name}' has {model.OutputShape[^1]} classes, but {values.Length} values for masks.");
    }

    private static void Show(Screen screen, SegmentationScores scores, IReadOnlyList<int> values)
    {
        screen.Line("value  accuracy    IoU   Dice");
        for (int index = 0; index < values.Count; index++)
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{values[index],5}  {scores.ClassAccuracy[index],8:F4} {scores.IoU[index],6:F4} {scores.Dice[index],6:F4}"));
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"Pixel accuracy {scores.PixelAccuracy:F4}, mean IoU {scores.MeanIoU:F4}, mean Dice {scores.MeanDice:F4}."));
    }

    private static JsonObject Json(SegmentationScores scores, int[] values) => new()
    {
        ["values"] = new JsonArray([.. values.Select(value => (JsonNode)value)]),
        ["class_accuracy"] = Numbers(scores.ClassAccuracy),
        ["iou"] = Numbers(scores.IoU),
        ["dice"] = Numbers(scores.Dice),
        ["pixel_accuracy"] = ResultJson.Number(scores.PixelAccuracy),
        ["mean_iou"] = ResultJson.Number(scores.MeanIoU),
        ["mean_dice"] = ResultJson.Number(scores.MeanDice),
    };

    private static JsonArray Numbers(IReadOnlyList<double> values) => new([.. values.Select(value => ResultJson.Number(value))]);
}
