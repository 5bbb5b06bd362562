namespace Cornea.Cli.Models;

/// <summary>The formats of files that hold networks.</summary>
internal static class ModelFormats
{
    public static IReadOnlyList<ModelFormat> All { get; } =
    [
        new("Keras", ".keras", path => Model.Load(path), path => Model.Load(path), (model, path) => model.Save(path), null),
        new("ONNX", ".onnx", path => Onnx.Onnx.Import(path), path => Onnx.Onnx.Import(path, keepLayout: true), (model, path) => Onnx.Onnx.Export(model, path), "what it does only while it's trained (dropout, augmentation), the optimizer, loss and metrics"),
    ];

    /// <summary>Their endings, for messages.</summary>
    public static string Extensions => string.Join(" or ", All.Select(format => format.Extension));

    /// <summary>The format of a file's name; null where the ending is none of these.</summary>
    public static ModelFormat? Of(string path) => All.FirstOrDefault(format => path.EndsWith(format.Extension, StringComparison.OrdinalIgnoreCase));
}
