#:project ../src/Cornea/Cornea.csproj
#:project ../src/Cornea.Plots/Cornea.Plots.csproj

// Fashion-MNIST in three sizes of network: what more layers bring, what they cost, and what they look for.
// dotnet run samples/FashionThreeSizes.cs [images to train on, 6000 by default; 60000 are all] [epochs, 3 by default] [folder for pictures, "pictures" by default]

int samples = args.Length > 0 ? int.Parse(args[0]) : 6_000, epochs = args.Length > 1 ? int.Parse(args[1]) : 3;
string pictures = args.Length > 2 ? args[2] : "pictures";
((Tensor X, Tensor Y) train, (Tensor X, Tensor Y) test) clothes;
try
{
    clothes = FashionMnist.Load();                                      // UInt8 images (n, 28, 28), labels (n)
}
catch (FileNotFoundException e)
{
    Console.Error.WriteLine(e.Message);                                 // Says what to install, or which file to put where.
    return 1;
}

Directory.CreateDirectory(pictures);
var ((xTrain, yTrain), (xTest, yTest)) = clothes;
(xTrain, yTrain) = (Prepare(xTrain[..samples]), yTrain[..samples]);
(xTest, yTest) = (Prepare(xTest[..2000]), yTest[..2000]);
static Tensor Prepare(Tensor images) => images.Cast(DType.Float32).ExpandDims(-1) / 255;
Charts.Images(xTrain[..24], yTrain[..24], classNames: FashionMnist.ClassNames, columns: 8).Save(Path.Combine(pictures, "clothes.png"));

RandomSeed.Set(1);
(string Name, Sequential Model)[] networks =
[
    ("small", new Sequential
    {
        new Input(28, 28, 1),
        new Conv2D(8, 5, strides: 2, activation: "relu"),
        new Flatten(), new Dense(10, activation: "softmax"),
    }),
    ("medium", new Sequential
    {
        new Input(28, 28, 1),
        new Conv2D(16, 3, activation: "relu"), new MaxPooling2D(2),
        new Conv2D(32, 3, activation: "relu"), new MaxPooling2D(2),
        new Flatten(), new Dense(64, activation: "relu"), new Dropout(0.3), new Dense(10, activation: "softmax"),
    }),
    ("large", new Sequential                                           // normalised by batches; a momentum for trainings of few steps
    {
        new Input(28, 28, 1),
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
    Charts.Images(xTest[..16], yTest[..16], answers, FashionMnist.ClassNames, title: $"The {name} network's answers").Save(Path.Combine(pictures, $"answers_{name}.png"));
    Charts.Filters(model.GetLayer<Conv2D>(0)).Save(Path.Combine(pictures, $"kernels_{name}.png"));
    Charts.FeatureMaps(model, xTest[0]).Save(Path.Combine(pictures, $"features_{name}.png"));
    Charts.ReceptiveFields(model, xTest[0]).Save(Path.Combine(pictures, $"fields_{name}.png"));
    Charts.PlotModel(model, showShapes: true, showLayerNames: true, dpi: 96).Save(Path.Combine(pictures, $"model_{name}.png"));
}

Console.WriteLine($"Kernels, feature maps, receptive fields and answers are in '{pictures}'.");
return 0;
