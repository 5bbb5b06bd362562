using System.Text.Json.Nodes;

namespace Cornea.Losses;

/// <summary>Keras' losses by name.</summary>
internal static class LossTable
{
    public static ObjectTable<Loss> Create() => new(
        "Loss",
        [
            ("MeanSquaredError", c => new MeanSquaredError(Reduction.Of(c), Name(c, "mean_squared_error"))),
            ("MeanAbsoluteError", c => new MeanAbsoluteError(Reduction.Of(c), Name(c, "mean_absolute_error"))),
            ("MeanAbsolutePercentageError", c => new MeanAbsolutePercentageError(Reduction.Of(c), Name(c, "mean_absolute_percentage_error"))),
            ("MeanSquaredLogarithmicError", c => new MeanSquaredLogarithmicError(Reduction.Of(c), Name(c, "mean_squared_logarithmic_error"))),
            ("CosineSimilarity", c => new CosineSimilarity(c.GetInt("axis", -1), Reduction.Of(c), Name(c, "cosine_similarity"))),
            ("Huber", c => new Huber(c.GetDouble("delta", 1), Reduction.Of(c), Name(c, "huber_loss"))),
            ("LogCosh", c => new LogCosh(Reduction.Of(c), Name(c, "log_cosh"))),
            ("Hinge", c => new Hinge(Reduction.Of(c), Name(c, "hinge"))),
            ("SquaredHinge", c => new SquaredHinge(Reduction.Of(c), Name(c, "squared_hinge"))),
            ("CategoricalHinge", c => new CategoricalHinge(Reduction.Of(c), Name(c, "categorical_hinge"))),
            ("KLDivergence", c => new KLDivergence(Reduction.Of(c), Name(c, "kl_divergence"))),
            ("Poisson", c => new Poisson(Reduction.Of(c), Name(c, "poisson"))),
            ("BinaryCrossentropy", c => new BinaryCrossentropy(
                c.GetBool("from_logits", false), c.GetDouble("label_smoothing", 0), c.GetInt("axis", -1), Reduction.Of(c), Name(c, "binary_crossentropy"))),
            ("BinaryFocalCrossentropy", c => new BinaryFocalCrossentropy(
                c.GetBool("apply_class_balancing", false),
                c.GetDouble("alpha", 0.25),
                c.GetDouble("gamma", 2),
                c.GetBool("from_logits", false),
                c.GetDouble("label_smoothing", 0),
                c.GetInt("axis", -1),
                Reduction.Of(c),
                Name(c, "binary_focal_crossentropy"))),
            ("CategoricalCrossentropy", c => new CategoricalCrossentropy(
                c.GetBool("from_logits", false), c.GetDouble("label_smoothing", 0), c.GetInt("axis", -1), Reduction.Of(c), Name(c, "categorical_crossentropy"))),
            ("CategoricalFocalCrossentropy", c => new CategoricalFocalCrossentropy(
                c.GetDouble("alpha", 0.25),
                c.GetDouble("gamma", 2),
                c.GetBool("from_logits", false),
                c.GetDouble("label_smoothing", 0),
                c.GetInt("axis", -1),
                Reduction.Of(c),
                Name(c, "categorical_focal_crossentropy"))),
            ("SparseCategoricalCrossentropy", c => new SparseCategoricalCrossentropy(
                c.GetBool("from_logits", false), c.GetNullableInt("ignore_class"), Reduction.Of(c), c.GetInt("axis", -1), Name(c, "sparse_categorical_crossentropy"))),
            ("CategoricalGeneralizedCrossEntropy", c => new CategoricalGeneralizedCrossEntropy(
                c.GetDouble("q", 0.5), Reduction.Of(c), Name(c, "categorical_generalized_cross_entropy"))),
            ("CTC", c => new CTC(Reduction.Of(c), Name(c, "ctc"))),
            ("Dice", c => new Dice(Reduction.Of(c), Name(c, "dice"), Axes(c))),
            ("Tversky", c => new Tversky(c.GetDouble("alpha", 0.5), c.GetDouble("beta", 0.5), Reduction.Of(c), Name(c, "tversky"), Axes(c))),
            ("Circle", c => new Circle(
                c.GetDouble("gamma", 80), c.GetDouble("margin", 0.4), c.GetBool("remove_diagonal", true), Reduction.Of(c), Name(c, "circle"))),
        ],
        [
            ("bce", "BinaryCrossentropy"), ("kld", "KLDivergence"), ("kl_divergence", "KLDivergence"), ("mae", "MeanAbsoluteError"),
            ("mse", "MeanSquaredError"), ("mape", "MeanAbsolutePercentageError"), ("msle", "MeanSquaredLogarithmicError"),
            ("logcosh", "LogCosh"), ("kullback_leibler_divergence", "KLDivergence"),
        ]);

    public static JsonNode? AxesJson(Shape? axes) => axes is { } given ? new JsonArray([.. given.Select(axis => (JsonNode)axis)]) : null;

    private static Shape? Axes(ObjectConfig config) => config.Has("axis") ? new Shape(config.GetInts("axis")) : default(Shape?);

    private static string Name(ObjectConfig config, string missing) => config.GetString("name", missing)!;
}
