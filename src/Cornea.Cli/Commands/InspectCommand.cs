using System.CommandLine;
using System.Globalization;
using Cornea.Cli.Datasets;
using Cornea.Cli.Terminal;
using Cornea.Onnx;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea inspect</c>: the operators of an ONNX file, and which of them can't be imported.</summary>
internal static class InspectCommand
{
    private const int MostNodes = 8; // In a line.

    private const string Examples = """
        Examples:
          cornea inspect model.onnx      every operator with its count, and at the end all that isn't supported
        """;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "An .onnx file.", HelpName = "file" };
        var command = new TeachingCommand("inspect", "Lists the operators of an ONNX file, and all that is not supported at once.", Examples) { file };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file)));
        return command;
    }

    private static int Run(string path)
    {
        GivenFile.Check(path);
        IReadOnlyList<OnnxOperator> operators = Onnx.Onnx.Inspect(path);
        var screen = Screen.Create();
        int width = operators.Select(entry => entry.Name.Length).DefaultIfEmpty().Max();
        foreach (OnnxOperator entry in operators)
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{entry.Name.PadRight(width)}  {entry.Count,6}{(entry.IsSupported ? "" : "  not supported")}"));
        OnnxOperator[] unknown = [.. operators.Where(entry => !entry.IsSupported)];
        if (unknown.Length == 0)
        {
            screen.Line("All operators are supported.");
            return ExitCode.Success;
        }

        screen.Line($"{unknown.Length} operators aren't supported:");
        foreach (OnnxOperator entry in unknown)
            screen.Line($"  {entry.Name}: {string.Join(", ", entry.Nodes.Take(MostNodes))}{(entry.Count > MostNodes ? $", … ({entry.Count} nodes)" : "")}");
        return ExitCode.Failure;
    }
}
