using System.Globalization;
using Cornea.Cli.Datasets;

namespace Cornea.Cli.Models;

/// <summary>A network in a file.</summary>
internal static class SavedModel
{
    public const string Extension = ".keras";

    /// <summary>Whether an argument means a file: by its ending, or because there is one.</summary>
    public static bool IsMeant(string name) => name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) || Path.Exists(name);

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no network, or is damaged.</exception>
    public static Model Load(string path)
    {
        GivenFile.Check(path);
        return path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
            ? Model.Load(path)
            : throw new InvalidDataException($"'{path}' isn't a {Extension} file.");
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
