using Cornea.Vision;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>explain</c>: what Keras' tutorials compute for a class of each image from gradients.</summary>
internal static class ExplainCases
{
    private const double Deeper = 10;
    private const string Network = "../data/efficientnet_lite0/efficientnet_lite0.keras";

    public static void Run(GoldenCase golden)
    {
        if (golden.HasFile("model.keras")) RunCarried(golden);
        else RunPhoto(golden);
    }

    // A small network, in the case, on two images.
    private static void RunCarried(GoldenCase golden)
    {
        Expect(golden, "integrated_gradients", "trapezoid, baseline zeros");
        Expect(golden, "grad_cam", "before any resize or normalisation");
        Expect(golden, "saliency", "max over channels of |d score / d x|");
        string path = Path.Combine(Directory.CreateTempSubdirectory("cornea-golden-").FullName, "model.keras");
        try
        {
            File.WriteAllBytes(path, golden.ReadFile("model.keras"));
            Model model = Model.Load(path);
            Tensor x = golden["x"].ToTensor();
            int[] classes = [.. golden.Json["classes"]!.Items.Select(item => item.ToInt())];
            GoldenTolerance.Values.Check("predictions", golden["predictions"], model.Predict(x, verbose: 0));
            GoldenTolerance.Gradients.Check("grad_cam", golden["grad_cam"], GradCam.Explain(model, x, classes, golden.Json["layer"].ToText()).Values);
            GoldenTolerance.Gradients.Check("saliency", golden["saliency"], Saliency.Explain(model, x, classes).Values);
            GoldenTolerance.Gradients.Check(
                "integrated_gradients", golden["integrated_gradients"], IntegratedGradients.Attribute(model, x, classes, golden.Json["steps"].ToInt()));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    // A photo, whose pixels are in the case, and the network beside the cases.
    private static void RunPhoto(GoldenCase golden)
    {
        Expect(golden, "score", "the softmax output");
        Expect(golden, "integrated_gradients", "black baseline, 16 steps, trapezoid rule, summed over channels");
        golden.Json.LeaveOut("photo", because: "its pixels are here");
        golden.Json.LeaveOut("load", because: "its pixels are here");
        string network = golden.Json["model"].ToText();
        Model model = Model.Load(Beside(network) ?? throw new NotUnderstoodException($"there is no {network}, neither beside the cases nor beside ../shared/goldens"));
        Tensor x = golden["x"].ToTensor();
        int target = golden.Json["class_index"].ToInt();
        Heatmap map = GradCam.Explain(model, x, target, golden.Json["layer"].ToText());
        GoldenTolerance.Values.Times(Deeper, "fifty layers of sums in another order").Check("probability", golden["probability"], Tensor.From(map.Scores[0]));
        GoldenTolerance.Gradients.Check("grad_cam", golden["grad_cam"], (map.Values / map.Values.Max()).Squeeze(0)); // Keras' tutorial divides by the largest.
        double most = golden["integrated_gradients"].ToArray<double>().Max(Math.Abs);
        GoldenTolerance.Gradients.AtLeast(most / 100, "where a relu6 is at its corner, a rounding turns the gradient of a whole patch on or off: 1 in 500 pixels").Check(
            "integrated_gradients", golden["integrated_gradients"], IntegratedGradients.Explain(model, x, target, steps: 16).Values.Squeeze(0));
    }

    /// <summary>Why cases of a name can't run here; null if they can.</summary>
    public static string? Missing(string name) => name.StartsWith("explain/lite0_", StringComparison.Ordinal) && Beside(Network) is null
        ? "../shared/data/efficientnet_lite0 isn't here."
        : null;

    // A file beside the folder of cases, or of the folder that the committed cases are copied from.
    private static string? Beside(string path)
    {
        for (DirectoryInfo? folder = new(GoldenFolder.DefaultPath); folder is not null; folder = folder.Parent)
            foreach (string cases in new[] { folder.FullName, Path.Combine(folder.FullName, "shared", "goldens") })
                if (File.Exists(Path.Combine(cases, path))) return Path.Combine(cases, path);
        return null;
    }

    private static void Expect(GoldenCase golden, string name, string wanted)
    {
        string said = golden.Json[name].ToText();
        if (said != wanted) throw new NotUnderstoodException($"{name} is said to be \"{said}\"; \"{wanted}\" is understood");
    }
}
