using Cornea.Goldens.Operations;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>ops</c>, and the operations of <c>keras_tests</c>: values, and the gradients for given dy where there are any.</summary>
internal static class OperationCases
{
    public static void Run(GoldenCase golden) => Run(golden, golden.Json["op"].ToText());

    public static void Run(GoldenCase golden, string target)
    {
        var inputs = new Dictionary<string, Tensor>();
        foreach (string name in golden.ArrayNames.Where(name => name[0] == 'x'))
            inputs[name] = golden.Has($"d{name}") ? Ops.Watch(golden[name].ToTensor()) : golden[name].ToTensor();
        TensorList outputs = FreeChoices.Align(target, golden, OperationTable.Run(target, golden, inputs));
        if (target.EndsWith("image.elastic_transform", StringComparison.Ordinal))
        {
            CheckStatistics(golden["y0"], outputs.Single);
            return;
        }

        for (int index = 0; index < outputs.Count; index++)
            ToleranceOf(target).Check($"y{index}", golden[$"y{index}"], outputs[index]);
        if (golden.Has($"y{outputs.Count}")) throw new MismatchException($"expected more than {outputs.Count} outputs");
        if (!golden.ArrayNames.Any(name => name.StartsWith("dx", StringComparison.Ordinal))) return;
        Tensor? loss = null;
        for (int index = 0; index < outputs.Count; index++)
        {
            if (!golden.Has($"dy{index}")) continue;
            Tensor part = Ops.Sum(outputs[index] * golden[$"dy{index}"].ToTensor());
            loss = loss is null ? part : loss + part;
        }

        foreach ((string name, Tensor input) in inputs.Where(input => golden.Has($"d{input.Key}")))
            GoldenTolerance.Gradients.Check($"d{name}", golden[$"d{name}"], Gradients.Of(loss!, input));
    }

    // Its random numbers are TensorFlow's own: as in Keras' test, mean and variance tell.
    private static void CheckStatistics(Files.FileArray expected, Tensor got)
    {
        double[] wanted = expected.ToArray<double>(), values = got.Cast(DType.Float32).ToArray<double>();
        if (!got.Shape.SequenceEqual(expected.Shape.ToArray())) throw new MismatchException($"expected shape {Files.FileArray.Describe(expected.Shape)}, got {got.Shape}");
        double Variance(double[] numbers) => numbers.Average(number => number * number) - (numbers.Average() * numbers.Average());
        GoldenTolerance tolerance = GoldenTolerance.Exact.AtLeast(1e-2, because: "two draws differ; Keras' own test takes this");
        tolerance.Check("mean", wanted.Average(), values.Average());
        tolerance.Check("variance", Variance(wanted), Variance(values));
    }

    private static GoldenTolerance ToleranceOf(string target) => target switch
    {
        "keras.ops.erfinv" => GoldenTolerance.Values.AtLeast(1.2e-7, because: "TensorFlow's erfinv goes through (x + 1) / 2, which float32 has to 6e-8"),
        "keras.ops.image.perspective_transform" => GoldenTolerance.Values.Times(
            20, because: "Keras solves for the transform in float32, whose error moves the places that are read by some 1e-4 pixels"),
        _ => GoldenTolerance.Values,
    };
}
