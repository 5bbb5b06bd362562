using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea;

/// <summary>A <c>.keras</c> file: a zip of metadata.json, config.json and model.weights.h5. It stays open while its weights are read.</summary>
internal sealed class KerasArchive : IDisposable
{
    public const string Extension = ".keras";
    private const string MetadataEntry = "metadata.json";
    private const string ConfigEntry = "config.json";
    private const string WeightsEntry = "model.weights.h5";

    /// <summary>Whose format this is; readers look at it.</summary>
    public const string KerasVersion = "3.15.1";

    private const string Assets = "assets/";
    private const string OwnFacts = "cornea.json"; // Keras opens its entries by name and passes over others.

    public static void Write(string path, Model model, WeightType type)
    {
        JsonObject config = ConfigOf(model);
        Hdf5Group weights = WeightFile.ToTree(model, type);
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            var metadata = new JsonObject
            {
                ["keras_version"] = KerasVersion,
                ["date_saved"] = DateTime.Now.ToString("yyyy-MM-dd@HH:mm:ss", CultureInfo.InvariantCulture),
            };
            Add(archive, MetadataEntry, content => ConfigJson.Write(content, metadata));
            if (model.Metadata.Count > 0)
                Add(archive, OwnFacts, content => ConfigJson.Write(content, new JsonObject(model.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)))));
            Add(archive, ConfigEntry, content => ConfigJson.Write(content, config));
            Add(archive, WeightsEntry, content => Hdf5Writer.Write(content, weights));
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

    private readonly NpzFile _archive;
    private readonly ByteSource _weights;

    private KerasArchive(string path, long? maximumBytes)
    {
        Path = path;
        _archive = NpzFile.Open(path, maximumBytes);
        Budget = LoadBudget.OfFile(path, _archive.StoredBytes, maximumBytes);
        foreach (string needed in new[] { ConfigEntry, WeightsEntry })
            if (!_archive.EntryNames.Contains(needed)) throw new InvalidDataException($"{path}: expected a .keras file with {needed}, there are {(_archive.EntryNames.Count == 0 ? "no entries" : FileText.List(_archive.EntryNames))}.");
        if (_archive.EntryNames.FirstOrDefault(name => name.StartsWith(Assets, StringComparison.Ordinal) && name.Length > Assets.Length) is { } asset)
            throw new InvalidDataException($"{path}: has an asset, '{FileText.Shortened(asset)}', such as a layer's vocabulary; assets aren't read.");
        Config = ReadJson(ConfigEntry) as JsonObject ?? throw new InvalidDataException($"{path}, entry '{ConfigEntry}': expected a JSON object.");
        if (_archive.EntryNames.Contains(MetadataEntry) && LegacyConfig.IsOldVersion(JsonText.TextOf((ReadJson(MetadataEntry) as JsonObject)?["keras_version"]))) LegacyConfig.NameAllActivations(Config);
        _weights = _archive.OpenEntry(WeightsEntry, Budget);
        Weights = Hdf5Reader.Read(_weights, $"{path}, entry '{WeightsEntry}'", Budget);
    }

    /// <summary>What messages call the file.</summary>
    public string Path { get; }

    /// <summary>What the file says of the model besides its weights.</summary>
    public JsonObject Config { get; }

    /// <summary>The weights; they are read when they are asked for.</summary>
    public Hdf5Group Weights { get; }

    /// <summary>What all that is made of the file is charged to.</summary>
    public LoadBudget Budget { get; }

    /// <exception cref="InvalidDataException">It's no such file, or broken.</exception>
    public static KerasArchive Open(string path, long? maximumBytes = null) => new(path, maximumBytes);

    /// <summary>Compares the weights' checksum, once they have been read.</summary>
    /// <exception cref="InvalidDataException">It's wrong.</exception>
    public void CheckWeights() => _weights.CheckWhole();

    /// <summary>The facts of one's own in the file; none if there are none.</summary>
    /// <exception cref="InvalidDataException">They aren't texts.</exception>
    public IEnumerable<KeyValuePair<string, string>> ReadMetadata()
    {
        if (!_archive.EntryNames.Contains(OwnFacts)) return [];
        var facts = new ObjectConfig(ReadJson(OwnFacts) as JsonObject);
        return [.. facts.Json.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, facts.GetString(pair.Key)!))];
    }

    public void Dispose() => _weights.Dispose();

    private JsonNode? ReadJson(string entry)
    {
        Budget.Take(3.0 * _archive.BytesOf(entry), $"the entry '{entry}'"); // Kept as bytes and as text of two bytes a letter.
        return JsonText.Parse(_archive.ReadBytes(entry), $"{Path}, entry '{entry}'", Budget);
    }

    private static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.NoCompression); // Stored, as Keras does.
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using Stream content = entry.Open();
        write(content);
    }
}
