using System.CommandLine;
using System.CommandLine.Parsing;
using Cornea.Cli.Datasets;
using Cornea.Cli.Models;
using Cornea.Cli.Photos;

namespace Cornea.Cli.Commands;

/// <summary>Arguments that name a file, or something that is built in.</summary>
internal static class FileArguments
{
    /// <summary>A network's file.</summary>
    public static Argument<string> Model() => new("model") { Description = $"The network's file, which 'cornea train --output m{SavedModel.Extension}' or Keras wrote, an .onnx file, or the model.json of TensorFlow.js." };

    /// <summary>A built-in network, or a network's file.</summary>
    public static Argument<string> ModelOrBuiltIn() => Either(
        "model", $"The network: a {ModelFormats.Extensions} file, or {string.Join(", ", BuiltInModels.Names)}.", "model", BuiltInModels.Names, SavedModel.IsMeant, $"a {ModelFormats.Extensions} file");

    /// <summary>A built-in data set, or a file of arrays.</summary>
    public static Argument<string> Data(string description) => Either(
        "data", $"{description}: a .npy or .npz file, or the test part of {string.Join(", ", BuiltInDatasets.Names)}; or a folder of photos.", "data set", BuiltInDatasets.Names,
        name => GivenData.IsFile(name) || Directory.Exists(name), "a .npy or .npz file, or a folder of photos");

    /// <summary>What is learned from: a built-in data set, or a folder of photos.</summary>
    public static Argument<string> Learned() => Either(
        "data set", $"What to learn from: a folder of photos, with a folder for each class; or {string.Join(", ", BuiltInDatasets.Names)}.", "data set", BuiltInDatasets.Names, Directory.Exists, "a folder of photos");

    /// <summary>Photos and folders of photos; or arrays, a file for each input; or a built-in data set.</summary>
    public static Argument<string[]> Inputs(string description)
    {
        var argument = new Argument<string[]>("data")
        {
            Description = $"{description}: .npy files, one for each input, a .npz file, or the test part of {string.Join(", ", BuiltInDatasets.Names)}; or photos and folders of photos.",
            HelpName = "data",
            Arity = ArgumentArity.OneOrMore,
        };
        argument.CompletionSources.Add([.. BuiltInDatasets.Names]);
        argument.Validators.Add(result =>
        {
            // A data set stands alone.
            IReadOnlyList<string> known = result.Tokens.Count == 1 ? BuiltInDatasets.Names : [];
            foreach (Token token in result.Tokens)
                if (!PhotoPaths.IsMeant(token.Value) && !known.Contains(token.Value))
                    Check(result, token.Value, "data set", BuiltInDatasets.Names, GivenData.IsFile, "a .npy or .npz file, photos or a folder of photos");
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
            if (result.Tokens.Count == 1) Check(result, result.Tokens[0].Value, what, known, isFile, file);
        });
        return argument;
    }

    private static void Check(ArgumentResult result, string word, string what, IReadOnlyList<string> known, Func<string, bool> isFile, string file)
    {
        if (known.Contains(word) || isFile(word)) return;
        string hint = Choices.Nearest(word, known) is { } near ? $" Did you mean '{near}'?" : "";
        result.AddError($"There is no {what} '{word}'; there are {string.Join(", ", known)}, or give {file}.{hint}");
    }
}
