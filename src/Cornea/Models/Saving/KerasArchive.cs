using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea;

/// <summary>A <c>.keras</c> file: a zip of metadata.json, config.json and model.weights.h5.</summary>
internal static class KerasArchive
{
    public const string Extension = ".keras";
    private const string Metadata = "metadata.json";
    private const string Config = "config.json";
    private const string Weights = "model.weights.h5";
    private const string KerasVersion = "3.15.1"; // Whose format this is; readers look at it.
    private const string Assets = "assets/";
    private const string OwnFacts = "cornea.json"; // Keras opens its entries by name and passes over others.

    public static void Write(string path, Model model)
    {
        JsonObject config = ConfigOf(model);
        Hdf5Group weights = WeightFile.ToTree(model);
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            var metadata = new JsonObject
            {
                ["keras_version"] = KerasVersion,
                ["date_saved"] = DateTime.Now.ToString("yyyy-MM-dd@HH:mm:ss", CultureInfo.InvariantCulture),
            };
            Add(archive, Metadata, content => ConfigJson.Write(content, metadata));
            if (model.Metadata.Count > 0)
                Add(archive, OwnFacts, content => ConfigJson.Write(content, new JsonObject(model.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)))));
            Add(archive, Config, content => ConfigJson.Write(content, config));
            Add(archive, Weights, content => Hdf5Writer.Write(content, weights));
        });
    }

    /// <summary>What a file says of a model besides its weights.</summary>
    /// <exception cref="NotSupportedException">A part of the model can't be written.</exception>
    public static JsonObject ConfigOf(Model model)
    {
        JsonObject config = model.ToJson().AsObject();
        if (model.CompiledSetup is { } setup) config["compile_config"] = CompileConfig.ToJson(setup);
        return config;
    }

    /// <summary>The config and the weights of a file, and the budget of all that is made of them.</summary>
    /// <exception cref="InvalidDataException">It's no such file, or broken.</exception>
    public static (JsonObject Config, Hdf5Group Weights, LoadBudget Budget) Read(string path)
    {
        NpzFile archive = NpzFile.Open(path);
        LoadBudget budget = LoadBudget.OfFile(path, archive.StoredBytes);
        foreach (string needed in new[] { Config, Weights })
            if (!archive.EntryNames.Contains(needed)) throw new InvalidDataException($"{path}: expected a .keras file with {needed}, there are {(archive.EntryNames.Count == 0 ? "no entries" : FileText.List(archive.EntryNames))}.");
        if (archive.EntryNames.FirstOrDefault(name => name.StartsWith(Assets, StringComparison.Ordinal) && name.Length > Assets.Length) is { } asset)
            throw new InvalidDataException($"{path}: has an asset, '{FileText.Shortened(asset)}', such as a layer's vocabulary; assets aren't read.");
        JsonObject config = JsonText.Parse(ReadBytes(Config, copies: 3), $"{path}, entry '{Config}'", budget) as JsonObject
            ?? throw new InvalidDataException($"{path}, entry '{Config}': expected a JSON object.");
        return (config, Hdf5Reader.Read(ReadBytes(Weights, copies: 1), $"{path}, entry '{Weights}'", budget), budget);

        // JSON is kept as bytes and as text of two bytes a letter.
        byte[] ReadBytes(string entry, int copies)
        {
            budget.Take((double)copies * archive.BytesOf(entry), $"the entry '{entry}'");
            return archive.ReadBytes(entry);
        }
    }

    /// <summary>The facts of one's own in a file; none if there are none.</summary>
    /// <exception cref="InvalidDataException">They aren't texts.</exception>
    public static IEnumerable<KeyValuePair<string, string>> ReadMetadata(string path, LoadBudget budget)
    {
        NpzFile archive = NpzFile.Open(path);
        if (!archive.EntryNames.Contains(OwnFacts)) return [];
        budget.Take(3.0 * archive.BytesOf(OwnFacts), $"the entry '{OwnFacts}'");
        var facts = new ObjectConfig(JsonText.Parse(archive.ReadBytes(OwnFacts), $"{path}, entry '{OwnFacts}'", budget) as JsonObject);
        return [.. facts.Json.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, facts.GetString(pair.Key)!))];
    }

    private static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.NoCompression); // Stored, as Keras does.
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using Stream content = entry.Open();
        write(content);
    }

}
