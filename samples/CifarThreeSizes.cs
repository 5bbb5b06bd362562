#:project ../src/Cornea/Cornea.csproj
#:project ../src/Cornea.Plots/Cornea.Plots.csproj

// CIFAR-10 in three sizes of network: small coloured photos are harder than clothes, and depth pays.
// dotnet run samples/CifarThreeSizes.cs [images to train on, 5000 by default; 50000 are all] [epochs, 3 by default] [folder for pictures, "pictures" by default]

int samples = args.Length > 0 ? int.Parse(args[0]) : 5_000, epochs = args.Length > 1 ? int.Parse(args[1]) : 3;
string pictures = args.Length > 2 ? args[2] : "pictures";
((Tensor X, Tensor Y) train, (Tensor X, Tensor Y) test) photos;
try
{
    photos = Cifar10.Load();                                            // UInt8 images (n, 32, 32, 3), labels (n); downloads them the first time
}
catch (FileNotFoundException e)
{
    Console.Error.WriteLine(e.Message);                                 // Says which file to put where.
    return 1;
}

Directory.CreateDirectory(pictures);
var ((xTrain, yTrain), (xTest, yTest)) = photos;
(xTrain, yTrain) = (Prepare(xTrain[..samples]), yTrain[..samples]);
(xTest, yTest) = (Prepare(xTest[..2000]), yTest[..2000]);
static Tensor Prepare(Tensor images) => images.Cast(DType.Float32) / 255;
Charts.Images(xTrain[..24], yTrain[..24], classNames: Cifar10.ClassNames, columns: 8).Save(Path.Combine(pictures, "photos.png"));

RandomSeed.Set(1);
(string Name, Sequential Model)[] networks =
[
    ("small", new Sequential
    {
        new Input(32, 32, 3),
        new Conv2D(8, 5, strides: 2, activation: "relu"),
        new Flatten(), new Dense(10, activation: "softmax"),
    }),
    ("medium", new Sequential
    {
        new Input(32, 32, 3),
        new Conv2D(16, 3, activation: "relu"), new MaxPooling2D(2),
        new Conv2D(32, 3, activation: "relu"), new MaxPooling2D(2),
        new Flatten(), new Dense(64, activation: "relu"), new Dropout(0.3), new Dense(10, activation: "softmax"),
    }),
    ("large", new Sequential                                           // normalised by batches; a momentum for trainings of few steps
    {
        new Input(32, 32, 3),
        new Conv2D(32, 3, padding: "same", useBias: false), new BatchNormalization(momentum: 0.9), new ReLU(),
        new Conv2D(32, 3, padding: "same", useBias: false), new BatchNormalization(momentum: 0.9), new ReLU(), new MaxPooling2D(2),
        new Conv2D(64, 3, padding: "same", useBias: false), new BatchNormalization(momentum: 0.9), new ReLU(),
        new Conv2D(64, 3, padding: "same", useBias: false), new BatchNormalization(momentum: 0.9), new ReLU(), new MaxPooling2D(2),
        new GlobalAveragePooling2D(), new Dense(10, activation: "softmax"),
    }),
];

foreach (var (name, model) in networks)
{
    DateTime start = DateTime.UtcNow;
    model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    History history = model.Fit(xTrain, yTrain, batchSize: 64, epochs: epochs, validationData: (xTest, yTest), verbose: 2);
    Console.WriteLine($"{name,-7} {model.ParameterCount,8:N0} parameters, {history["val_accuracy"][^1]:P1} right, {(DateTime.UtcNow - start).TotalSeconds:F0} s\n");

    Tensor answers = model.Predict(xTest[..16], verbose: 0).ArgMax(axis: -1);
    Charts.Images(xTest[..16], yTest[..16], answers, Cifar10.ClassNames, title: $"The {name} network's answers").Save(Path.Combine(pictures, $"answers_{name}.png"));
    Charts.Filters(model.GetLayer<Conv2D>(0)).Save(Path.Combine(pictures, $"kernels_{name}.png"));
    Charts.FeatureMaps(model, xTest[0]).Save(Path.Combine(pictures, $"features_{name}.png"));
    Charts.ReceptiveFields(model, xTest[0]).Save(Path.Combine(pictures, $"fields_{name}.png"));
    Charts.PlotModel(model, showShapes: true, showLayerNames: true, dpi: 96).Save(Path.Combine(pictures, $"model_{name}.png"));
}

Console.WriteLine($"Kernels, feature maps, receptive fields and answers are in '{pictures}'.");
return 0;
