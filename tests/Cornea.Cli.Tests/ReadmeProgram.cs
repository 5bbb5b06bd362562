using Cornea.Data;
using Cornea.Layers;
using Cornea.Plots;

namespace Cornea.Cli.Tests;

/// <summary>The README's program, line by line, so that it compiles and runs.</summary>
internal static class ReadmeProgram
{
    public static double Run()
    {
        // README begins
        var (images, labels) = Digits.Load();
        Tensor x = images.Cast(DType.Float32) / 16;
        var (xTrain, xTest, yTrain, yTest) = Split.TrainTest(x, labels, testSize: 0.2, randomState: 2023);
        var model = new Sequential { new Input(8, 8), new Flatten(), new Dense(64, activation: "relu"), new Dense(10, activation: "softmax") };
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Summary();
        History history = model.Fit(xTrain, yTrain, batchSize: 32, epochs: 20, validationSplit: 0.1);
        var (loss, accuracy) = model.Evaluate(xTest, yTest);
        Console.WriteLine($"test loss {loss:F4}, accuracy {accuracy:F4}");
        Charts.History(history).Save("curves.png");
        // README ends
        return accuracy;
    }
}
