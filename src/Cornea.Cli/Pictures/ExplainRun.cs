using System.Globalization;
using Cornea.Cli.Models;
using Cornea.Cli.Terminal;
using Cornea.Plots;
using Cornea.Vision;

namespace Cornea.Cli.Pictures;

/// <summary>Where in a picture a network sees its answer.</summary>
internal static class ExplainRun
{
    private const string All = "all";
    private const int ScoreCamChannels = 32; // Of "all": trying every channel takes as long as all the others together.

    private delegate Heatmap Method(Model model, Tensor image, ClassTargets target, string? layer);

    private static readonly Dictionary<string, Method> Table = new()
    {
        ["grad-cam"] = (model, image, target, layer) => GradCam.Explain(model, image, target, layer),
        ["grad-cam++"] = (model, image, target, layer) => GradCamPlusPlus.Explain(model, image, target, layer),
        ["score-cam"] = (model, image, target, layer) => ScoreCam.Explain(model, image, target, layer),
        ["saliency"] = (model, image, target, _) => Saliency.Explain(model, image, target),
        ["smoothgrad"] = (model, image, target, _) => SmoothGrad.Explain(model, image, target),
        ["integrated-gradients"] = (model, image, target, _) => IntegratedGradients.Explain(model, image, target),
        ["guided-backpropagation"] = (model, image, target, _) => GuidedBackpropagation.Explain(model, image, target),
        ["occlusion"] = (model, image, target, _) => Occlusion.Explain(model, image, target),
    };

    public static IReadOnlyList<string> Methods { get; } = [.. Table.Keys, All];

    public static void Run(string file, string image, string output, string method, int? target, string? layer, string? preprocess)
    {
        Model model = SavedModel.Load(file);
        ImageClassifier? classifier = ImageClassifier.From(model, file);
        Tensor input = classifier is not null && preprocess is null ? classifier.Preprocessing.Load(image) : Preprocessing.Load(model, image, preprocess);
        ClassTargets wanted = target is { } given ? given : default;
        Heatmap map = Table[method == All ? Methods[0] : method](model, input, wanted, layer);
        if (method == All) ShowAll(model, input, map, layer, ImageTensor.Load(image, colorMode: "rgb"), output);
        else ImageTensor.Save(output, map.Overlay(image));
        IReadOnlyList<string> names = classifier?.ClassNames ?? Applications.ImageNetClassNames;
        string name = map.Classes[0].ToString(CultureInfo.InvariantCulture);
        if (names.Count == Math.Max(2, model.OutputShape[^1])) name += $", {names[map.Classes[0]]}";
        Screen.Create().Line($"Class {name}: {map.Scores[0].ToString("F4", CultureInfo.InvariantCulture)}. Saved in {output}.");
    }

    // The picture and every method's map over it, side by side, all of the class of the first.
    private static void ShowAll(Model model, Tensor input, Heatmap first, string? layer, Tensor picture, string output)
    {
        ClassTargets target = first.Classes[0];
        (string Name, Heatmap Map)[] maps =
        [
            (Methods[0], first),
            .. Table.Skip(1).Select(way => (way.Key, way.Key == "score-cam" ? ScoreCam.Explain(model, input, target, layer, ScoreCamChannels) : way.Value(model, input, target, layer))),
        ];
        Charts.Images(Ops.Stack([picture, .. maps.Select(one => one.Map.Overlay(picture))]), ["the picture", .. maps.Select(one => one.Name)], columns: 3).Save(output);
    }
}
