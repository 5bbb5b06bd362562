using System.Globalization;
using Cornea.Cli.Datasets;

namespace Cornea.Cli.Models;

/// <summary>A network in a file.</summary>
internal static class SavedModel
{
    public const string Extension = ".keras";

    /// <summary>Whether an argument means a file: by its ending, or because there is one.</summary>
    public static bool IsMeant(string name) => ModelFormats.Of(name) is not null || Path.Exists(name);

    /// <param name="path">The file.</param>
    /// <param name="asStored">Whether inputs and outputs are as the file has them, so that arrays compare with those of its maker.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no network, or is damaged.</exception>
    public static Model Load(string path, bool asStored = false)
    {
        if (!Directory.Exists(path)) GivenFile.Check(path);
        if (ModelFormats.Of(path) is not { } format) return Model.Load(path); // It says what the file is instead, and what to convert it to.
        return asStored ? format.LoadAsStored(path) : format.Load(path);
    }

    /// <summary>Writes into a network's facts on what it is trained.</summary>
    public static void Note(Model model, BuiltInDataset dataset, int seed)
    {
        model.Metadata["dataset"] = dataset.Name;
        model.Metadata["seed"] = seed.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The seed by which the rows were drawn that a network was trained on; null where its file doesn't say.</summary>
    public static int? SeedOf(Model model, string dataset) =>
        model.Metadata.GetValueOrDefault("dataset") == dataset && int.TryParse(model.Metadata.GetValueOrDefault("seed"), NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? seed : null;
}
