using System.CommandLine;
using Cornea.Cli.Datasets;
using Cornea.Cli.Models;

namespace Cornea.Cli.Commands;

/// <summary>Arguments that name a file, or something that is built in.</summary>
internal static class FileArguments
{
    /// <summary>A network's file.</summary>
    public static Argument<string> Model() => new("model") { Description = $"The network's file, which 'cornea train --output m{SavedModel.Extension}' or Keras wrote, or an .onnx file." };

    /// <summary>A built-in network, or a network's file.</summary>
    public static Argument<string> ModelOrBuiltIn() => Either(
        "model", $"The network: a {ModelFormats.Extensions} file, or {string.Join(", ", BuiltInModels.Names)}.", "model", BuiltInModels.Names, SavedModel.IsMeant, $"a {ModelFormats.Extensions} file");

    /// <summary>A built-in data set, or a file of arrays.</summary>
    public static Argument<string> Data(string description) => Either(
        "data", $"{description}: a .npy or .npz file, or the test part of {string.Join(", ", BuiltInDatasets.Names)}.", "data set", BuiltInDatasets.Names, GivenData.IsFile, "a .npy or .npz file");

    /// <summary>A built-in data set, or files of arrays, one for each input.</summary>
    public static Argument<string[]> AllData(string description)
    {
        var argument = new Argument<string[]>("data")
        {
            Description = $"{description}: .npy files, one for each input, a .npz file, or the test part of {string.Join(", ", BuiltInDatasets.Names)}.",
            HelpName = "data",
            Arity = ArgumentArity.OneOrMore,
        };
        argument.Validators.Add(result =>
        {
            string[] words = [.. result.Tokens.Select(token => token.Value)];
            foreach (string word in words.Where(word => !GivenData.IsFile(word) && !(words.Length == 1 && BuiltInDatasets.Names.Contains(word))))
            {
                string hint = Choices.Nearest(word, BuiltInDatasets.Names) is { } near ? $" Did you mean '{near}'?" : "";
                result.AddError($"There is no data set '{word}'; there are {string.Join(", ", BuiltInDatasets.Names)}, or give a .npy or .npz file.{hint}");
            }
        });
        return argument;
    }

    private static Argument<string> Either(string name, string description, string what, IReadOnlyList<string> known, Func<string, bool> isFile, string file)
    {
        // Without a name for the help it would show the known words alone, and nobody would think of files.
        var argument = new Argument<string>(name) { Description = description, HelpName = name };
        argument.CompletionSources.Add([.. known]);
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count != 1 || result.Tokens[0].Value is var text && (known.Contains(text) || isFile(text))) return;
            string word = result.Tokens[0].Value, hint = Choices.Nearest(word, known) is { } near ? $" Did you mean '{near}'?" : "";
            result.AddError($"There is no {what} '{word}'; there are {string.Join(", ", known)}, or give {file}.{hint}");
        });
        return argument;
    }
}
