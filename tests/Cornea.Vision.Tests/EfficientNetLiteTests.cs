using Cornea.Files;

namespace Cornea.Vision.Tests;

/// <summary>EfficientNet-Lite0 is the network that Keras' file holds, and the weights in the package are that file's but for rounding.</summary>
public sealed class EfficientNetLiteTests
{
    private const string Folder = "data/efficientnet_lite0";

    private static string File(string name) =>
        SharedData.Find($"{Folder}/{name}") is { } path ? path : throw Xunit.Sdk.SkipException.ForSkip($"../shared/{Folder} isn't here.");

    [Fact]
    public void KerasWeightsFitAndGiveKerasNumbers()
    {
        IReadOnlyDictionary<string, Tensor> reference = NumPyFile.LoadAll(File("reference.npz"));
        Model model = Applications.EfficientNetLite0(weights: File("efficientnet_lite0.keras"));
        Model features = Applications.EfficientNetLite0(weights: null, includeTop: false, inputShape: (224, 224, 3), pooling: "avg");
        features.SetWeights([.. model.GetWeights().Take(features.Weights.Count)]);

        AssertNear(reference["y"], model.Predict(reference["x"], verbose: 0), tolerance: 1e-5f);
        AssertNear(reference["avg_pool"], features.Predict(reference["x"], verbose: 0), tolerance: 1e-4f);
    }

    [Fact]
    public void ThePackagedWeightsAreKerasRoundedToHalfPrecision()
    {
        Model exact = Model.Load(File("efficientnet_lite0.keras")), packaged = Applications.EfficientNetLite0();

        Assert.Equal(exact.Weights.Count, packaged.Weights.Count);
        foreach (var (wanted, got) in exact.Weights.Zip(packaged.Weights))
        {
            float[] values = wanted.Value.ToArray<float>();
            if (wanted.Shape.Rank > 1) values = Array.ConvertAll(values, value => (float)(Half)value);
            Assert.Equal(values, got.Value.ToArray<float>());
        }
    }

    [Fact]
    public void ThePackagedWeightsGiveNearlyKerasNumbers()
    {
        IReadOnlyDictionary<string, Tensor> reference = NumPyFile.LoadAll(File("reference.npz"));

        Tensor y = Applications.EfficientNetLite0().Predict(reference["x"], verbose: 0);

        AssertNear(reference["y"], y, tolerance: 4e-3f); // Measured: 0.0019, of a probability.
    }

    private static void AssertNear(Tensor expected, Tensor actual, float tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.InRange(Ops.Abs(expected - actual).Max().ToScalar<float>(), 0, tolerance);
    }
}
