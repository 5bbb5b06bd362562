#:project ../src/Cornea/Cornea.csproj

// A multilayer perceptron that reads handwritten digits: early stopping, the best weights restored, and a report.
// dotnet run samples/DigitsMlp.cs

RandomSeed.Set(2023);
var (images, labels) = Digits.Load();                                   // 1,797 grey images of 8 × 8 pixels, 0 to 16
int count = Ops.Unique(labels).Shape[0];
Tensor x = images.Cast(DType.Float32) / Digits.LargestPixel;
Tensor y = Labels.ToCategorical(labels, count);
var (xTrain, xTest, yTrain, yTest) = Split.TrainTest(x, y, testSize: 0.2, randomState: 2023);

var model = new Sequential
{
    new Input(8, 8),
    new Flatten(),
    new Dense(128, activation: "relu"),
    new BatchNormalization(),
    new Dropout(0.2),
    new Dense(64, activation: "relu"),
    new BatchNormalization(),
    new Dropout(0.2),
    new Dense(count, activation: "softmax"),
};
model.Compile(optimizer: "adam", loss: "categorical_crossentropy", metrics: ["accuracy"]);
model.Summary();

var stop = new EarlyStopping(monitor: "val_loss", patience: 10, verbose: 1, restoreBestWeights: true);
History history = model.Fit(xTrain, yTrain, batchSize: 32, epochs: 100, validationSplit: 0.2, callbacks: [stop]);

foreach (var (name, values) in history) Console.WriteLine($"{name,-12} {values[0]:F4} -> {values[^1]:F4}");
var (loss, accuracy) = model.Evaluate(xTest, yTest, verbose: 0);
Console.WriteLine($"\nOn digits never seen: loss {loss:F4}, accuracy {accuracy:F4}\n");

Tensor truth = yTest.ArgMax(axis: -1), predicted = model.Predict(xTest).ArgMax(axis: -1);
Console.WriteLine(Report.Classification(truth, predicted));
int[,] confusion = Report.ConfusionMatrix(truth, predicted).ToArray2D<int>();
Console.WriteLine("What was taken for what (a row for each true digit):");
for (int row = 0; row < count; row++)
    Console.WriteLine($"{row} |" + string.Concat(Enumerable.Range(0, count).Select(column => $"{confusion[row, column],4}")));
