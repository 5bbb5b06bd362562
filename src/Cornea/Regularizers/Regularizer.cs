using System.Text.Json.Nodes;

namespace Cornea.Regularizers;

/// <summary>A penalty on a weight, added to the loss. A name converts to one: <c>"l1"</c>, <c>"l2"</c>, <c>"l1_l2"</c>, <c>"orthogonal_regularizer"</c>.</summary>
public abstract class Regularizer : KerasSaveable
{
    private static readonly ObjectTable<Regularizer> Table = new(
        "Regularizer",
        [
            ("L1", config => new L1(config.GetDouble("l1", 0.01))),
            ("L2", config => new L2(config.GetDouble("l2", 0.01))),
            ("L1L2", config => new L1L2(config.GetDouble("l1", 0), config.GetDouble("l2", 0))),
            ("OrthogonalRegularizer", config => new OrthogonalRegularizer(config.GetDouble("factor", 0.01), config.GetString("mode", "rows")!)),
        ],
        [("l1_l2", "L1L2"), ("orthogonal", "OrthogonalRegularizer")]);

    private protected sealed override string Module => "keras.regularizers";

    /// <summary>The regularizer of a name, with default settings; null for none.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(name))]
    public static implicit operator Regularizer?(string? name) => name is null ? null : Table.Make(name);

    /// <summary>The regularizer that Keras' JSON describes; null for none.</summary>
    /// <exception cref="InvalidDataException">The class is unknown, or a setting is wrong.</exception>
    public static Regularizer? Deserialize(JsonNode? json, IReadOnlyDictionary<string, Func<ObjectConfig, object>>? customObjects = null) =>
        Table.Read(json, customObjects);

    /// <summary>The penalty of a weight: one number.</summary>
    public abstract Tensor Call(Tensor weight);

    private protected static double Factor(double value, string who, string argument) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(argument, $"{who}: expected {argument} to be a finite number of at least 0, got {value}.");
}
