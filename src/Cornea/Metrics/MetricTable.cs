namespace Cornea.Metrics;

/// <summary>Keras' metrics by name.</summary>
internal static class MetricTable
{
    public static ObjectTable<Metric> Create() => new(
        "Metric",
        [
            ("Mean", c => new Mean(Name(c, "mean"))),
            ("Sum", c => new Sum(Name(c, "sum"))),
            ("Accuracy", c => new Accuracy(Name(c, "accuracy"))),
            ("BinaryAccuracy", c => new BinaryAccuracy(Name(c, "binary_accuracy"), c.GetDouble("threshold", 0.5))),
            ("CategoricalAccuracy", c => new CategoricalAccuracy(Name(c, "categorical_accuracy"))),
            ("SparseCategoricalAccuracy", c => new SparseCategoricalAccuracy(Name(c, "sparse_categorical_accuracy"))),
            ("TopKCategoricalAccuracy", c => new TopKCategoricalAccuracy(c.GetInt("k", 5), Name(c, "top_k_categorical_accuracy"))),
            ("SparseTopKCategoricalAccuracy", c => new SparseTopKCategoricalAccuracy(
                c.GetInt("k", 5), Name(c, "sparse_top_k_categorical_accuracy"), c.GetBool("from_sorted_ids", false))),
            ("MeanSquaredError", c => new MeanSquaredError(Name(c, "mean_squared_error"))),
            ("RootMeanSquaredError", c => new RootMeanSquaredError(Name(c, "root_mean_squared_error"))),
            ("MeanAbsoluteError", c => new MeanAbsoluteError(Name(c, "mean_absolute_error"))),
            ("MeanAbsolutePercentageError", c => new MeanAbsolutePercentageError(Name(c, "mean_absolute_percentage_error"))),
            ("MeanSquaredLogarithmicError", c => new MeanSquaredLogarithmicError(Name(c, "mean_squared_logarithmic_error"))),
            ("CosineSimilarity", c => new CosineSimilarity(Name(c, "cosine_similarity"), c.GetInt("axis", -1))),
            ("LogCoshError", c => new LogCoshError(Name(c, "logcosh"))),
            ("Hinge", c => new Hinge(Name(c, "hinge"))),
            ("SquaredHinge", c => new SquaredHinge(Name(c, "squared_hinge"))),
            ("CategoricalHinge", c => new CategoricalHinge(Name(c, "categorical_hinge"))),
            ("KLDivergence", c => new KLDivergence(Name(c, "kl_divergence"))),
            ("Poisson", c => new Poisson(Name(c, "poisson"))),
            ("BinaryCrossentropy", c => new BinaryCrossentropy(
                Name(c, "binary_crossentropy"), c.GetBool("from_logits", false), c.GetDouble("label_smoothing", 0))),
            ("CategoricalCrossentropy", c => new CategoricalCrossentropy(
                Name(c, "categorical_crossentropy"), c.GetBool("from_logits", false), c.GetDouble("label_smoothing", 0), c.GetInt("axis", -1))),
            ("SparseCategoricalCrossentropy", c => new SparseCategoricalCrossentropy(
                Name(c, "sparse_categorical_crossentropy"), c.GetBool("from_logits", false), c.GetNullableInt("ignore_class"), c.GetInt("axis", -1))),
            ("PearsonCorrelation", c => new PearsonCorrelation(Name(c, "pearson_correlation"), c.GetInt("axis", -1))),
            ("ConcordanceCorrelation", c => new ConcordanceCorrelation(Name(c, "concordance_correlation"), c.GetInt("axis", -1))),
            ("FBetaScore", c => new FBetaScore(c.GetString("average"), c.GetDouble("beta", 1), c.GetNullableDouble("threshold"), Name(c, "fbeta_score"))),
            ("F1Score", c => new F1Score(c.GetString("average"), c.GetNullableDouble("threshold"), Name(c, "f1_score"))),
            ("TruePositives", c => new TruePositives(Thresholds.Of(c), c.GetString("name"))),
            ("FalsePositives", c => new FalsePositives(Thresholds.Of(c), c.GetString("name"))),
            ("TrueNegatives", c => new TrueNegatives(Thresholds.Of(c), c.GetString("name"))),
            ("FalseNegatives", c => new FalseNegatives(Thresholds.Of(c), c.GetString("name"))),
            ("Precision", c => new Precision(
                Thresholds.Of(c), c.GetNullableInt("top_k"), c.GetNullableInt("class_id"), c.GetString("name"))),
            ("Recall", c => new Recall(Thresholds.Of(c), c.GetNullableInt("top_k"), c.GetNullableInt("class_id"), c.GetString("name"))),
            ("SensitivityAtSpecificity", c => new SensitivityAtSpecificity(
                c.GetDouble("specificity"), c.GetInt("num_thresholds", 200), c.GetNullableInt("class_id"), c.GetString("name"))),
            ("SpecificityAtSensitivity", c => new SpecificityAtSensitivity(
                c.GetDouble("sensitivity"), c.GetInt("num_thresholds", 200), c.GetNullableInt("class_id"), c.GetString("name"))),
            ("PrecisionAtRecall", c => new PrecisionAtRecall(
                c.GetDouble("recall"), c.GetInt("num_thresholds", 200), c.GetNullableInt("class_id"), c.GetString("name"))),
            ("RecallAtPrecision", c => new RecallAtPrecision(
                c.GetDouble("precision"), c.GetInt("num_thresholds", 200), c.GetNullableInt("class_id"), c.GetString("name"))),
            ("AUC", c => new AUC(
                c.GetInt("num_thresholds", 200),
                c.GetString("curve", "ROC")!,
                c.GetString("summation_method", "interpolation")!,
                c.GetString("name"),
                Thresholds.Of(c),
                c.GetBool("multi_label", false),
                c.GetNullableInt("num_labels"),
                c.GetDoubles("label_weights"),
                c.GetBool("from_logits", false))),
            ("R2Score", c => new R2Score(
                c.Json.ContainsKey("class_aggregation") ? c.GetString("class_aggregation") : "uniform_average",
                c.GetInt("num_regressors", 0),
                Name(c, "r2_score"))),
            ("IoU", c => new IoU(
                c.GetInt("num_classes"),
                c.GetInts("target_class_ids"),
                c.GetString("name"),
                Type(c),
                c.GetNullableInt("ignore_class"),
                c.GetBool("sparse_y_true", true),
                c.GetBool("sparse_y_pred", true),
                c.GetInt("axis", -1))),
            ("BinaryIoU", c => new BinaryIoU(
                c.Has("target_class_ids") ? c.GetInts("target_class_ids") : null, c.GetDouble("threshold", 0.5), c.GetString("name"), Type(c))),
            ("MeanIoU", c => new MeanIoU(
                c.GetInt("num_classes"),
                c.GetString("name"),
                Type(c),
                c.GetNullableInt("ignore_class"),
                c.GetBool("sparse_y_true", true),
                c.GetBool("sparse_y_pred", true),
                c.GetInt("axis", -1))),
            ("OneHotIoU", c => new OneHotIoU(
                c.GetInt("num_classes"),
                c.GetInts("target_class_ids"),
                c.GetString("name"),
                Type(c),
                c.GetNullableInt("ignore_class"),
                c.GetBool("sparse_y_pred", false),
                c.GetInt("axis", -1))),
            ("OneHotMeanIoU", c => new OneHotMeanIoU(
                c.GetInt("num_classes"),
                c.GetString("name"),
                Type(c),
                c.GetNullableInt("ignore_class"),
                c.GetBool("sparse_y_pred", false),
                c.GetInt("axis", -1))),
        ],
        [
            ("bce", "BinaryCrossentropy"), ("mse", "MeanSquaredError"), ("mae", "MeanAbsoluteError"), ("rmse", "RootMeanSquaredError"),
            ("mape", "MeanAbsolutePercentageError"), ("msle", "MeanSquaredLogarithmicError"), ("kld", "KLDivergence"),
            ("logcosh", "LogCoshError"), ("log_cosh", "LogCoshError"), ("fbeta_score", "FBetaScore"),
        ]);

    private static string Name(ObjectConfig config, string missing) => config.GetString("name", missing)!;

    // Keras' "int" is int32 on TensorFlow.
    private static DType? Type(ObjectConfig config) => config.GetString("dtype") is not { } name ? null : name == "int" ? DType.Int32 : name;
}
