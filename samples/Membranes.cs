#:project ../src/Cornea.Vision/Cornea.Vision.csproj
#:project ../src/Cornea.Plots/Cornea.Plots.csproj

// Membranes of cells in electron microscopy: a U-Net on a pretrained network gives every pixel a class.
// dotnet run samples/Membranes.cs FOLDER [folder for pictures, "pictures" by default] [epochs, 4 by default]
// FOLDER has a folder 'image' and a folder 'label', with files of the same names.

string folder = args.Length > 0 ? args[0] : "membrane/train", pictures = args.Length > 1 ? args[1] : "pictures";
int epochs = args.Length > 2 ? int.Parse(args[2]) : 4;
if (!Directory.Exists(Path.Combine(folder, "image")))
{
    Console.Error.WriteLine($"There is no folder '{Path.Combine(folder, "image")}'. The images are those of github.com/zhixuhao/unet (MIT licence): its folder data/membrane/train.");
    return 1;
}

Directory.CreateDirectory(pictures);
RandomSeed.Set(1);
MaskFolder all = MaskFolder.Open(Path.Combine(folder, "image"), Path.Combine(folder, "label"), values: [255, 0]); // Class 0 is white: cells; 1 is black: membrane.
HashSet<string> held = [.. all.ImageFiles.Select(file => Path.GetFileNameWithoutExtension(file)).Where((_, index) => index % 5 == 4)];
MaskFolder train = all.Where(name => !held.Contains(name)), test = all.Where(held.Contains);
Console.WriteLine($"{train.Count} images to train, {test.Count} to test, {all.ClassCount} classes.");

// The network learns from squares cut out at random, turned and mirrored, and is later asked about whole images, tile by tile.
const int Side = 128, BatchSize = 8, StepsPerEpoch = 12;
Model lite = Applications.EfficientNetLite0(includeTop: false, inputShape: (Side, Side, 3));
Model unet = Segmentation.UNet(all.ClassCount, new Model(lite.Input, lite.GetLayer("block5c_add").Output), filters: [16, 32, 48, 64]);
unet.Compile(new Adam(new CosineDecay(2e-3, epochs * StepsPerEpoch)), new Dice(), metrics: [new MeanIoU(2, sparseYTrue: false, sparseYPred: false)]);
Dataset squares = train.Crops(Side, epochs * StepsPerEpoch * BatchSize, seed: 1).Batch(BatchSize).Prefetch(2).Repeat();
unet.Fit(squares, epochs: epochs, stepsPerEpoch: StepsPerEpoch, verbose: 2);

var scores = new SegmentationScores(all.ClassCount);
for (int index = 0; index < test.Count; index++)
{
    var (image, truth) = test[index];
    Tensor classes = Segmentation.Classes(Segmentation.Predict(unet, image));
    scores.Update(truth, classes);
    if (index > 0) continue;
    Tensor[] seen = [image, Segmentation.Overlay(image, truth), Segmentation.Overlay(image, classes)];
    Charts.Images(Ops.Stack([.. seen.Select(one => one.Cast(DType.Float32))]), ["image", "as people drew it", "as the network sees it"], columns: 3)
        .Save(Path.Combine(pictures, "membranes.png"));
}

Console.WriteLine($"On images never seen: {scores.PixelAccuracy:P1} of the pixels right, IoU {scores.IoU[0]:F3} of cells and {scores.IoU[1]:F3} of membranes.");
unet.Save(Path.Combine(pictures, "membranes.keras"));
Console.WriteLine($"Pictures are in '{pictures}'. Next: cornea segment predict {Path.Combine(pictures, "membranes.keras")} image.png --output mask.png");
return 0;
