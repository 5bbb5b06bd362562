using System.Text.Json;
using Cornea.Cli.Models;
using Cornea.Plots;

namespace Cornea.Cli.Training;

/// <summary>The folder of a training's results.</summary>
internal sealed class ResultFiles
{
    public static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };
    private const string ModelName = "model" + SavedModel.Extension;
    private readonly List<string> _saved = [];

    private ResultFiles(string folder, string? model) =>
        (Folder, Model, IsModelApart) = (folder, model ?? Path.Combine(folder, ModelName), model is not null);

    public string Folder { get; }

    /// <summary>The network's file.</summary>
    public string Model { get; }

    /// <summary>The file that grows by a line each epoch.</summary>
    public string History => Path.Combine(Folder, "history.csv");

    /// <summary>Whether the network's file lies beside the folder, not in it.</summary>
    public bool IsModelApart { get; }

    /// <summary>The names of the files that were written into the folder.</summary>
    public IReadOnlyList<string> Saved => _saved;

    /// <summary>Makes the folder if need be; files of an earlier run are taken away, so that no run is taken for another.</summary>
    /// <exception cref="IOException">The folder can't be made or written to.</exception>
    /// <param name="output">The folder; or a .keras file for the network, and the folder is called like it.</param>
    public static ResultFiles At(string output)
    {
        bool isModel = output.EndsWith(SavedModel.Extension, StringComparison.OrdinalIgnoreCase);
        string folder = isModel ? output[..^SavedModel.Extension.Length] : output;
        if (isModel && Path.GetFileName(folder).Length == 0) throw new ArgumentException($"'{output}' isn't the name of a file. Give another with --output.");
        try
        {
            Directory.CreateDirectory(folder);
            var files = new ResultFiles(folder, isModel ? output : null);
            File.Delete(files.Model);
            foreach (string name in new[] { "metrics.json", "history.csv", "curves.png", "confusion.png", "mistakes.png" }) File.Delete(Path.Combine(folder, name));
            File.WriteAllText(files.History, "");
            return files;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The results can't be written to the folder '{folder}' ({error.Message.TrimEnd('.')}). Give another folder with --output.", error);
        }
    }

    public void Save(Model model, TrainResult result, History history, TrainOptions options)
    {
        SavedModel.Note(model, options.Dataset, options.Seed);
        model.Save(Model);
        if (!IsModelApart) _saved.Add(ModelName);
        Add("metrics.json", path => File.WriteAllText(path, ResultJson.Of(result, options).ToJsonString(Readable) + "\n"));
        _saved.Add("history.csv");
        if (result.Epochs > 0) Add("curves.png", Charts.History(history).Save);
        Add("confusion.png", Charts.ConfusionMatrix(result.Confusion, options.Dataset.ClassNames).Save);
    }

    /// <summary>Writes a file into the folder.</summary>
    public void Add(string name, Action<string> write)
    {
        write(Path.Combine(Folder, name));
        _saved.Add(name);
    }
}
