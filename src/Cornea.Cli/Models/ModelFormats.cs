namespace Cornea.Cli.Models;

/// <summary>The formats of files that hold networks.</summary>
internal static class ModelFormats
{
    private const string Older = "where the random layers' numbers stand, and facts of one's own";

    public static IReadOnlyList<ModelFormat> All { get; } =
    [
        new("Keras", ".keras", path => Model.Load(path), path => Model.Load(path), (model, path) => model.Save(path), null),
        new("A file of weights", ".weights.h5", path => Model.Load(path), path => Model.Load(path), (model, path) => model.SaveWeights(path), "the layers, and what it is compiled with"),
        new("Keras' older format", ".h5", path => Model.Load(path), path => Model.Load(path), (model, path) => model.Save(path), Older),
        new("Keras' older format", ".hdf5", path => Model.Load(path), path => Model.Load(path), (model, path) => model.Save(path), Older),
        new("TensorFlow.js", ".json", path => Model.Load(path), path => Model.Load(path), (model, path) => model.Save(path), "what it does only while it's trained (augmentation), the optimizer, loss and metrics"),
        new("ONNX", ".onnx", path => Onnx.Onnx.Import(path), path => Onnx.Onnx.Import(path, keepLayout: true), (model, path) => Onnx.Onnx.Export(model, path), "what it does only while it's trained (dropout, augmentation), the optimizer, loss and metrics"),
    ];

    /// <summary>Their endings, for messages.</summary>
    public static string Extensions => string.Join(", ", All.Select(format => format.Extension));

    /// <summary>The format of a file's name; null where the ending is none of these.</summary>
    public static ModelFormat? Of(string path) => All.FirstOrDefault(format => path.EndsWith(format.Extension, StringComparison.OrdinalIgnoreCase));
}
