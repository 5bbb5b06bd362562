using System.Text;
using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea;

/// <summary>A whole model in one HDF5 file, as Keras 2.0 to 3 writes <c>.h5</c>: its config and settings as attributes, the weights beside.</summary>
internal static class LegacyModelFile
{
    private const string Config = "model_config", Version = "keras_version", Training = "training_config", Weights = "model_weights";

    /// <summary>The endings of such files, which weights alone may have too.</summary>
    public static readonly string[] Extensions = [".h5", ".hdf5"];

    /// <summary>The group with the weights: of a whole model, or of a file of weights alone; null where the layout is Keras 3's.</summary>
    public static Hdf5Group? WeightsOf(Hdf5Group root) => LegacyWeights.IsIn(root) ? root : root.Find(Weights) is { } inner && LegacyWeights.IsIn(inner) ? inner : null;

    public static void Write(string path, Model model, WeightType type)
    {
        JsonObject config = model.ToJson().AsObject();
        var root = new Hdf5Group();
        root.Attributes["backend"] = Hdf5Attribute.Of("tensorflow");
        root.Attributes[Version] = Hdf5Attribute.Of(KerasArchive.KerasVersion);
        root.Attributes[Config] = Hdf5Attribute.Of(ConfigJson.TextOf(new JsonObject { ["class_name"] = config["class_name"]?.DeepClone(), ["config"] = config["config"]?.DeepClone() }));
        root.Members[Weights] = LegacyWeights.ToTree(model, type);
        if (model.CompiledSetup is { } setup)
        {
            root.Attributes[Training] = Hdf5Attribute.Of(ConfigJson.TextOf(LegacyTraining.ToJson(setup)));
            LegacyTraining.Add(root, setup.Optimizer);
        }

        AtomicFile.Write(path, stream => Hdf5Writer.Write(stream, root));
    }

    /// <summary>The model of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="make">Makes the model of its JSON.</param>
    /// <param name="compile">Compiles the model with settings in Keras 3's form; null for not at all.</param>
    /// <param name="maximumBytes">What somebody who trusts the file allows.</param>
    /// <exception cref="InvalidDataException">It's no such file, or broken.</exception>
    public static Model Read(string path, Func<JsonObject, Model> make, Action<JsonObject, Model>? compile, long? maximumBytes)
    {
        using ByteSource source = ByteSource.Open(path);
        LoadBudget budget = LoadBudget.OfFile(path, source.Length, maximumBytes);
        Hdf5Group root = Hdf5Reader.Read(source, path, budget);
        JsonObject config = ConfigIn(root, path, budget);
        Hdf5Group weights = WeightsOf(root) ?? throw new InvalidDataException($"{path}: expected the group '{Weights}' with the names of layers, it isn't there.");
        return budget.Within(() =>
        {
            Model model = make(config);
            if (!model.IsBuilt) throw new InvalidDataException($"{path}: the model doesn't say what shape its input has.");
            if (compile is not null && Json(root, Training, path, budget) is { } training) compile(LegacyTraining.Upgraded(training), model);
            List<(Variable Variable, IFileValues? Array)> found = LegacyWeights.Find(weights, model, path, byName: false, skipMismatch: false);
            LegacyTraining.Find(root, model, found, path);
            WeightFile.Take(found, path, isNew: true);
            return model;
        });
    }

    /// <summary>The model's JSON alone.</summary>
    /// <exception cref="InvalidDataException">It's no such file, or broken.</exception>
    public static JsonObject ConfigOf(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        LoadBudget budget = LoadBudget.OfFile(path, source.Length);
        return ConfigIn(Hdf5Reader.Read(source, path, budget), path, budget);
    }

    private static JsonObject ConfigIn(Hdf5Group root, string path, LoadBudget budget)
    {
        JsonObject config = Json(root, Config, path, budget) ?? throw new InvalidDataException(
            $"{path}: there is no model in it, as it has no attribute '{Config}'{(WeightsOf(root) is null && root.Find("layers") is null ? "" : "; it holds weights alone: build the model and call LoadWeights")}.");
        if (!root.Attributes.TryGetValue(Version, out Hdf5Attribute? version) || version.Texts() is not [var text]) return config;
        if (LegacyConfig.IsOldVersion(text)) LegacyConfig.NameAllActivations(config);
        config[Version] = text; // As in JSON of a model alone.
        return config;
    }

    private static JsonObject? Json(Hdf5Group root, string name, string path, LoadBudget budget)
    {
        if (!root.Attributes.TryGetValue(name, out Hdf5Attribute? attribute)) return null;
        string[] text = attribute.Texts();
        if (text.Length != 1) throw new InvalidDataException($"{path}: expected one text for the attribute '{name}', got {text.Length}.");
        return JsonText.Parse(Encoding.UTF8.GetBytes(text[0]), $"{path}, attribute '{name}'", budget) as JsonObject
            ?? throw new InvalidDataException($"{path}, attribute '{name}': expected a JSON object.");
    }
}
