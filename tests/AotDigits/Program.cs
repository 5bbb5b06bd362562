using System.Globalization;
using System.Runtime.Intrinsics;
using Cornea;
using Cornea.Data;
using Cornea.Layers;

// Trains two networks on the digits for a moment, and prints what NativeAotTests reads: accuracies, and the vectors' width in bits.
RandomSeed.Set(1);
var (images, labels) = Digits.Load();
Tensor x = images.Cast(DType.Float32).ExpandDims(-1) / Digits.LargestPixel;
var (xTrain, xTest, yTrain, yTest) = Split.TrainTest(x, labels, testSize: 0.2, randomState: 1);

var perceptron = new Sequential
{
    new Input(8, 8, 1),
    new Flatten(),
    new Dense(64, activation: "relu"),
    new BatchNormalization(),
    new Dropout(0.2),
    new Dense(10, activation: "softmax"),
};
var convolutional = new Sequential
{
    new Input(8, 8, 1),
    new Conv2D(16, 3, activation: "relu"),
    new MaxPooling2D(2),
    new Flatten(),
    new Dense(10, activation: "softmax"),
};
Console.WriteLine($"mlp {Accuracy(perceptron)}");
Console.WriteLine($"cnn {Accuracy(convolutional)}");
Console.WriteLine($"width {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0)}");

string Accuracy(Model model)
{
    model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    model.Fit(xTrain, yTrain, epochs: 8, verbose: 0);
    return model.Evaluate(xTest, yTest, verbose: 0)["accuracy"].ToString("F4", CultureInfo.InvariantCulture);
}
