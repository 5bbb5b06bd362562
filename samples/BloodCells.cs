#:project ../src/Cornea.Vision/Cornea.Vision.csproj

// Finds and counts blood cells: a one-stage detector on a pretrained backbone, trained on photos with boxes.
// dotnet run samples/BloodCells.cs FOLDER [folder for pictures, "pictures" by default] [epochs, 4 by default; 45 give the best, in a quarter of an hour]
// FOLDER is in Pascal VOC's form: JPEGImages, Annotations, and lists in ImageSets/Main.

string folder = args.Length > 0 ? args[0] : "BCCD", pictures = args.Length > 1 ? args[1] : "pictures";
int epochs = args.Length > 2 ? int.Parse(args[2]) : 4;
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"There is no folder '{folder}'. The photos are those of github.com/Shenggan/BCCD_Dataset (MIT licence): its folder BCCD.");
    return 1;
}

Directory.CreateDirectory(pictures);
RandomSeed.Set(1);
DetectionDataset train = VocFolder.Open(folder, "train"), validation = VocFolder.Open(folder, "val");
Console.WriteLine($"To train: {train}.");
Console.WriteLine($"To validate: {validation}.");

// The photos have 640 × 480 pixels; half of that is enough for a first look. Cells have no up and no down.
Detector detector = Detector.Create("efficientnet_lite0", train.ClassNames, imageSize: epochs < 10 ? (192, 256) : (288, 384));
History history = detector.Fit(train, epochs, batchSize: 4, augmentation: DetectionAugmentation.AnyOrientation, seed: 1, verbose: 2);
Console.WriteLine($"Loss {history["loss"][0]:F3} -> {history["loss"][^1]:F3}");

CocoResult result = detector.Evaluate(validation[..Math.Min(validation.Count, 40)]);
Console.WriteLine($"On photos never seen: AP50 {result.AP50:F3}, AP {result.AP:F3}");
foreach (ClassPrecision one in result.Classes) Console.WriteLine($"  {one.Label,-10} AP50 {one.AP50:F3}");

foreach (AnnotatedImage photo in validation.Images.Take(3))
{
    IReadOnlyList<Detection> cells = detector.Detect(photo.Path, scoreThreshold: 0.15);
    string counts = string.Join(", ", cells.GroupBy(cell => cell.Label).Select(group => $"{group.Count()} {group.Key}"));
    Console.WriteLine($"{Path.GetFileName(photo.Path)}: {(cells.Count == 0 ? "nothing found" : counts)} ({photo.Boxes.Count} boxes were drawn by people)");
    foreach (Detection d in cells.Take(3)) Console.WriteLine($"  {d.Label} {d.Score:P0} {d.Box}");
    Boxes.Draw(ImageTensor.Load(photo.Path), cells).Save(Path.Combine(pictures, Path.ChangeExtension(Path.GetFileName(photo.Path), ".png")));
}

detector.Save(Path.Combine(pictures, "cells.keras"));
Console.WriteLine($"Pictures are in '{pictures}'. Next: cornea detect predict {Path.Combine(pictures, "cells.keras")} photo.jpg --output boxes.png");
return 0;
