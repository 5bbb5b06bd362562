#:project ../src/Cornea.Vision/Cornea.Vision.csproj
#:project ../src/Cornea.Plots/Cornea.Plots.csproj

// Cats and dogs by transfer learning: a network that knows ImageNet stands still, and a new head learns from a few hundred photos.
// dotnet run samples/CatsAndDogs.cs FOLDER [folder for pictures, "pictures" by default] [epochs of fine-tuning, 0 by default]
// FOLDER has a folder of photos for each class, whatever the classes are.

string folder = args.Length > 0 ? args[0] : "cats_and_dogs", pictures = args.Length > 1 ? args[1] : "pictures";
int fineTuningEpochs = args.Length > 2 ? int.Parse(args[2]) : 0;
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"There is no folder '{folder}'. Name one that has a folder of photos for each class; for instance, of the photos of");
    Console.Error.WriteLine("github.com/ardamavi/Dog-Cat-Classifier, some hundred in a folder 'cat' and some hundred in a folder 'dog'.");
    return 1;
}

Directory.CreateDirectory(pictures);
RandomSeed.Set(1);
ImageFolder photos = ImageFolder.Open(folder, shuffle: true, seed: 1);
var (train, validation, test) = photos.Split("[:80%]", "[80%:90%]", "[90%:]");
Console.WriteLine($"{photos}: {string.Join(", ", photos.ClassNames)}. {train.Count} to train, {validation.Count} to validate, {test.Count} to test.");

// A batch before and after augmentation: what the network will see is never the same twice.
Layer[] augmentation = [new RandomFlip("horizontal"), new RandomRotation(0.1)];
var (someImages, someLabels) = train.Resize(160, 160).Batch(6).First();
Charts.Images(someImages, someLabels, classNames: photos.ClassNames, title: "Some photos").Save(Path.Combine(pictures, "photos.png"));
Charts.Augmentations(someImages, augmentation, someLabels, photos.ClassNames).Save(Path.Combine(pictures, "augmented.png"));

Model backbone = Applications.EfficientNetLite0(weights: "imagenet", includeTop: false, inputShape: (160, 160, 3));
backbone.Trainable = false;                                             // feature extraction; batch norms run in inference mode
var model = new Sequential { backbone, new GlobalAveragePooling2D(), new Dropout(0.2), new Dense(photos.ClassNames.Count, activation: "softmax") };
model.Compile(new Adam(1e-3), "sparse_categorical_crossentropy", metrics: ["accuracy"]);
model.Summary();

Dataset validationBatches = validation.Resize(160, 160).Cache().Batch(32);
var (loss0, accuracy0) = model.Evaluate(validationBatches, verbose: 0);
Console.WriteLine($"Before training: loss {loss0:F3}, accuracy {accuracy0:F3} on the validation photos.");
History history = model.Fit(
    train.Shuffle(1000, seed: 1).Resize(160, 160).Map(augmentation).Batch(32).Prefetch(), epochs: 4, validationData: validationBatches, verbose: 2);
Charts.History(history).Save(Path.Combine(pictures, "curves.png"));

if (fineTuningEpochs > 0)
{
    backbone.Trainable = true;                                          // fine-tuning: the top blocks, a small rate
    foreach (Layer layer in backbone.Layers[..^30]) layer.Trainable = false;
    model.Compile(new Adam(1e-5), "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    model.Fit(train.Shuffle(1000, seed: 2).Resize(160, 160).Batch(32).Prefetch(), fineTuningEpochs, validationData: validationBatches, verbose: 2);
}

// Photos that it has never seen: green is right, red is wrong.
var (xTest, yTest) = test.Resize(160, 160).Batch(test.Count).First();
Tensor probabilities = model.Predict(xTest, verbose: 0), answers = probabilities.ArgMax(axis: -1);
Console.WriteLine($"On photos never seen: {Score.Accuracy(yTest, answers):P1} right\n");
Console.WriteLine(Report.Classification(yTest, answers, targetNames: photos.ClassNames));
Charts.Images(xTest[..16], yTest[..16], answers[..16], photos.ClassNames).Save(Path.Combine(pictures, "answers.png"));
Charts.ConfusionMatrix(yTest.ToArray<int>(), answers.Cast(DType.Int32).ToArray<int>(), photos.ClassNames).Save(Path.Combine(pictures, "confusion.png"));
Charts.Roc(yTest, probabilities, photos.ClassNames).Save(Path.Combine(pictures, "roc.png"));

// Where the network sees what it says of a photo.
Heatmap why = GradCam.Explain(model, xTest[0]);
why.Overlay(test.Files[0]).Save(Path.Combine(pictures, "why.png"));
Console.WriteLine($"{Path.GetFileName(test.Files[0])}: {photos.ClassNames[why.Classes[0]]} {why.Scores[0]:P1}, because of what is red in why.png.");

new ImageClassifier(model, photos.ClassNames, new ImagePreprocessing(160, 160)).Save(Path.Combine(pictures, "cats.keras"));
Console.WriteLine($"Pictures are in '{pictures}'. Next: cornea predict {Path.Combine(pictures, "cats.keras")} photo.jpg");
return 0;
