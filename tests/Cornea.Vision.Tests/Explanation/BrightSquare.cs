using Cornea.Layers;

namespace Cornea.Vision.Tests.Explanation;

/// <summary>A network that sees whether there is something bright in a picture, and pictures with a bright square: where an explanation must point is known.</summary>
internal static class BrightSquare
{
    public const int Side = 16, Top = 3, Left = 9, Size = 5;

    /// <summary>Pictures [2, 16, 16, 1] with dim noise: one with the square at its place, one with it in the opposite corner.</summary>
    public static Tensor Pictures { get; } = Tensor.From([.. Picture(Top, Left), .. Picture(Left, Top)], (2, Side, Side, 1));

    /// <summary>One channel answers to what is brighter than a half on average, the other to nothing; class 1 is "bright".</summary>
    public static Model Network(string activation = "softmax", int classes = 2)
    {
        Tensor input = new Input(Side, Side, 1);
        Tensor x = new Conv2D(2, 3, padding: "same", activation: "relu", name: "bright").Call(input);
        x = new GlobalAveragePooling2D().Call(x);
        return Weighted(new Model(input, new Dense(classes, activation: activation).Call(x)));
    }

    /// <summary>The same, its convolution in a model within the model and a pooling behind it.</summary>
    public static Model Nested()
    {
        Tensor inner = new Input(Side, Side, 1), input = new Input(Side, Side, 1);
        var base_ = new Model(inner, new MaxPooling2D(1).Call(new Conv2D(2, 3, padding: "same", activation: "relu", name: "bright").Call(inner)), "base");
        return Weighted(new Model(input, new Dense(2, activation: "softmax").Call(new GlobalAveragePooling2D().Call(base_.Call(input)))));
    }

    /// <summary>The same with the channels first, from the images on.</summary>
    public static Model ChannelsFirst()
    {
        Tensor input = new Input(1, Side, Side);
        Tensor x = new Conv2D(2, 3, padding: "same", dataFormat: "channels_first", name: "bright").Call(input);
        x = new GlobalAveragePooling2D(dataFormat: "channels_first").Call(new ReLU().Call(x));
        return Weighted(new Model(input, new Dense(2, activation: "softmax").Call(x)));
    }

    /// <summary>Which part of a map's weight, without signs, lies on the square or next to it.</summary>
    public static double PartOnSquare(Heatmap map, int image = 0)
    {
        float[] values = map.Resize(Side, Side).Values[image].ToArray<float>();
        (int top, int left) = image == 0 ? (Top, Left) : (Left, Top);
        double on = 0;
        for (int row = top - 2; row < top + Size + 2; row++)
            for (int column = left - 2; column < left + Size + 2; column++)
                if (row < Side && column < Side) on += Math.Abs(values[(row * Side) + column]);
        return on / values.Sum(value => Math.Abs((double)value));
    }

    private static Model Weighted(Model model)
    {
        float[] kernel = [.. Enumerable.Range(0, 18).Select(index => index % 2 == 0 ? 1 / 9f : -1 / 9f)];
        int classes = model.OutputShape[1];
        model.SetWeights(
        [
            Tensor.From(kernel, (3, 3, 1, 2)), Tensor.From(new[] { -0.5f, -0.5f }, 2),
            Tensor.From(classes == 2 ? new float[] { -20, 20, 0, 0 } : [40, 0], (2, classes)), Ops.Zeros([classes]),
        ]);
        return model;
    }

    private static float[] Picture(int top, int left)
    {
        var random = new Random(5);
        return
        [
            .. Enumerable.Range(0, Side * Side).Select(pixel =>
                pixel / Side >= top && pixel / Side < top + Size && pixel % Side >= left && pixel % Side < left + Size ? 1 : 0.1f * random.NextSingle()),
        ];
    }
}
