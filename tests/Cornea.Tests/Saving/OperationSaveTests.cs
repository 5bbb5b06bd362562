using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Cornea.Callbacks;
using Cornea.Files;
using Cornea.Layers;
using Cornea.Losses;
using Cornea.Metrics;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Operations between a model's tensors are saved as Keras saves them, and Keras' files with operations are read.</summary>
public sealed class OperationSaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => [.. OperationCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_comes_back_with_the_same_bits(string name)
    {
        Model model = Make(name);
        string text = model.ToJsonText();
        Model again = Model.FromJson(text);
        Assert.Equal(text, again.ToJsonText());
        Assert.Equal(model.SummaryText(), again.SummaryText());
        float[][] values = Values(model);
        Assert.Equal(values, Values(again));
        TensorList direct = OperationCases.All[name](new OperationCases.Inputs(Data[0], Data[1], Data[2], Data[3], Data[4]));
        for (int output = 0; output < values.Length; output++) // A model's constants are folded, so the last bit may differ.
            Assert.Equal(direct[output].Cast(DType.Float32).ToArray<float>(), values[output], (expected, got) => expected.Equals(got) || Math.Abs(expected - got) <= 1e-5f * (1 + Math.Abs(expected)));
    }

    [Fact]
    public void Every_operation_is_among_the_cases()
    {
        HashSet<string> known = [.. OperationCases.All.Keys.Select(name => name.Split(' ')[0]), .. OperationCases.LeftOut.Keys.SelectMany(names => names.Split(' '))];
        Assert.DoesNotContain(typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Distinct(), name => !known.Contains(name));
    }

    [Fact]
    public void Operations_of_Kerass_compute_what_Keras_computed()
    {
        NpzFile golden = NpzFile.Open(Hdf5Tests.Resource("keras_operations.npz"), "keras_operations.npz");
        Model model = Model.FromJson(Encoding.UTF8.GetString(golden["model"].Bytes));
        JsonArray names = JsonNode.Parse(Encoding.UTF8.GetString(golden["names"].Bytes))!.AsArray();
        TensorList outputs = model.Call(TensorList.Create([.. Enumerable.Range(0, 4).Select(index => WeightFile.TensorOf(golden[$"x{index}"]))]));
        Assert.Equal(names.Count, outputs.Count);
        var wrong = new List<string>();
        for (int index = 0; index < names.Count; index++)
        {
            FileArray expected = golden[$"y{index}"];
            double[] wanted = expected.ToArray<double>(), got = outputs[index].Cast(DType.Float64).ToArray<double>();
            double scale = wanted.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
            bool isSame = outputs[index].Shape.SequenceEqual(expected.Shape.ToArray())
                && wanted.Zip(got).All(pair => pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= (1e-4 * Math.Abs(pair.First)) + (1e-5 * scale));
            if (!isSame) wrong.Add($"{names[index]}");
        }

        Assert.Empty(wrong);
        Assert.Equal(model.ToJsonText(), Model.FromJson(model.ToJsonText()).ToJsonText());
    }

    [Fact]
    public void An_operation_that_isnt_known_or_has_wrong_arguments_is_refused_by_name()
    {
        string text = Make("Concatenate").ToJsonText();
        Refused("\"Concatenate\"", "\"Detonate\"", "unknown operation 'Detonate'");
        Refused("\"axis\": 2", "\"axes\": 2", "has no argument 'axes'");
        Refused("\"axis\": 2", "\"axis\": \"2\"", "expected a number for 'axis'");

        void Refused(string from, string to, string message)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Model.FromJson(text.Replace(from, to, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Data_between_layers_are_saved_and_variables_refused()
    {
        Tensor x = new Input(2);
        var model = new Model(x, new Add().Call([x, Tensor.From(new[,] { { 1f, float.NaN } })]));
        Assert.Equal([3, float.NaN], Model.FromJson(model.ToJsonText()).Call(Tensor.From(new[,] { { 2f, 3 } })).ToArray<float>());
        var variable = new Variable(Ops.Ones([2]));
        var error = Assert.Throws<NotSupportedException>(() => new Model(x, x * variable).ToJsonText());
        Assert.Contains("variable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cant_be_saved_is_said_before_the_first_epoch()
    {
        Tensor x = new Input(2);
        var model = new Model(x, new Lambda(v => v * 2).Call(new Dense(2).Call(x)));
        model.Compile("sgd", "mse");
        float[] before = model.Weights[0].Value.ToArray<float>();
        string path = _folder.File("m.keras");
        var error = Assert.Throws<NotSupportedException>(() => model.Fit(Ops.Ones([4, 2]), Ops.Ones([4, 2]), verbose: 0, callbacks: [new ModelCheckpoint(path)]));
        Assert.Contains("ModelCheckpoint", error.Message, StringComparison.Ordinal);
        Assert.Contains("Lambda", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Weights[0].Value.ToArray<float>());
        model.Fit(Ops.Ones([4, 2]), Ops.Ones([4, 2]), verbose: 0, callbacks: [new ModelCheckpoint(_folder.File("m.weights.h5"), saveWeightsOnly: true)]);
    }

    [Fact]
    public void A_function_that_is_a_loss_or_a_metric_is_saved_by_its_name()
    {
        var model = new Sequential([new Input(2), new Dense(1)]);
        Tensor Squares(Tensor yTrue, Tensor yPred) => Ops.Mean(Ops.Square(yTrue - yPred), -1);
        model.Compile("sgd", Loss.From(Squares, "squares"), metrics: [Metric.From(Squares, "own")]);
        Tensor x = Ops.Ones([4, 2]), y = Ops.Ones([4, 1]);
        model.Fit(x, y, verbose: 0);
        model.Save(_folder.File("m.keras"));
        Model again = Model.Load(_folder.File("m.keras"), new() { ["squares"] = _ => Loss.From(Squares, "squares"), ["own"] = _ => Metric.From(Squares, "own") });
        Assert.Equal(model.Evaluate(x, y, verbose: 0)["own"], again.Evaluate(x, y, verbose: 0)["own"]);
        Assert.Contains("'squares'", Assert.Throws<InvalidDataException>(() => Model.Load(_folder.File("m.keras"))).Message, StringComparison.Ordinal);
        Assert.Equal(2, Model.Load(_folder.File("m.keras"), compile: false).Weights.Count);
    }

    private static Model Make(string name)
    {
        OperationCases.Inputs inputs = new(new Input(4, 6), new Input(4, 4), new Input([3], dtype: DType.Int32), new Input(8, 8, 3), new Input(12));
        return new Model([inputs.X, inputs.M, inputs.K, inputs.Images, inputs.W], OperationCases.All[name](inputs));
    }

    private static TensorList Data { get; } =
        [Wave(2, 4, 6), Wave(2, 4, 4) + (Ops.Eye(4) * 4), Tensor.From([0, 1, 2, 3, 4, 0], [2, 3]), Wave(2, 8, 8, 3), Wave(2, 12)];

    private static Tensor Wave(params int[] shape) => Ops.Sin(Ops.Arange(shape.Aggregate(1, (a, b) => a * b), dtype: DType.Float32) * 0.7).Reshape(shape);

    private static float[][] Values(Model model) => [.. model.Call(Data).Select(output => output.Cast(DType.Float32).ToArray<float>())];
}
