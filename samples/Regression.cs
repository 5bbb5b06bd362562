#:project ../src/Cornea/Cornea.csproj

// A functional model that learns a function of eight numbers, with scaled inputs and a learning rate that falls.
// dotnet run samples/Regression.cs

RandomSeed.Set(2);
const int Rows = 2000, Columns = 8;
var random = new Random(2);
var table = new float[Rows, Columns];
var target = new float[Rows, 1];
for (int row = 0; row < Rows; row++)
{
    for (int column = 0; column < Columns; column++) table[row, column] = (float)(random.NextDouble() * 10 * (column + 1)); // Of very different size.
    double noise = random.NextDouble() - 0.5;
    target[row, 0] = (float)(Math.Sin(table[row, 0]) + (table[row, 1] / 10) + (table[row, 2] * table[row, 3] / 600) + (noise / 10));
}

var (xTrain, xTest, yTrain, yTest) = Split.TrainTest(Tensor.From(table), Tensor.From(target), testSize: 0.25, randomState: 2);
var scaler = new StandardScaler().Fit(xTrain);
(xTrain, xTest) = (scaler.Transform(xTrain), scaler.Transform(xTest));

Tensor il = new Input(Columns);
Tensor h1 = new Dense(32, activation: "swish").Call(il);
Tensor h2 = new Dense(32, activation: "swish").Call(h1);
Tensor h3 = new Dense(16, activation: "swish").Call(h2);
Tensor h4 = new Dense(8, activation: "swish").Call(h3);
Tensor ol = new Dense(1).Call(h4);
var model = new Model(inputs: il, outputs: ol);
model.Compile(loss: "mse", optimizer: new Adam(learningRate: 3e-3), metrics: ["mae"]);
model.Summary();

var slower = new ReduceLROnPlateau(monitor: "val_loss", factor: 0.5, patience: 5);
History history = model.Fit(
    xTrain, yTrain, batchSize: 32, epochs: 60, verbose: 0, validationSplit: 0.2, callbacks: [slower, new LambdaCallback(onEpochEnd: Show)]);

var (loss, error) = model.Evaluate(xTest, yTest, verbose: 0);
Tensor spread = Ops.Abs(yTest - yTest.Mean()).Mean();
Console.WriteLine($"\nOn rows never seen: mean squared error {loss:F4}, mean absolute error {error:F4};");
Console.WriteLine($"always saying the mean would be off by {spread.ToScalar<float>():F4}. Lowest loss in validation: {history["val_loss"].Min():F4}.");
Tensor guesses = model.Predict(xTest[..5]);
for (int row = 0; row < 5; row++)
    Console.WriteLine($"expected {yTest[row].ToScalar<float>(),7:F3}   predicted {guesses[row].ToScalar<float>(),7:F3}");

static void Show(int epoch, Logs logs)
{
    if ((epoch + 1) % 10 == 0) Console.WriteLine($"epoch {epoch + 1,3}: loss {logs["loss"]:F4}, val_loss {logs["val_loss"]:F4}");
}
