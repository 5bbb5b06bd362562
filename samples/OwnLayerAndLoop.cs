#:project ../src/Cornea/Cornea.csproj

// A layer of one's own, and a training loop of one's own: one plan for the whole step.
// dotnet run samples/OwnLayerAndLoop.cs

RandomSeed.Set(3);
var (images, labels) = Digits.Load();
Dataset train = Dataset.From(images[..1500], labels[..1500])
    .Map((image, label) => (image.Cast(DType.Float32) / 16, label))
    .Shuffle(1500, seed: 3).Batch(50);
(Tensor xTest, Tensor yTest) = (images[1500..].Cast(DType.Float32) / 16, labels[1500..]);

var model = new Sequential { new Input(8, 8), new Flatten(), new Scale(0.5), new Dense(64, activation: "relu"), new Dense(10) };
var optimizer = new SGD(0.05, momentum: 0.9);
var lossOf = new SparseCategoricalCrossentropy(fromLogits: true);
var step = Function.Compile((Tensor x, Tensor y) =>                      // traced once per shape: one plan for the whole step
{
    Tensor loss = lossOf.Call(y, model.Call(x, training: true));
    optimizer.Apply(Gradients.Of(loss, model.TrainableVariables), model.TrainableVariables);
    return loss;
});

for (int epoch = 1; epoch <= 10; epoch++)
{
    double sum = 0;
    int steps = 0;
    foreach (var (x, y) in train)
    {
        sum += step.Run(x, y).ToScalar<float>();
        steps++;
    }

    Tensor correct = Ops.Equal(model.Predict(xTest).ArgMax(axis: -1).Cast(DType.Int32), yTest).Cast(DType.Float32);
    Console.WriteLine($"epoch {epoch,2}: loss {sum / steps:F4}, accuracy on digits never seen {correct.Mean().ToScalar<float>():F4}");
}

Console.WriteLine($"\nThe factors of the layer 'scale' began at 0.5 and are now {model.GetLayer<Scale>(0).Weights[0].Value}");

/// <summary>Multiplies each of its inputs by a factor that is learned.</summary>
public sealed class Scale(double start = 1) : Layer
{
    private Variable _factor = null!;

    protected override void Build(Shape input) => _factor = AddWeight("factor", [input[^1]], new Constant(start));

    protected override Tensor Forward(Tensor x, bool training) => x * _factor;

    public override LayerConfig GetConfig() => base.GetConfig().With("start", start);
}
