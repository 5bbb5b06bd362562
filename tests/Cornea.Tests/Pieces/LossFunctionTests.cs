using System.Reflection;
using System.Text.Json;
using Cornea.Losses;
using Cornea.Metrics;
using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Pieces;

public class LossFunctionTests
{
    private static readonly Tensor YTrue = Tensor.From([0f, 1, 0, 0, 0, 1], [2, 3]);
    private static readonly Tensor YPred = Tensor.From([0.1f, 0.8f, 0.1f, 0.3f, 0.3f, 0.4f], [2, 3]);

    [Fact]
    public void OneValueForEachSample()
    {
        Check.Values(LossFunctions.MeanSquaredError(YTrue, YPred), [2], 0.02, 0.18);
        Check.Values(LossFunctions.CategoricalCrossentropy(YTrue, YPred), [2], -Math.Log(0.8), -Math.Log(0.4));
        Check.Values(LossFunctions.SparseCategoricalCrossentropy(Tensor.From([1, 2], [2]), YPred, ignoreClass: 2), [2], -Math.Log(0.8), 0);
        Check.Values(LossFunctions.CosineSimilarity(YTrue, YTrue), [2], -1, -1);
        Check.Values(LossFunctions.Huber(YTrue, YTrue + 3, delta: 2), [2], 4, 4);
        Check.Values(LossFunctions.Dice(YTrue, YTrue), [], 0);
        Check.Values(MetricFunctions.CategoricalAccuracy(YTrue, YPred), [2], 1, 1);
        Check.Values(MetricFunctions.BinaryAccuracy(YTrue, YPred), [2, 3], 1, 1, 1, 1, 1, 0);
        Check.Values(MetricFunctions.SparseTopKCategoricalAccuracy(Tensor.From([0, 2], [2]), YPred, k: 1), [2], 0, 1);
        Check.Values(MetricFunctions.PearsonCorrelation(YTrue, YTrue * -2), [2], -1, -1);
    }

    [Fact]
    public void TheCircleMayHaveItsOwnReferences()
    {
        Tensor labels = Tensor.From([0, 1], [2]), embeddings = Tensor.From([1f, 0, 0, 1], [2, 2]);
        Tensor alone = LossFunctions.Circle(labels, embeddings);
        Check.Values(LossFunctions.Circle(labels, embeddings, labels, embeddings), [2], alone.ToArray<double>());
        Check.Values(LossFunctions.Circle(labels, embeddings), [2], new Circle(reduction: "none").Call(labels, embeddings).ToArray<double>());
        // One reference of each class, and both of the right one: nothing to draw together but for the margin.
        Assert.Equal(new Shape(2), LossFunctions.Circle(labels, embeddings, Tensor.From([0, 1, 1], [3]), Ops.Ones([3, 2]) * Math.Sqrt(0.5), removeDiagonal: false).Shape);
    }

    [Fact]
    public void SequencesWithoutTimes()
    {
        Tensor logits = ((Ops.Arange(24).Cast("float32") - 12) / 100).Reshape(2, 4, 3);
        Tensor targets = Tensor.From([1, 2, 1, 0, 1, 2, 0, 2], [2, 4]);
        Assert.Equal(2.448645f, new CTC().Call(targets, logits).ToScalar<float>(), 1e-5f);
        Assert.Equal(new Shape(2), LossFunctions.CTC(targets, logits).Shape);
        Assert.IsType<CTC>((Loss)"ctc");
        Check.Error<ShapeException>(() => new CTC().Call(targets, Ops.Ones([2, 4])), "CTC", "[batch, time, classes]");
    }

    [Fact]
    public void EveryFunctionOfKerasIsThere()
    {
        using Stream stream = typeof(LossFunctionTests).Assembly.GetManifestResourceStream("keras_api.json")!;
        foreach (JsonProperty entry in JsonDocument.Parse(stream).RootElement.GetProperty("names").EnumerateObject())
        {
            string[] parts = entry.Name.Split('.');
            if (entry.Value.GetProperty("kind").GetString() != "function" || parts is not ["keras", "losses" or "metrics", not ("get" or "serialize" or "deserialize")]) continue;
            string plain = parts[2].Replace("_", "", StringComparison.Ordinal);
            MethodInfo? method = typeof(LossFunctions).GetMethods().Concat(typeof(MetricFunctions).GetMethods())
                .FirstOrDefault(method => method.Name.Equals(plain, StringComparison.OrdinalIgnoreCase));
            Assert.True(method is not null, entry.Name);
            string[] expected = [.. entry.Value.GetProperty("arguments").EnumerateArray().Select(argument => argument.GetProperty("name").GetString()!.Replace("_", "", StringComparison.Ordinal))];
            Assert.Equal(expected, method.GetParameters().Select(parameter => parameter.Name!.ToLowerInvariant()));
        }
    }
}
