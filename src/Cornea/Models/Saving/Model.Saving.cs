using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Layers;

namespace Cornea;

// Files in Keras' own layouts.
public partial class Model
{
    private const string WeightsExtension = ".weights.h5";

    internal override IEnumerable<SavedLayer> SavedLayers => SavedLayer.Listed("layers", Layers.Where(layer => layer is not OperationLayer)); // Keras has no operations among a model's layers.

    /// <summary>Facts of one's own that are kept in the model's file, such as the classes' names; Keras passes over them.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Writes the whole model: structure, weights, random layers' states, what it's compiled with, the optimizer's state.</summary>
    /// <param name="path">A name that ends with <c>.keras</c>, or with <c>.h5</c> or <c>.hdf5</c> for the older format that Keras 2 reads too; Keras
    /// opens the file. One that ends with <c>.json</c>, such as <c>folder/model.json</c>, gets a layers model for TensorFlow.js: the structure, and
    /// the weights in files beside it; it hasn't got what the model is compiled with. A file of that name is replaced whole or not at all.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="weightType">In how many bits the file has float32 weights: "float16" and "bfloat16" halve it. By default as they are.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="InvalidOperationException">The model has no weights yet, or one too large for float16.</exception>
    /// <exception cref="IOException">The file is there, and mustn't be replaced.</exception>
    /// <exception cref="NotSupportedException">A part can't be written into a file, such as a Lambda or a variable between the model's tensors; or
    /// TensorFlow.js hasn't got it, or computes it otherwise.</exception>
    public void Save(string path, bool overwrite = true, WeightType? weightType = null)
    {
        bool isLegacy = IsLegacy(path), isForBrowsers = IsLayersModel(path);
        CheckPath(path, isLegacy || isForBrowsers ? Path.GetExtension(path) : KerasArchive.Extension, overwrite);
        CheckBuilt("saved");
        if (isLegacy) LegacyModelFile.Write(path, this, weightType ?? WeightType.Float32);
        else if (isForBrowsers) LayersModelFile.Write(path, this, weightType ?? WeightType.Float32);
        else KerasArchive.Write(path, this, weightType ?? WeightType.Float32);
    }

    /// <summary>Writes the weights, random layers' states and the optimizer's state; not the structure.</summary>
    /// <param name="path">A name that ends with <c>.weights.h5</c>; one that ends with <c>.h5</c> or <c>.hdf5</c> alone gets the weights in Keras 2's layout. A file of that name is replaced whole or not at all.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="weightType">In how many bits the file has float32 weights, as with <see cref="Save"/>.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="IOException">The file is there, and mustn't be replaced.</exception>
    public void SaveWeights(string path, bool overwrite = true, WeightType? weightType = null)
    {
        bool isLegacy = IsLegacy(path);
        CheckPath(path, isLegacy ? Path.GetExtension(path) : WeightsExtension, overwrite);
        CheckBuilt("saved");
        Hdf5Group tree = isLegacy ? LegacyWeights.ToTree(this, weightType ?? WeightType.Float32) : WeightFile.ToTree(this, weightType ?? WeightType.Float32);
        AtomicFile.Write(path, stream => Hdf5Writer.Write(stream, tree));
    }

    /// <summary>Takes over the weights of a file; of none if one layer's don't fit.</summary>
    /// <param name="path">A <c>.weights.h5</c> or a <c>.keras</c> file, of Cornea or Keras; or an <c>.h5</c> file of Keras 2, a whole model's too.</param>
    /// <param name="skipMismatch">Whether layers that don't fit keep what they have.</param>
    /// <param name="byName">Of a file in Keras 2's layout: whether the layers of the same names are loaded and others keep what they have; else
    /// the layers that have weights are loaded in their order.</param>
    /// <exception cref="InvalidDataException">The file is broken, or isn't of such a model; the message lists what is missing, too much or of another shape.</exception>
    public void LoadWeights(string path, bool skipMismatch = false, bool byName = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        CheckBuilt("given weights");
        Broken(path, () =>
        {
            if (KerasArchive.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase))
            {
                if (byName) throw NotByName(path);
                using KerasArchive archive = KerasArchive.Open(path);
                WeightFile.Load(archive.Weights, this, path, skipMismatch, check: archive.CheckWeights);
                return true;
            }

            using ByteSource source = ByteSource.Open(path);
            Hdf5Group root = Hdf5Reader.Read(source, path);
            if (LegacyModelFile.WeightsOf(root) is { } legacy) WeightFile.Take(LegacyWeights.Find(legacy, this, path, byName, skipMismatch), path);
            else if (byName) throw NotByName(path);
            else WeightFile.Load(root, this, path, skipMismatch);
            return true;
        });

        static NotSupportedException NotByName(string path) => new($"{path}: layers are found by name in files of Keras 2's layout only, as in Keras; leave byName out.");
    }

    /// <summary>A model from a file, ready to predict; if it was compiled, to be trained on from where it stood.</summary>
    /// <param name="path">A <c>.keras</c> file of Cornea or Keras, an <c>.h5</c> or <c>.hdf5</c> file of Keras 2.0 to 3, or the <c>model.json</c> of a
    /// TensorFlow.js layers model, whose weights lie in files beside it.</param>
    /// <param name="customObjects">How layers, losses and the like of one's own are made of their settings, by class name.</param>
    /// <param name="compile">Whether it's compiled as it was.</param>
    /// <param name="maximumBytes">How many bytes the model may take; more is refused before there is memory taken for it. Null: 128 MiB or a hundred
    /// times the file's size, whichever is more, which only weights of little content pass.</param>
    /// <exception cref="InvalidDataException">The file is broken, or names a class that is neither built in nor given. Nothing in a file runs code.</exception>
    public static Model Load(string path, Dictionary<string, Func<LayerConfig, object>>? customObjects = null, bool compile = true, long? maximumBytes = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Broken(path, () =>
        {
            ForeignModels.Refuse(path);
            if (IsLayersModel(path)) return LayersModelFile.Read(path, config => Read(config, customObjects), maximumBytes);
            if (FileKinds.IsHdf5(path)) return LegacyModelFile.Read(path, config => Read(config, customObjects), compile ? Compile : null, maximumBytes);
            using KerasArchive archive = KerasArchive.Open(path, maximumBytes);
            return archive.Budget.Within(() =>
            {
                Model model = Read(archive.Config, customObjects);
                model.CheckBuilt("given weights");
                if (compile) Compile(archive.Config["compile_config"], model);
                WeightFile.Load(archive.Weights, model, path, skipMismatch: false, isNew: true, check: archive.CheckWeights);
                foreach ((string name, string value) in archive.ReadMetadata()) model.Metadata[name] = value;
                return model;
            });
        });

        void Compile(JsonNode? settings, Model model) => CompileConfig.Apply(settings, model, customObjects?.ToDictionary(pair => pair.Key, pair => Maker(pair.Value)));

        static Func<ObjectConfig, object> Maker(Func<LayerConfig, object> make) => settings => make(new LayerConfig((JsonObject)settings.Json.DeepClone()));
    }

    /// <summary>The layers in a model's file by class, without loading it: all that isn't supported is seen at once.</summary>
    /// <param name="path">As <see cref="Load"/> takes it.</param>
    /// <exception cref="InvalidDataException">The file is broken, or of another kind.</exception>
    public static IReadOnlyList<LayerUse> Inspect(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Broken(path, () =>
        {
            ForeignModels.Refuse(path);
            if (IsLayersModel(path)) return ConfigInspection.Of(LayersModelFile.ConfigOf(path), path);
            if (FileKinds.IsHdf5(path)) return ConfigInspection.Of(LegacyModelFile.ConfigOf(path), path);
            using KerasArchive archive = KerasArchive.Open(path);
            return ConfigInspection.Of(archive.Config, path);
        });
    }

    private static Model Read(JsonObject config, Dictionary<string, Func<LayerConfig, object>>? customObjects)
    {
        Model model = FromJson(config, customObjects?.ToDictionary(pair => pair.Key, pair => Maker(pair.Key, pair.Value)));
        if (!model.IsBuilt && config["build_config"]?["input_shape"] is JsonArray { Count: > 0 } shapes)
            model.Call(TensorList.Create([.. (shapes[0] is JsonArray ? shapes.AsEnumerable() : [shapes]).Select(InputOf)]));
        return model;

        static Tensor InputOf(JsonNode? shape) => new Input(new Shape(new LayerConfig(new JsonObject { ["input_shape"] = shape?.DeepClone() }).GetInts("input_shape")[1..]));

        static Func<LayerConfig, Layer> Maker(string name, Func<LayerConfig, object> make) =>
            settings => make(settings) as Layer ?? throw new InvalidDataException($"Layer: the custom object '{name}' is no layer.");
    }

    // Whatever a file brings about is the file's fault, and says so; what the disk does isn't.
    private static T Broken<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException error) when (error.Message.StartsWith(path, StringComparison.Ordinal) && error.Message == FileText.ShortenedMessage(error.Message))
        {
            throw;
        }
        catch (Exception error) when (error is not (IOException or UnauthorizedAccessException))
        {
            string message = error.Message.StartsWith(path, StringComparison.Ordinal) ? error.Message : $"{path}: {error.Message}";
            throw new InvalidDataException(FileText.ShortenedMessage(message), error);
        }
    }

    private static bool IsLayersModel(string path) => path.EndsWith(LayersModelFile.Extension, StringComparison.OrdinalIgnoreCase);

    private static bool IsLegacy(string path) =>
        !path.EndsWith(WeightsExtension, StringComparison.OrdinalIgnoreCase) && LegacyModelFile.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private void CheckPath(string path, string extension, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{Label}: expected a file name that ends with {extension}, got '{path}'.", nameof(path));
        if (!overwrite && File.Exists(path))
            throw new IOException($"{Label}: '{path}' is there already, and overwrite is false; nothing was written. Choose another name, or allow overwriting.");
    }

    private void CheckBuilt(string what)
    {
        if (!IsBuilt) throw new InvalidOperationException($"{Label}: has no weights yet, so it can't be {what}. Begin it with an Input, or call it on data first.");
    }
}
