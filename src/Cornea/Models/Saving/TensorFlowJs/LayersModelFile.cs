using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea;

/// <summary>A TensorFlow.js layers model: <c>model.json</c> with the structure and a list of the weights, whose values lie in files beside it.</summary>
/// <remarks>Source: TensorFlow.js, tfjs-core/io/types and the converter's write_weights.</remarks>
internal static class LayersModelFile
{
    /// <summary>The ending of the model's file.</summary>
    public const string Extension = ".json";

    private const string Format = "layers-model", KerasVersion = "2.15.0"; // Whose JSON it is.
    private const string Topology = "modelTopology", Manifest = "weightsManifest", Metadata = "userDefinedMetadata";
    private const int ShardBytes = 4 << 20; // As the converter has it: browsers cache files of such a size.
    private const int MostShards = 256;

    /// <summary>Writes a model. All files are written aside first and take their places together, the model's own as the last.</summary>
    /// <exception cref="NotSupportedException">TensorFlow.js hasn't got what the model is made of.</exception>
    public static void Write(string path, Model model, WeightType type)
    {
        if (type != WeightType.Float32) throw new NotSupportedException($"{model}: weights for TensorFlow.js are written as float32; its own converter stores them in fewer bits.");
        JsonObject config = LayersModelTopology.Of(model);
        List<(string Name, Variable Variable)> weights = LayersModelWeights.NamesOf(model);
        var shards = new List<AtomicFile>();
        using var whole = new AtomicFile(path);
        try
        {
            long bytes = weights.Sum(weight => (long)weight.Variable.Spec.Bytes), size = Math.Max(ShardBytes, ((bytes / MostShards / ShardBytes) + 1) * ShardBytes);
            string[] names = [.. Enumerable.Range(1, (int)((bytes + size - 1) / size)).Select(number => $"group1-shard{number}of{(bytes + size - 1) / size}.bin")];
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            foreach (string name in names) shards.Add(new AtomicFile(Path.Combine(folder, name)));
            WriteValues(weights, shards, size);
            ConfigJson.Write(whole.Stream, Json(model, config, names, weights));
            foreach (AtomicFile file in shards) ((FileStream)file.Stream).Flush(flushToDisk: true); // So that nothing takes long between the first renaming and the last.
            foreach (AtomicFile file in shards) file.Commit();
            whole.Commit();
        }
        finally
        {
            foreach (AtomicFile file in shards) file.Dispose();
        }
    }

    /// <summary>The model of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="make">Makes the model of its JSON.</param>
    /// <param name="maximumBytes">What somebody who trusts the file allows.</param>
    /// <exception cref="InvalidDataException">It's no such file, or broken.</exception>
    public static Model Read(string path, Func<JsonObject, Model> make, long? maximumBytes)
    {
        (JsonObject json, long length) = Parsed(path, maximumBytes);
        JsonObject topology = TopologyOf(json, path);
        using var manifest = new WeightManifest(path, json[Manifest]);
        return LoadBudget.OfFile(path, length + manifest.StoredBytes, maximumBytes).Within(() =>
        {
            Model model = make(ConfigIn(topology));
            if (!model.IsBuilt) throw new InvalidDataException($"{path}: the model doesn't say what shape its input has.");
            WeightFile.Take(LayersModelWeights.Find(manifest, model, path), path, isNew: true);
            foreach ((string name, JsonNode? value) in json[Metadata] as JsonObject ?? [])
                if (JsonText.TextOf(value) is { } fact) model.Metadata[name] = fact;
            return model;
        });
    }

    /// <summary>The model's JSON alone, in Keras' form.</summary>
    /// <exception cref="InvalidDataException">It's no such file, or broken.</exception>
    public static JsonObject ConfigOf(string path)
    {
        (JsonObject json, long length) = Parsed(path, maximumBytes: null);
        JsonObject topology = TopologyOf(json, path);
        return LoadBudget.OfFile(path, length).Within(() => ConfigIn(topology));
    }

    private static (JsonObject Json, long Length) Parsed(string path, long? maximumBytes)
    {
        byte[] text = FileReading.ReadAll(path);
        JsonNode? json = JsonText.Parse(text, path, LoadBudget.OfFile(path, text.Length, maximumBytes));
        return (json as JsonObject ?? throw new InvalidDataException($"{path}: expected a JSON object."), text.Length);
    }

    private static JsonObject ConfigIn(JsonObject topology) =>
        LayersModelTopology.Read(topology["model_config"] as JsonObject ?? topology, JsonText.TextOf(topology["backend"]) == "tensor_flow.js");

    private static JsonObject TopologyOf(JsonObject json, string path)
    {
        if (JsonText.TextOf(json["format"]) == "graph-model" || json[Topology]?["node"] is not null)
            throw new InvalidDataException($"{path}: is a graph model of TensorFlow.js, which isn't read as a model; convert what it was made of to ONNX with tf2onnx, or save it as a layers model.");
        if (json[Topology] is JsonObject topology) return topology;
        throw new InvalidDataException(json.ContainsKey("class_name")
            ? $"{path}: is a model's JSON without weights; Model.FromJson makes a network of it, and LoadWeights loads them."
            : $"{path}: expected a TensorFlow.js layers model with '{Topology}' and '{Manifest}', it has {(json.Count == 0 ? "nothing" : FileText.List([.. json.Select(pair => $"'{pair.Key}'")]))}.");
    }

    private static JsonObject Json(Model model, JsonObject config, string[] files, List<(string Name, Variable Variable)> weights)
    {
        var json = new JsonObject
        {
            ["format"] = Format,
            ["generatedBy"] = $"keras v{KerasVersion}",
            ["convertedBy"] = "Cornea",
            [Topology] = new JsonObject { ["keras_version"] = KerasVersion, ["backend"] = "tensorflow", ["model_config"] = config },
            [Manifest] = new JsonArray(new JsonObject
            {
                ["paths"] = new JsonArray([.. files.Select(file => JsonValue.Create(file))]),
                ["weights"] = new JsonArray([.. weights.Select(weight => new JsonObject
                {
                    ["name"] = weight.Name,
                    ["shape"] = new JsonArray([.. weight.Variable.Shape.Select(size => JsonValue.Create(size))]),
                    ["dtype"] = weight.Variable.DType == DType.Float32 ? "float32" : weight.Variable.DType == DType.Int32 ? "int32"
                        : throw new NotSupportedException($"'{weight.Variable.Path}' holds {weight.Variable.DType}; TensorFlow.js has weights of float32 and int32."),
                })]),
            }),
        };
        if (model.Metadata.Count > 0) json[Metadata] = new JsonObject(model.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return json;
    }

    private static void WriteValues(List<(string Name, Variable Variable)> weights, List<AtomicFile> shards, long shardBytes)
    {
        int shard = 0;
        long room = shardBytes;
        foreach ((_, Variable variable) in weights)
        {
            Storage values = variable.Snapshot().Evaluate();
            for (nint at = 0; at < values.Bytes;)
            {
                int part = (int)Math.Min(Math.Min(values.Bytes - at, room), ShardBytes);
                Span<byte> piece = values.Span(at, part);
                if (!BitConverter.IsLittleEndian) ByteOrder.Reverse(piece = piece.ToArray(), variable.DType.Size);
                shards[shard].Stream.Write(piece);
                (at, room) = (at + part, room - part);
                if (room == 0) (shard, room) = (shard + 1, shardBytes);
            }

            GC.KeepAlive(values);
        }
    }
}
