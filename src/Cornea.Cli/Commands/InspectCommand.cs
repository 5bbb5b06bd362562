using System.CommandLine;
using System.Globalization;
using Cornea.Cli.Datasets;
using Cornea.Cli.Terminal;
using Cornea.Onnx;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea inspect</c>: the operators of an ONNX file or the layers of another model's, and which of them can't be read.</summary>
internal static class InspectCommand
{
    private const int MostNodes = 8; // In a line.

    private const string Examples = """
        Examples:
          cornea inspect model.onnx      every operator with its count, and at the end all that isn't supported
          cornea inspect model.h5        every layer's class
        """;

    private readonly record struct Part(string Name, int Count, bool IsSupported, IReadOnlyList<string> Places);

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A model's file: .onnx, .keras, .h5, .hdf5 or a TensorFlow.js layers model's model.json.", HelpName = "file" };
        var command = new TeachingCommand("inspect", "Lists the operators or layers of a model's file, and all that is not supported at once.", Examples) { file };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file)));
        return command;
    }

    private static int Run(string path)
    {
        GivenFile.Check(path);
        bool isOnnx = Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase);
        string noun = isOnnx ? "operators" : "layers", place = isOnnx ? "nodes" : "layers";
        Part[] parts = isOnnx
            ? [.. Onnx.Onnx.Inspect(path).Select(entry => new Part(entry.Name, entry.Count, entry.IsSupported, entry.Nodes))]
            : [.. Model.Inspect(path).Select(entry => new Part(entry.ClassName, entry.Count, entry.IsSupported, entry.Layers))];
        var screen = Screen.Create();
        int width = parts.Select(part => part.Name.Length).DefaultIfEmpty().Max();
        foreach (Part part in parts)
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{part.Name.PadRight(width)}  {part.Count,6}{(part.IsSupported ? "" : "  not supported")}"));
        Part[] unknown = [.. parts.Where(part => !part.IsSupported)];
        if (unknown.Length == 0)
        {
            screen.Line($"All {noun} are supported.");
            return ExitCode.Success;
        }

        screen.Line($"{unknown.Length} {(isOnnx ? "operators" : "classes of layers")} aren't supported:");
        foreach (Part part in unknown)
            screen.Line($"  {part.Name}: {string.Join(", ", part.Places.Take(MostNodes))}{(part.Count > MostNodes ? $", … ({part.Count} {place})" : "")}");
        return ExitCode.Failure;
    }
}
