using System.Text.Json;
using Cornea.Plots;

namespace Cornea.Cli.Training;

/// <summary>The folder of a training's results.</summary>
internal sealed class ResultFiles
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };
    private readonly List<string> _saved = [];

    private ResultFiles(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>The file that grows by a line each epoch.</summary>
    public string History => Path.Combine(Folder, "history.csv");

    /// <summary>The names of the files that were written.</summary>
    public IReadOnlyList<string> Saved => _saved;

    /// <summary>Makes the folder if need be; files of an earlier run are taken away, so that no run is taken for another.</summary>
    /// <exception cref="IOException">The folder can't be made or written to.</exception>
    public static ResultFiles In(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var files = new ResultFiles(folder);
            foreach (string name in new[] { "metrics.json", "history.csv", "curves.png", "confusion.png" }) File.Delete(Path.Combine(folder, name));
            File.WriteAllText(files.History, "");
            return files;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The results can't be written to the folder '{folder}' ({error.Message.TrimEnd('.')}). Give another folder with --output.", error);
        }
    }

    public void Save(TrainResult result, History history, TrainOptions options)
    {
        Add("metrics.json", path => File.WriteAllText(path, ResultJson.Of(result, options).ToJsonString(Readable) + "\n"));
        _saved.Add("history.csv");
        if (result.Epochs > 0) Add("curves.png", Charts.History(history).Save);
        Add("confusion.png", Charts.ConfusionMatrix(result.Confusion, options.Dataset.ClassNames).Save);
    }

    private void Add(string name, Action<string> write)
    {
        write(Path.Combine(Folder, name));
        _saved.Add(name);
    }
}
