using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cornea;
using Cornea.Data;
using Cornea.Layers;
using Cornea.Optimizers;

// Trains five networks on the digits for a moment and prints the SHA-256 of each one's weights and predictions: same-bits.sh compares what
// different processors say. Between them the networks have every family of kernels that a training needs.
const int Count = 320;
RandomSeed.Set(7); // Before the first layer is made, as layers draw their seeds then.
var (images, labels) = Digits.Load();
Tensor x = images[..Count].Cast(DType.Float32).ExpandDims(-1) / Digits.LargestPixel, y = labels[..Count];

Train("perceptron", "adam", [new Flatten(), new Dense(64, activation: "swish"), new BatchNormalization(), new Dropout(0.2), new Dense(32, activation: "gelu")]);
Train("convolutions", "rmsprop", [
    new Conv2D(16, 3, padding: "same", activation: "relu"), new Conv2D(32, 3, padding: "same", activation: "elu"), new MaxPooling2D(2), new Dropout(0.25),
    new Conv2D(24, 3, strides: 2, padding: "same", activation: "tanh"), new Flatten(),
]);
Train("residual", new SGD(new CosineDecay(0.05, 20), momentum: 0.9, nesterov: true, weightDecay: 1e-4), [
    new RandomFlip("horizontal", seed: 1), new RandomRotation(0.1, seed: 2), new RandomZoom(0.1, seed: 3), Residual(),
]);
Train("separable", new AdamW(3e-3), [
    new SeparableConv2D(24, 5, padding: "same", activation: "relu6"), new LayerNormalization(), new DepthwiseConv2D(3, strides: 2), new AveragePooling2D(2, strides: 1),
    new GroupNormalization(4), new GlobalMaxPooling2D(),
]);
Train("sequence", "nadam", [new Reshape([8, 8]), new Bidirectional(new LSTM(12, returnSequences: true)), new GRU(10, dropout: 0.1), new Dense(16, activation: "softplus")]);
Console.WriteLine($"processor {RuntimeInformation.ProcessArchitecture}");

void Train(string name, Optimizer optimizer, Layer[] layers)
{
    var model = new Sequential([new Input(Digits.Side, Digits.Side, 1), .. layers, new Dense(Digits.ClassCount, activation: "softmax")]);
    model.Compile(optimizer, "sparse_categorical_crossentropy");
    model.Fit(x, y, epochs: 2, verbose: 0);
    using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    foreach (Tensor weights in model.GetWeights()) Add(weights);
    Add(model.Predict(x, verbose: 0));
    Console.WriteLine($"{name} {Convert.ToHexString(hash.GetHashAndReset())}");

    void Add(Tensor values) => hash.AppendData(MemoryMarshal.AsBytes<double>(values.Cast(DType.Float64).ToArray<double>())); // Also of weights that are integers.
}

static Model Residual()
{
    var input = new Input(Digits.Side, Digits.Side, 1);
    Tensor x = new Conv2D(16, 3, padding: "same", useBias: false).Call(input);
    for (int block = 0; block < 2; block++)
    {
        Tensor inner = new Activation("relu").Call(new BatchNormalization().Call(x));
        inner = new Conv2D(16, 3, padding: "same", useBias: false).Call(inner);
        x = new Add().Call([x, new Conv2D(16, 1).Call(new Activation("relu").Call(new BatchNormalization().Call(inner)))]);
    }

    return new Model(input, new GlobalAveragePooling2D().Call(x));
}
