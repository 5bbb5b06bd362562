#:project ../src/Cornea/Cornea.csproj

// A convolutional network on Fashion-MNIST, fed by a pipeline.
// dotnet run samples/FashionCnn.cs [samples to train on, 12000 by default; 60000 are all] [epochs, 1 by default]

int samples = args.Length > 0 ? int.Parse(args[0]) : 12_000;
int epochs = args.Length > 1 ? int.Parse(args[1]) : 1;
RandomSeed.Set(1);

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

var ((xTrain, yTrain), (xTest, yTest)) = clothes;
Dataset train = Dataset.From(xTrain[..samples], yTrain[..samples]).Map(Prepare).Shuffle(10_000, seed: 1).Batch(128).Prefetch();
Dataset test = Dataset.From(xTest, yTest).Map(Prepare).Batch(256);
static (Tensor, Tensor) Prepare(Tensor image, Tensor label) => (image.Cast(DType.Float32).ExpandDims(-1) / 255, label);

var model = new Sequential([
    new Input(28, 28, 1),
    new Conv2D(filters: 32, kernelSize: 3, strides: 1, padding: "valid", activation: "relu"),
    new Conv2D(64, (3, 3), activation: "relu"),
    new MaxPooling2D(2), new Dropout(0.25), new Flatten(),
    new Dense(128, activation: "relu"), new Dropout(0.5), new Dense(10, activation: "softmax"),
]);
model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy", new F1Score(average: "macro")]);
model.Summary(details: true);
model.Fit(train, epochs: epochs, validationData: test);

int[] predicted = model.Predict(test).ArgMax(axis: -1).ToArray<int>();
Console.WriteLine();
Console.WriteLine(Report.Classification(yTest, Tensor.From(predicted), targetNames: FashionMnist.ClassNames));
for (int i = 0; i < 8; i++)
    Console.WriteLine($"{FashionMnist.ClassNames[yTest[i].ToScalar<int>()],-12} taken for {FashionMnist.ClassNames[predicted[i]]}");
return 0;
