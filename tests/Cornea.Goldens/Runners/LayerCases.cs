using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Layers;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>layers</c>: outputs, gradients, weights changed by a training call, the weights' names, the config's round trip.</summary>
internal static class LayerCases
{
    public static void Run(GoldenCase golden)
    {
        JsonObject serialized = ConfigCases.ObjectOf(golden.Json["serialized"]!);
        JsonNode? config = golden.Json["config"]?.Whole();
        ConfigCases.CheckJson("serialized", config, serialized["config"]);
        Layer layer = Layer.FromJson(serialized.DeepClone());
        Tensor[] inputs = [.. golden.Numbered("x").Select(array => array.ToTensor())];
        if (golden.Json["class_name"].ToText() != layer.ClassName) throw new MismatchException($"expected class {golden.Json["class_name"]}, got {layer.ClassName}");
        if (golden.Json["inputs"].ToInt() != inputs.Length) throw new NotUnderstoodException($"{golden.Json["inputs"]} inputs, of which {inputs.Length} are there");
        ConfigCases.CheckJson("config", ConfigCases.WithoutBuild(config), ConfigCases.WithoutBuild(layer.GetConfig().Json));
        layer.Call(TensorList.Create(inputs)); // Builds it.
        CheckWeights(golden, layer);
        Tensor[] weights = [.. golden.Numbered("w").Select(array => array.ToTensor())];
        foreach (CaseJson? mode in golden.Json["modes"]!.Items)
        {
            layer.SetWeights(weights);
            bool training = mode.ToText() == "training";
            CheckCall(golden, layer, inputs, training, training ? "train_" : "");
            if (training) CheckChanges(golden, layer);
        }

        CheckSaving(layer, inputs);
    }

    // A model of the layer alone: saved, loaded, the same bits, and a random layer goes on with the same draws.
    private static void CheckSaving(Layer layer, Tensor[] inputs)
    {
        Tensor[] symbols = [.. inputs.Select(input => new Input(input.Shape[1..], dtype: input.DType).Tensor)];
        var model = new Model(TensorList.Create(symbols), layer.Call(TensorList.Create(symbols)));
        string path = Path.Combine(Path.GetTempPath(), $"cornea-{Guid.NewGuid():N}.keras");
        try
        {
            model.Save(path);
            Model again = Model.Load(path);
            ConfigCases.CheckJson(
                "saved config", ConfigCases.WithoutBuild(JsonNode.Parse(model.GetLayer(layer.Name).GetConfig().Json.ToJsonString())),
                ConfigCases.WithoutBuild(again.GetLayer(layer.Name).GetConfig().Json));
            foreach (bool training in new[] { false, true, true })
            {
                TensorList expected = model.Call(TensorList.Create(inputs), training), got = again.Call(TensorList.Create(inputs), training);
                for (int index = 0; index < expected.Count; index++)
                {
                    float[] first = expected[index].Cast(DType.Float32).ToArray<float>(), second = got[index].Cast(DType.Float32).ToArray<float>();
                    if (!first.Select(BitConverter.SingleToInt32Bits).SequenceEqual(second.Select(BitConverter.SingleToInt32Bits)))
                        throw new MismatchException($"saved and loaded, training {training}: output {index} has other bits");
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void CheckWeights(GoldenCase golden, Layer layer)
    {
        string expected = string.Join(", ", golden.Json["weights"]!.Items.Zip(golden.Json["trainable"]!.Items, (name, flag) => $"{name.ToText()} {flag.ToBool()}"));
        string got = string.Join(", ", layer.Weights.Select(weight => $"{weight.Name} {weight.Trainable}"));
        if (expected != got) throw new MismatchException($"weights: expected {expected}, got {got}");
        if (layer.ParameterCount != golden.Json["parameters"].ToInt())
            throw new MismatchException($"parameters: expected {golden.Json["parameters"]}, got {layer.ParameterCount}");
    }

    private static void CheckCall(GoldenCase golden, Layer layer, Tensor[] inputs, bool training, string prefix)
    {
        Tensor[] watched = [.. inputs.Select(input => input.DType.IsFloating ? Ops.Watch(input) : input)];
        TensorList outputs = layer.Call(TensorList.Create(watched), training);
        FileArray[] expected = golden.Numbered(prefix + "y"), given = golden.Numbered(prefix + "dy");
        if (outputs.Count != expected.Length || outputs.Count != golden.Json["outputs"].ToInt())
            throw new MismatchException($"expected {golden.Json["outputs"]} outputs, of which {expected.Length} are there; got {outputs.Count}");
        for (int index = 0; index < expected.Length; index++) GoldenTolerance.Values.Check($"{prefix}y{index}", expected[index], outputs[index]);
        Tensor? loss = null;
        for (int index = 0; index < given.Length; index++)
        {
            Tensor part = (outputs[index] * given[index].ToTensor()).Sum();
            loss = loss is null ? part : loss + part;
        }

        for (int index = 0; index < watched.Length; index++)
            if (golden.Has($"{prefix}dx{index}")) GoldenTolerance.Gradients.Check($"{prefix}dx{index}", golden[$"{prefix}dx{index}"], Gradients.Of(loss!, watched[index]));
        IReadOnlyList<Variable> variables = layer.TrainableWeights;
        if (!golden.Has($"{prefix}dw0")) return;
        IReadOnlyList<Tensor> gradients = Gradients.Of(loss!, variables);
        for (int index = 0; index < gradients.Count; index++)
            if (golden.Has($"{prefix}dw{index}")) GoldenTolerance.Gradients
                .AtLeast(1e-6, because: "the softmax takes away what a bias adds to all keys: its gradient is 0, but for rounding")
                .Check($"{prefix}dw{index}", golden[$"{prefix}dw{index}"], gradients[index]);
    }

    private static void CheckChanges(GoldenCase golden, Layer layer)
    {
        for (int index = 0; index < layer.Weights.Count; index++)
            if (golden.Has($"train_w{index}")) GoldenTolerance.Values.Check($"train_w{index}", golden[$"train_w{index}"], layer.Weights[index].Value);
    }
}
