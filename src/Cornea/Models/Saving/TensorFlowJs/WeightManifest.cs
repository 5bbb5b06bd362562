using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea;

/// <summary>The weights that a TensorFlow.js model's file lists, group by group, with the files in which their values lie.</summary>
internal sealed class WeightManifest : IDisposable
{
    private const int MostAxes = 8, MostFiles = 10_000;

    private readonly string _path;
    private readonly HashSet<string> _files = [];
    private readonly List<WeightShards> _groups = [];
    private readonly List<ManifestWeight> _weights = [];

    /// <param name="path">The model's file.</param>
    /// <param name="manifest">The list, as the file has it.</param>
    /// <exception cref="InvalidDataException">It's broken, or doesn't fit the files beside.</exception>
    public WeightManifest(string path, JsonNode? manifest)
    {
        _path = path;
        try
        {
            foreach (JsonNode? group in manifest as JsonArray ?? throw Broken($"expected a list 'weightsManifest', got {Shown(manifest)}")) Add(group);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>All weights, in the manifest's order.</summary>
    public IReadOnlyList<ManifestWeight> Weights => _weights;

    /// <summary>How many bytes the files beside have.</summary>
    public long StoredBytes => _groups.Sum(group => group.Length);

    /// <summary>Closes what is open.</summary>
    public void Dispose()
    {
        foreach (WeightShards group in _groups) group.Dispose();
    }

    private void Add(JsonNode? json)
    {
        if (json is not JsonObject group || group["paths"] is not JsonArray paths || group["weights"] is not JsonArray weights)
            throw Broken($"expected a group of 'paths' and 'weights', got {Shown(json)}");
        var shards = new WeightShards(_path, [.. paths.Select(NewFile)]);
        _groups.Add(shards);
        long offset = 0;
        foreach (JsonNode? weight in weights) offset = Add(weight, shards, offset);
        if (offset != shards.Length)
            throw Broken($"{FileText.List([.. shards.Names])}: the {weights.Count} weights that lie there take {offset:N0} bytes, but there are {shards.Length:N0}");
    }

    // Each file once: the bytes that are really there vouch for what the weights may take.
    private string NewFile(JsonNode? json)
    {
        string file = JsonText.TextOf(json) ?? throw Broken($"expected a file's name among the paths, got {Shown(json)}");
        if (!_files.Add(file)) throw Broken($"the file '{FileText.Shortened(file)}' stands twice among the paths");
        return _files.Count <= MostFiles ? file : throw Broken($"more than {MostFiles:N0} files are named");
    }

    private long Add(JsonNode? json, WeightShards shards, long offset)
    {
        if (json is not JsonObject weight || JsonText.TextOf(weight["name"]) is not { } name || weight["shape"] is not JsonArray axes)
            throw Broken($"expected a weight with 'name', 'shape' and 'dtype', got {Shown(json)}");
        string who = $"weight '{FileText.Shortened(name)}'";
        if (axes.Count > MostAxes) throw Broken($"{who}: {axes.Count} axes are more than the {MostAxes} that are read");
        int[] shape = [.. axes.Select(axis => axis is JsonValue number && number.TryGetValue(out int size) && size >= 0 ? size : throw Broken($"{who}: expected sizes, got {Shown(axes)}"))];
        FileElementType values = TypeOf(weight["dtype"], who), stored = values;
        double scale = 1, minimum = 0;
        if (weight["quantization"] is { } quantization)
        {
            if (values is not (FileElementType.Float32 or FileElementType.Int32)) throw Broken($"{who}: {values} isn't stored in fewer bits");
            stored = JsonText.TextOf(quantization["dtype"]) switch
            {
                "uint8" => FileElementType.UInt8,
                "uint16" => FileElementType.UInt16,
                "float16" when values == FileElementType.Float32 => FileElementType.Float16,
                _ => throw Broken($"{who}: expected uint8, uint16 or float16 as the quantization's dtype, got {Shown(quantization["dtype"])}"),
            };
            if (stored != FileElementType.Float16) (scale, minimum) = (Number(quantization["scale"], "scale", who), Number(quantization["min"], "min", who));
        }

        long bytes = FileLimits.ArrayBytes(stored, shape, shards.Length - offset, $"{_path}, {who}");
        _weights.Add(new ManifestWeight(name, shape, values, stored, scale, minimum, shards, offset));
        return offset + bytes;
    }

    private FileElementType TypeOf(JsonNode? dtype, string who) => JsonText.TextOf(dtype) switch
    {
        "float32" => FileElementType.Float32,
        "int32" => FileElementType.Int32,
        "bool" => FileElementType.Bool,
        "float16" => FileElementType.Float16,
        "uint8" => FileElementType.UInt8,
        _ => throw Broken($"{who}: expected float32, int32 or bool as its dtype, got {Shown(dtype)}"),
    };

    private double Number(JsonNode? json, string what, string who) => json is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) ? number
        : throw Broken($"{who}: expected a number as the quantization's {what}, got {Shown(json)}");

    private InvalidDataException Broken(string what) => new($"{_path}: {what}.");

    private static string Shown(JsonNode? json) => FileText.Shortened(json is null ? "nothing" : ConfigJson.TextOf(json));
}
