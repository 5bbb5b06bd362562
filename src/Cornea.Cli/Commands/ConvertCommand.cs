using System.CommandLine;
using System.Globalization;
using Cornea.Cli.Models;
using Cornea.Cli.Terminal;

namespace Cornea.Cli.Commands;

/// <summary><c>cornea convert</c>: a network from one format to another.</summary>
internal static class ConvertCommand
{
    private const string Examples = """
        Examples:
          cornea convert model.onnx model.keras      a network of PyTorch's, to be trained on in Cornea or Keras
          cornea convert d.keras d.onnx              a network of Cornea's or Keras', to run in ONNX Runtime
          cornea convert d.keras web/model.json      the same, to run in a browser with TensorFlow.js
        """;

    public static Command Create()
    {
        Argument<string> from = File("from", "The file that there is"), to = File("to", "The file that is to be; its ending says in which format");
        var command = new TeachingCommand("convert", "Writes a network in another format, and says what was kept.", Examples) { from, to };
        command.SetAction(parsed =>
        {
            Run(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
            return ExitCode.Success;
        });
        return command;
    }

    private static Argument<string> File(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = $"{description}: {ModelFormats.Extensions}.", HelpName = name };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && ModelFormats.Of(result.Tokens[0].Value) is null) result.AddError($"{name}: expected a {ModelFormats.Extensions} file, got '{result.Tokens[0].Value}'.");
        });
        return argument;
    }

    private static void Run(string from, string to)
    {
        Model model = SavedModel.Load(from);
        ModelFormat format = ModelFormats.Of(to)!;
        format.Save(model, to);
        var screen = Screen.Create();
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"Saved {to}: {model.Layers.Count} layers, {model.ParameterCount:N0} parameters."));
        screen.Line($"In: {Describe(model.Inputs)}. Out: {Describe(model.Outputs)}.");
        if (format.Leaves is { } left) screen.Line($"Not kept, since {format.Name} has no place for it: {left}.");
    }

    private static string Describe(TensorList tensors) => string.Join(", ", tensors.Select(tensor => $"{tensor.DType} {tensor.Shape}"));
}
