using System.Text.Json;
using System.Text.Json.Nodes;
using Cornea.Layers;

namespace Cornea.Goldens.Runners;

/// <summary>Layers in the cases of the kind <c>keras_tests</c>: one call with the given weights, its outputs, and the weights that it changed.</summary>
internal static class KerasLayerCases
{
    private static readonly string[] InputNames = ["inputs", "sequences", "query", "value", "key"];

    public static void Run(GoldenCase golden)
    {
        JsonObject config = ConfigCases.ObjectOf(golden.Json["config"]!);
        Layer layer = Layer.FromJson(config.DeepClone());
        ConfigCases.CheckJson("config", ConfigCases.WithoutBuild(config["config"]), ConfigCases.WithoutBuild(layer.GetConfig().Json));
        if (golden.Json["args"] is { Count: > 0 } first && first[0] is { IsObject: true } data && data.Has("images"))
        {
            RunOnDictionary(golden, layer, data);
            return;
        }

        var inputs = new List<Tensor>();
        var arguments = new CallArguments();
        bool? training = null;
        CaseJson places = golden.Json["args"]!;
        bool takesMaskSecond = layer is GlobalAveragePooling1D or Softmax or BatchNormalization; // call(inputs, mask)
        for (int place = 0; place < places.Count; place++)
        {
            if (place == 1 && takesMaskSecond) arguments["mask"] = Tensors(golden, places[place]);
            else inputs.AddRange(Tensors(golden, places[place]).OfType<Tensor>());
        }

        CaseJson named = golden.Json["kwargs"]!;
        foreach (string name in InputNames)
            if (named[name] is { } given) inputs.AddRange(Tensors(golden, given).OfType<Tensor>());
        foreach ((string name, CaseJson? value) in named)
        {
            if (InputNames.Contains(name)) continue;
            if (value?.Kind is JsonValueKind.True or JsonValueKind.False)
            {
                if (name == "training") training = value.ToBool();
                else arguments.With(name, value.ToBool());
            }
            else if (value is not null)
            {
                arguments[name] = Tensors(golden, value);
            }
        }

        TensorList list = TensorList.Create([.. inputs]);
        layer.Call(list, arguments, training: false); // Builds it.
        CheckPaths(golden, layer);
        layer.SetWeights([.. golden.Numbered("w").Select(array => array.ToTensor())]);
        TensorList outputs = layer.Call(list, arguments, training);
        GoldenTolerance tolerance = GoldenTolerance.Values
            .AtLeast(1e-6, because: "a mean that is 0, but for rounding, is rounding error in both");
        int count = golden.Numbered("y").Length;
        if (outputs.Count != count) throw new MismatchException($"expected {count} outputs, got {outputs.Count}");
        for (int index = 0; index < count; index++) tolerance.Check($"y{index}", golden[$"y{index}"], outputs[index]);
        for (int index = 0; index < layer.Weights.Count; index++)
            if (golden.Has($"after_w{index}")) tolerance.Check($"after_w{index}", golden[$"after_w{index}"], layer.Weights[index].Value);
    }

    // Images with what belongs to them; the outputs are in the order of the dictionary's keys.
    private static void RunOnDictionary(GoldenCase golden, Layer layer, CaseJson data)
    {
        BoundingBoxes? boxes = data["bounding_boxes"] is { } given ? new(golden.ToTensor(given["boxes"])!, golden.ToTensor(given["labels"])!) : null;
        var images = new LabeledImages(golden.ToTensor(data["images"])!, golden.ToTensor(data["labels"]), golden.ToTensor(data["segmentation_masks"]), boxes);
        bool? training = golden.Json["kwargs"]!["training"]?.ToBool();
        LabeledImages result = layer switch
        {
            BaseImagePreprocessingLayer augmentation => augmentation.Call(images, training),
            Pipeline pipeline => pipeline.Call(images, training),
            _ => throw new NotUnderstoodException($"{layer.ClassName} is no layer for a dictionary of images"),
        };
        Tensor?[] outputs = [result.BoundingBoxes?.Boxes, result.BoundingBoxes?.Labels, result.Images, result.Labels, result.SegmentationMasks];
        int index = 0;
        foreach (Tensor output in outputs.OfType<Tensor>()) GoldenTolerance.Values.Check($"y{index}", golden[$"y{index++}"], output);
    }

    private static void CheckPaths(GoldenCase golden, Layer layer)
    {
        string expected = string.Join(", ", golden.Json["weights"]!.Items.Select(weight => $"{weight!["path"].ToText().Split('/')[^1]} {weight["shape"]!.Whole().ToJsonString()}"));
        string got = string.Join(", ", layer.Weights.Select(weight => $"{weight.Name} [{string.Join(",", weight.Shape)}]"));
        if (expected != got) throw new MismatchException($"weights: expected {expected}, got {got}");
    }

    private static Tensor?[] Tensors(GoldenCase golden, CaseJson? json) =>
        json is { IsList: true } list ? [.. list.Items.SelectMany(item => Tensors(golden, item))] : [golden.ToTensor(json)];
}
