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
        TensorList outputs = OperationTable.Run(target, golden, inputs);
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

    private static GoldenTolerance ToleranceOf(string target) => target switch
    {
        "keras.ops.erfinv" => GoldenTolerance.Values.AtLeast(1.2e-7, because: "TensorFlow's erfinv goes through (x + 1) / 2, which float32 has to 6e-8"),
        "keras.ops.image.perspective_transform" => GoldenTolerance.Values.Times(
            20, because: "Keras solves for the transform in float32, whose error moves the places that are read by some 1e-4 pixels"),
        _ => GoldenTolerance.Values,
    };
}
