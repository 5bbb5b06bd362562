namespace Cornea.Onnx.Tests.Strangers;

/// <summary>Models that <c>tests/strangers.sh</c> has fetched, on random images: here, and in ONNX Runtime or TensorFlow.js.</summary>
public sealed class StrangerTests
{
    private const int UnknownSide = 24; // Of an image of any size.

    private static readonly double[] Ranges = [1, 255]; // Pixels from 0 to 1, or to 255: a network that is given the other kind shows little.

    [Fact]
    public void They_compute_the_same()
    {
        string? folder = Environment.GetEnvironmentVariable("CORNEA_STRANGERS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "tests/strangers.sh runs it.");
        var report = new List<string>();
        int failed = 0;
        string[] models = [.. Directory.GetFiles(folder, "*.onnx").Concat(Directory.GetDirectories(folder)).Order(StringComparer.Ordinal)];
        foreach (string path in models)
        {
            (bool isRight, string line) = Compare(path);
            report.Add($"{(isRight ? "ok    " : "FAILED")} {Path.GetFileNameWithoutExtension(path)}: {line}");
            if (!isRight) failed++;
        }

        report.Add($"{models.Length - failed} passed, {failed} failed");
        if (Environment.GetEnvironmentVariable("CORNEA_STRANGERS_REPORT") is { Length: > 0 } file) File.WriteAllLines(file, report);
        Assert.True(failed == 0 && models.Length > 0, string.Join('\n', report));
    }

    private static (bool IsRight, string Line) Compare(string path)
    {
        try
        {
            bool isOnnx = File.Exists(path);
            Model model = isOnnx ? Onnx.Import(path, keepLayout: true) : Model.Load(Path.Combine(path, "model.json"));
            double largest = 0;
            foreach (double range in Ranges)
            {
                Tensor[] inputs = [.. model.Inputs.Select((input, index) => Values(input, index, range))];
                TensorList here = model.PredictAll(TensorList.Create(inputs));
                using var scratch = new TemporaryFolder();
                Tensor[] there = isOnnx ? RuntimeModel.Run(path, inputs) : TensorFlowJs.Predict(Path.Combine(path, "model.json"), scratch, inputs);
                largest = Math.Max(largest, Difference(here, there));
            }

            return (largest <= 1e-4, $"{model.Layers.Count} layers, {string.Join(", ", model.Inputs.Select(input => input.Shape))} → {string.Join(", ", model.Outputs.Select(output => output.Shape))}, differs by {largest:0.0e+0} of the largest value");
        }
        catch (Exception error)
        {
            return (false, $"{error.GetType().Name}: {error.Message}"); // A failure of this model, not the end of the run.
        }
    }

    private static double Difference(TensorList here, Tensor[] there)
    {
        Assert.Equal(there.Length, here.Count);
        double difference = 0;
        for (int index = 0; index < there.Length; index++)
        {
            Assert.Equal(there[index].Shape, here[index].Shape);
            double[] expected = there[index].ToArray<double>(), got = here[index].ToArray<double>();
            double largest = expected.Max(Math.Abs);
            if (largest == 0) continue;
            difference = Math.Max(difference, expected.Zip(got, (a, b) => Math.Abs(a - b) / largest).Max());
        }

        return difference;
    }

    private static Tensor Values(Tensor input, int seed, double range)
    {
        Shape shape = [.. input.Shape.Select((size, axis) => size != Shape.Unknown ? size : axis == 0 ? 1 : UnknownSide)];
        var random = new Random(seed);
        return Tensor.From([.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (float)(range * random.NextDouble()))], shape);
    }
}
