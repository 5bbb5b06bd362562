using System.Reflection;
using System.Text.Json.Nodes;
using Cornea.Layers;
using Cornea.Losses;
using Cornea.Optimizers;
using Cornea.Tests.Layers;
using Xunit;

namespace Cornea.Tests.Laws;

/// <summary>Gradients where functions have corners: at 0, at ties, at equal inputs, of one element, of none. One that isn't finite turns all weights into NaN.</summary>
public class CornerGradientLaws
{
    private static readonly Tensor Ids = Tensor.From([0, 1, 0], [3]), Rows = Tensor.From([0, 2, 2], [3, 1]);

    // The slope is infinite there, in Keras as in mathematics: what would be put in its place would be wrong. A norm's √ isn't this one.
    private static readonly HashSet<string> InfiniteSlopes =
    [
        "Sqrt at zeros", "Sqrt at one element",
        "Cbrt at zeros", "Cbrt at ties", "Cbrt at one element",
        "Arcsin at ones", "Arcsin at minus ones",
        "Arccos at ones", "Arccos at minus ones",
        "Arccosh at ones",
        "Cholesky at one element",
    ];

    private static readonly Dictionary<string, Tensor> Points = new()
    {
        ["zeros"] = Ops.Zeros([3, 3]),
        ["ones"] = Ops.Ones([3, 3]),
        ["minus ones"] = -Ops.Ones([3, 3]),
        ["all equal"] = Ops.Full([3, 3], 0.5),
        ["ties"] = Tensor.From([1f, 1, -2, 0, 0, 0, 3, -2, 3], [3, 3]),
        ["one element"] = Ops.Zeros([1, 1]),
        ["no elements"] = Ops.Zeros([0, 0]),
    };

    private static readonly Dictionary<string, (Tensor A, Tensor B)> Pairs = new()
    {
        ["both zeros"] = (Points["zeros"], Points["zeros"]),
        ["both ones"] = (Points["ones"], Points["ones"]),
        ["ties with themselves"] = (Points["ties"], Points["ties"]),
        ["zeros and ones"] = (Points["zeros"], Points["ones"]),
        ["ones and zeros"] = (Points["ones"], Points["zeros"]),
    };

    // Operations with arguments of other kinds, or several results.
    private static readonly Dictionary<string, Func<Tensor, Tensor>> OfOne = new()
    {
        ["Softmax over axes"] = x => Ops.Softmax(x, (0, 1)),
        ["LogSoftmax over axes"] = x => Ops.LogSoftmax(x, (0, 1)),
        ["Normalize over axes"] = x => Ops.Normalize(x, (Axes?)null),
        ["Normalize by order 3"] = x => Ops.Normalize(x, -1, 3),
        ["Normalize by order ½"] = x => Ops.Normalize(x, -1, 0.5),
        ["Norm of rows"] = x => Ops.Norm(x, axis: -1),
        ["Norm of order 3"] = x => Ops.Norm(x, 3, axis: -1),
        ["Norm of order ½"] = x => Ops.Norm(x, 0.5, axis: -1),
        ["Norm of order −1"] = x => Ops.Norm(x, -1, axis: -1),
        ["Norm of order 1"] = x => Ops.Norm(x, 1, axis: -1),
        ["Norm of a matrix, fro"] = x => Ops.Norm(x, "fro", axis: (0, 1)),
        ["Norm of a matrix, 1"] = x => Ops.Norm(x, 1, axis: (0, 1)),
        ["Squareplus of 0"] = x => Ops.Squareplus(x, 0),
        ["Std of rows"] = x => Ops.Std(x, axis: -1),
        ["Var of rows"] = x => Ops.Var(x, axis: -1),
        ["Prod of rows"] = x => Ops.Prod(x, axis: -1),
        ["CumProd of rows"] = x => Ops.CumProd(x, axis: -1),
        ["SegmentProd"] = x => Ops.SegmentProd(x.Shape[0] == 3 ? x : Ops.Zeros([3, 1]) + Ops.Sum(x), Ids, 2),
        ["SegmentMax"] = x => Ops.SegmentMax(x.Shape[0] == 3 ? x : Ops.Zeros([3, 1]) + Ops.Sum(x), Ids, 2),
        ["Threshold"] = x => Ops.Threshold(x, 0, 1),
        ["Clip"] = x => Ops.Clip(x, 0, 1),
        ["Power 2"] = x => Ops.Power(x, 2),
        ["Power 1"] = x => Ops.Power(x, 1),
        ["Power 0"] = x => Ops.Power(x, 0),
        ["Moments"] = x => Ops.Moments(x, -1).Variance,
        ["Average"] = x => Ops.Average(x, -1, x * 0 + 1),
        ["Masked softmax"] = x => Ops.Softmax(Ops.Where(x > 0, x, -1e9)),
        ["LogSumExp of nothing"] = x => Ops.LogSumExp(Ops.Where(x > 5, x, double.NegativeInfinity), axis: -1),
        ["LogAddExp of nothing"] = x => Ops.LogAddExp(Ops.Where(x > 5, x, double.NegativeInfinity), double.NegativeInfinity),
        ["NanMean of nothing"] = x => Ops.NanMean(Ops.Where(x > 5, x, double.NaN), axis: -1),
        ["NanStd of nothing"] = x => Ops.NanStd(Ops.Where(x > 5, x, double.NaN), axis: -1),
        ["Hypot of infinities"] = x => Ops.Hypot(x, Ops.Where(x > 5, x, double.NegativeInfinity)),
        ["Svd, values"] = x => Ops.Svd(x, fullMatrices: false).Values,
        ["Eigh, values"] = x => Ops.Eigh(x).Values,
        ["Eigh, vectors"] = x => Ops.Eigh(x).Vectors,
        ["Svd, vectors"] = x => Ops.Svd(x, fullMatrices: false).U,
        ["TopK"] = x => Ops.TopK(x, Math.Min(1, x.Shape[^1])).Values,
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> OfTwo = new()
    {
        ["ScatterUpdate mul"] = (x, y) => Ops.ScatterUpdate(x, Rows, y, "mul"),
        ["ScatterUpdate max"] = (x, y) => Ops.ScatterUpdate(x, Rows, y, "max"),
        ["Cosine similarity"] = (x, y) => Ops.Sum(Ops.Normalize(x) * Ops.Normalize(y), -1),
        ["Psnr"] = (x, y) => Ops.Psnr(x, y, 1),
    };

    public static TheoryData<string> Losses => [.. typeof(Loss).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(Loss)) && !type.IsAbstract && type.GetConstructors().Any(IsPlain)).Select(type => type.Name)];

    public static TheoryData<string> Layers => [.. LayerCases.All.Keys];

    public static TheoryData<string> Optimizers =>
        ["sgd", "adam", "adamw", "rmsprop", "adadelta", "adagrad", "adamax", "nadam", "ftrl", "lion", "lamb", "adafactor", "muon", "schedulefreeadamw"];

    [Fact]
    public void Operations_of_one_tensor() => Hold(
        from op in Found(1).Concat(OfOne.Select(pair => (Name: pair.Key, Apply: (Func<Tensor[], Tensor>)(list => pair.Value(list[0])))))
        from point in Points
        select ($"{op.Name} at {point.Key}", op.Apply, new[] { point.Value }));

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_loss_and_its_gradient(string name)
    {
        foreach ((string point, (Tensor yTrue, Tensor yPred)) in Pairs)
        {
            Loss loss = Loss(name);
            bool takesClasses = name is nameof(SparseCategoricalCrossentropy) or nameof(CategoricalGeneralizedCrossEntropy) or nameof(Circle);
            Tensor targets = takesClasses ? Ids : name == nameof(CTC) ? Ops.Ones([3, 1]) : yTrue;
            Tensor predictions = Ops.Watch(name == nameof(CTC) ? yPred.ExpandDims(1) : yPred);
            Tensor value = loss.Call(targets, predictions);
            if (!float.IsFinite(value.ToScalar<float>())) continue; // Predictions that the loss isn't for: probabilities that sum to 0, a negative rate.
            Assert.True(Gradients.Of(value, predictions).ToArray<float>().All(float.IsFinite), $"at {point} the gradient is {Gradients.Of(value, predictions)}.");
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_of_zeros_and_of_equal_inputs(string name)
    {
        (Func<Layer> make, Shape[] shapes) = LayerCases.All[name];
        foreach (double value in (double[])[0, 0.5])
        {
            Layer layer = make();
            Variable[] inputs = [.. shapes.Select(shape => new Variable(Ops.Full([2, .. shape], value)))];
            TensorList y = layer.Call(TensorList.Create([.. inputs.Select(input => input.Value)]), training: true);
            Tensor loss = y.Select(output => Ops.Sum(Ops.Square(output.Cast(DType.Float32)))).Aggregate((a, b) => a + b);
            Variable[] weights = [.. inputs, .. layer.Weights.Where(weight => weight.Trainable)];
            foreach ((Variable weight, Tensor gradient) in weights.Zip(Gradients.Of(loss, weights)))
                Assert.True(gradient.ToArray<float>().All(float.IsFinite), $"{layer}, inputs of {value}: the gradient of {weight.Name} is {gradient}.");
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Steps_of_zero_gradients_on_zero_weights_leave_numbers(string name)
    {
        foreach (string? option in (string?[])[null, "clipnorm", "global_clipnorm", "clipvalue"])
        {
            JsonNode json = ((Optimizer)name).Serialize().ToJson();
            if (option is not null) json["config"]![option] = 1.0;
            Optimizer optimizer = Optimizer.Deserialize(json)!;
            Variable kernel = new(Ops.Zeros([3, 2]), name: "kernel"), bias = new(Ops.Zeros([2]), name: "bias");
            for (int step = 0; step < 3; step++) optimizer.Apply([Ops.Zeros([3, 2]), Ops.Zeros([2])], [kernel, bias]);
            Assert.True(kernel.Value.ToArray<float>().Concat(bias.Value.ToArray<float>()).All(float.IsFinite), $"{name} with {option}: {kernel.Value}, {bias.Value}");
        }
    }

    [Fact]
    public void Operations_of_two_tensors() => Hold(
        from op in Found(2).Concat(OfTwo.Select(pair => (Name: pair.Key, Apply: (Func<Tensor[], Tensor>)(list => pair.Value(list[0], list[1])))))
        from pair in Pairs
        select ($"{op.Name} at {pair.Key}", op.Apply, new[] { pair.Value.A, pair.Value.B }));

    private static bool IsPlain(ConstructorInfo constructor) => constructor.GetParameters().All(parameter => parameter.IsOptional);

    private static Loss Loss(string name)
    {
        ConstructorInfo constructor = typeof(Loss).Assembly.GetType($"Cornea.Losses.{name}")!.GetConstructors().First(IsPlain);
        return (Loss)constructor.Invoke([.. constructor.GetParameters().Select(Default)]);
    }

    private static object? Default(ParameterInfo parameter) =>
        parameter.ParameterType.IsValueType && parameter.DefaultValue is null ? Activator.CreateInstance(parameter.ParameterType) : parameter.DefaultValue;

    // All of Ops that takes so many tensors and needs nothing else: a new operation is held to the law without being named here.
    private static IEnumerable<(string Name, Func<Tensor[], Tensor> Apply)> Found(int count) =>
        from method in typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static)
        let parameters = method.GetParameters()
        where method.ReturnType == typeof(Tensor) && !method.IsGenericMethod && parameters.Length >= count
            && parameters.Take(count).All(parameter => parameter.ParameterType == typeof(Tensor) && !parameter.IsOptional)
            && parameters.Skip(count).All(parameter => parameter.IsOptional)
        select (method.Name, (Func<Tensor[], Tensor>)(list => (Tensor)method.Invoke(
            null, [.. list, .. parameters.Skip(count).Select(Default)])!));

    private static void Hold(IEnumerable<(string Name, Func<Tensor[], Tensor> Apply, Tensor[] Inputs)> cases)
    {
        int held = 0;
        var wrong = new List<string>();
        foreach ((string name, Func<Tensor[], Tensor> apply, Tensor[] inputs) in cases)
        {
            Tensor[] watched = [.. inputs.Select(Ops.Watch)];
            if (Value(apply, watched) is not { } y) continue;
            held++;
            bool isFinite = IsFinite(y, watched), isExpected = !InfiniteSlopes.Contains(name);
            if (isFinite != isExpected) wrong.Add(isFinite ? $"{name}: is finite; take it off the list." : $"{name}: isn't finite.");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(held > 100, $"Only {held} cases were held.");
    }

    // Nothing where the inputs don't suit, no gradient flows, or the value itself isn't finite.
    private static Tensor? Value(Func<Tensor[], Tensor> apply, Tensor[] inputs)
    {
        try
        {
            Tensor y = apply(inputs);
            return y.DType.IsFloating && y.RequiresGradient && y.ToArray<float>().All(float.IsFinite) ? y : null;
        }
        catch (Exception error) when (error is ArgumentException or TargetInvocationException { InnerException: ArgumentException })
        {
            return null;
        }
    }

    private static bool IsFinite(Tensor y, Tensor[] inputs)
    {
        try
        {
            Tensor loss = Ops.Sum(y);
            return inputs.All(input => Gradients.Of(loss, input).ToArray<float>().All(float.IsFinite));
        }
        catch (ArgumentException) // A matrix that has no inverse.
        {
            return false;
        }
    }
}
