#:project ../src/Cornea/Cornea.csproj

// A convolutional network that learns from moved and turned digits, is saved in Keras' own format, and loaded again.
// dotnet run samples/AugmentAndSave.cs

RandomSeed.Set(7);
var (images, labels) = Digits.Load();
Tensor x = images.Cast(DType.Float32).ExpandDims(-1) / Digits.LargestPixel;
var (xTrain, xTest, yTrain, yTest) = Split.TrainTest(x, labels, testSize: 0.2, randomState: 7);

// Each epoch sees every digit somewhere else and at another angle; the layers train here, wherever the network stands.
Dataset train = Dataset.From(xTrain, yTrain).Shuffle(2000, seed: 1)
    .Map(new RandomTranslation(0.05, 0.05, fillMode: "constant"), new RandomRotation(0.02, fillMode: "constant"))
    .Batch(32).Prefetch();

var model = new Sequential
{
    new Input(8, 8, 1),
    new Conv2D(32, 3, padding: "same", activation: "relu"),
    new Conv2D(32, 3, activation: "relu"),
    new MaxPooling2D(2),
    new Flatten(),
    new Dense(64, activation: "relu"),
    new Dropout(0.2),
    new Dense(10, activation: "softmax"),
};
model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
model.Fit(train, epochs: 20, validationData: (xTest, yTest), verbose: 2);

string file = Path.Combine(Path.GetTempPath(), $"digits-{Guid.NewGuid():N}.keras"); // Keras opens it, too.
model.Save(file);
Model again = Model.Load(file);
File.Delete(file);
double before = model.Evaluate(xTest, yTest, verbose: 0)["accuracy"], after = again.Evaluate(xTest, yTest, verbose: 0)["accuracy"];
Console.WriteLine($"On digits never seen: {before:P1} right; saved and loaded: {after:P1}, {(before == after ? "the same" : "another")}");
