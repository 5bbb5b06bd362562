using System.Text.Json.Nodes;

namespace Cornea.Initializers;

/// <summary>The values a weight begins with. A name converts to one, such as <c>"glorot_uniform"</c> or <c>"zeros"</c>.</summary>
public abstract class Initializer : KerasSaveable
{
    private static readonly ObjectTable<Initializer> Table = new(
        "Initializer",
        [
            ("Zeros", _ => new Zeros()),
            ("Ones", _ => new Ones()),
            ("Constant", config => new Constant(config.GetDouble("value", 0))),
            ("Identity", config => new Identity(config.GetDouble("gain", 1))),
            ("RandomUniform", config => new RandomUniform(config.GetDouble("minval", -0.05), config.GetDouble("maxval", 0.05), Seed(config))),
            ("RandomNormal", config => new RandomNormal(config.GetDouble("mean", 0), config.GetDouble("stddev", 0.05), Seed(config))),
            ("TruncatedNormal", config => new TruncatedNormal(config.GetDouble("mean", 0), config.GetDouble("stddev", 0.05), Seed(config))),
            ("VarianceScaling", config => new VarianceScaling(
                config.GetDouble("scale", 1),
                config.GetString("mode", "fan_in")!,
                config.GetString("distribution", "truncated_normal")!,
                Seed(config),
                InputAxes(config),
                OutputAxes(config))),
            ("GlorotUniform", config => new GlorotUniform(Seed(config), InputAxes(config), OutputAxes(config))),
            ("GlorotNormal", config => new GlorotNormal(Seed(config), InputAxes(config), OutputAxes(config))),
            ("HeUniform", config => new HeUniform(Seed(config), InputAxes(config), OutputAxes(config))),
            ("HeNormal", config => new HeNormal(Seed(config), InputAxes(config), OutputAxes(config))),
            ("LecunUniform", config => new LecunUniform(Seed(config), InputAxes(config), OutputAxes(config))),
            ("LecunNormal", config => new LecunNormal(Seed(config), InputAxes(config), OutputAxes(config))),
            ("Orthogonal", config => new Orthogonal(config.GetDouble("gain", 1), Seed(config))),
        ],
        [
            ("zero", "Zeros"), ("one", "Ones"), ("normal", "RandomNormal"), ("uniform", "RandomUniform"),
            ("IdentityInitializer", "Identity"), ("OrthogonalInitializer", "Orthogonal"),
        ]);

    private protected sealed override string Module => "keras.initializers";

    /// <summary>The initializer of a name, with default settings; null for none.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(name))]
    public static implicit operator Initializer?(string? name) => name is null ? null : Table.Make(name);

    /// <summary>The initializer that Keras' JSON describes; null for none.</summary>
    /// <exception cref="InvalidDataException">The class is unknown, or a setting is wrong.</exception>
    public static Initializer? Deserialize(JsonNode? json, IReadOnlyDictionary<string, Func<ObjectConfig, object>>? customObjects = null) =>
        Table.Read(json, customObjects);

    /// <summary>Values for a weight of a shape. The same initializer gives the same values for the same shape, call after call.</summary>
    /// <param name="shape">The weight's shape; all sizes known.</param>
    /// <param name="dtype">The weight's dtype; null is float32.</param>
    public abstract Tensor Call(Shape shape, DType? dtype = null);

    private static int? Seed(ObjectConfig config) => config.Json["seed"] is JsonObject generator
        ? KerasObject.FromJson(generator).Config.GetNullableInt("seed")
        : config.GetNullableInt("seed");

    private static int[]? InputAxes(ObjectConfig config) => config.Has("input_axes") ? config.GetInts("input_axes") : null;

    private static int[]? OutputAxes(ObjectConfig config) => config.Has("output_axes") ? config.GetInts("output_axes") : null;
}
