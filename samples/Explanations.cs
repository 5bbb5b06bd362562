#:project ../src/Cornea.Vision/Cornea.Vision.csproj
#:project ../src/Cornea.Plots/Cornea.Plots.csproj

// Why does a network say what it says of a photo? Each way of asking, side by side.
// dotnet run samples/Explanations.cs PHOTO [folder for pictures, "pictures" by default]
// PHOTO is an image file, or a folder, of which the first photo is taken.

string photo = args.Length > 0 ? args[0] : "cat.jpg", pictures = args.Length > 1 ? args[1] : "pictures";
if (Directory.Exists(photo)) photo = ImageFolder.Open(photo, labels: "none", labelMode: "none", shuffle: false).Files[0];
if (!File.Exists(photo))
{
    Console.Error.WriteLine($"There is no file '{photo}'. Name a photo of an animal or a thing: the network knows ImageNet's 1,000 classes.");
    return 1;
}

Directory.CreateDirectory(pictures);
Model model = Applications.EfficientNetLite0(weights: "imagenet");      // its weights are in the package
Tensor image = ImageTensor.Load(photo, 224, 224);                       // 0 to 255, as this network wants them
var best = Applications.DecodePredictions(model.Predict(image.ExpandDims(0), verbose: 0), top: 3)[0];
Console.WriteLine($"{Path.GetFileName(photo)}: {string.Join(", ", best.Select(one => $"{one.Name} {one.Score:P1}"))}");

(string Name, Func<Heatmap> Explain)[] ways =
[
    ("Grad-CAM", () => GradCam.Explain(model, image)),                  // where the last features lie that speak for the class
    ("Grad-CAM++", () => GradCamPlusPlus.Explain(model, image)),        // the same, of several things of the class
    ("Score-CAM", () => ScoreCam.Explain(model, image, channels: 32)),  // without gradients: each feature as a mask over the photo
    ("Saliency", () => Saliency.Explain(model, image)),                 // to which pixels the answer is sensitive
    ("SmoothGrad", () => SmoothGrad.Explain(model, image)),             // the mean of that over noisy copies
    ("Integrated gradients", () => IntegratedGradients.Explain(model, image)),
    ("Guided backpropagation", () => GuidedBackpropagation.Explain(model, image)),
    ("Occlusion", () => Occlusion.Explain(model, image, patch: 56)),    // how the answer falls where a patch is covered
];
var shown = new List<Tensor> { Ops.Round(image).Cast(DType.UInt8) };
foreach (var (name, explain) in ways)
{
    DateTime start = DateTime.UtcNow;
    Heatmap why = explain();
    shown.Add(why.Overlay(image));
    Console.WriteLine($"{name,-24} {(DateTime.UtcNow - start).TotalSeconds,5:F1} s   {Applications.ImageNetClassNames[why.Classes[0]]}");
}

// The smallest change to the photo that makes the network say something else: people hardly see it.
Counterfactual other = Counterfactual.Explain(model, image, range: (0, 255));
shown.Add(Ops.Round(other.Image).Cast(DType.UInt8));
Console.WriteLine($"{"Counterfactual",-24} {(other.IsFound ? $"a change of {Ops.Abs(other.Change).Mean().ToScalar<float>():F4} of 255 per pixel makes it {Applications.ImageNetClassNames[other.To]}" : "none found")}");
Charts.Images(Ops.Stack([.. shown]), ["the photo", .. ways.Select(way => way.Name), $"taken for {Applications.ImageNetClassNames[other.To]}"], columns: 5, title: best[0].Name)
    .Save(Path.Combine(pictures, "explanations.png"));

// What the network is made of, what its first layer looks for, and what it finds.
Charts.Filters(model.GetLayer<Conv2D>(0)).Save(Path.Combine(pictures, "filters.png"));
Charts.FeatureMaps(model, image).Save(Path.Combine(pictures, "features.png"));
Charts.ReceptiveFields(model, image).Save(Path.Combine(pictures, "receptive_fields.png"));
Charts.PlotModel(model, showShapes: true, showLayerNames: true, dpi: 96).Save(Path.Combine(pictures, "model.svg"));
Console.WriteLine($"Pictures are in '{pictures}'.");
return 0;
