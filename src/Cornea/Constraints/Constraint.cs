using System.Text.Json.Nodes;

namespace Cornea.Constraints;

/// <summary>What a weight must keep to: applied after each update. A name converts to one: <c>"max_norm"</c>, <c>"non_neg"</c>, <c>"unit_norm"</c>, <c>"min_max_norm"</c>.</summary>
public abstract class Constraint : KerasSaveable
{
    private static readonly ObjectTable<Constraint> Table = new(
        "Constraint",
        [
            ("MaxNorm", config => new MaxNorm(config.GetDouble("max_value", 2), Axes(config))),
            ("NonNeg", _ => new NonNeg()),
            ("UnitNorm", config => new UnitNorm(Axes(config))),
            ("MinMaxNorm", config => new MinMaxNorm(
                config.GetDouble("min_value", 0), config.GetDouble("max_value", 1), config.GetDouble("rate", 1), Axes(config))),
        ]);

    private protected sealed override string Module => "keras.constraints";

    /// <summary>The constraint of a name, with default settings; null for none.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(name))]
    public static implicit operator Constraint?(string? name) => name is null ? null : Table.Make(name);

    /// <summary>The constraint that Keras' JSON describes; null for none.</summary>
    /// <exception cref="InvalidDataException">The class is unknown, or a setting is wrong.</exception>
    public static Constraint? Deserialize(JsonNode? json, IReadOnlyDictionary<string, Func<ObjectConfig, object>>? customObjects = null) =>
        Table.Read(json, customObjects);

    /// <summary>The nearest value that keeps to the constraint; of the same shape.</summary>
    public abstract Tensor Call(Tensor weight);

    private static Shape Axes(ObjectConfig config) => config.Has("axis") ? config.GetInts("axis") : 0;

    private protected static Tensor Norms(Tensor weight, Shape axis) => Ops.Sqrt(Ops.Sum(Ops.Square(weight), axis, keepDims: true));

    private protected static System.Text.Json.Nodes.JsonNode AxisJson(Shape axis) => axis.Rank == 1
        ? axis[0]
        : new JsonArray([.. axis.Select(size => (JsonNode)size)]);
}
