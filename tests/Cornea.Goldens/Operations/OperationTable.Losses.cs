using Cornea.Losses;
using Cornea.Metrics;

namespace Cornea.Goldens.Operations;

// Losses and metrics as functions; many are in keras.losses and in keras.metrics.
internal static partial class OperationTable
{
    private static IEnumerable<(string Name, string Signature, Func<OperationCall, TensorList> Call)> Losses()
    {
        (string Name, string Signature, Func<OperationCall, TensorList> Call)[] losses =
        [
            Loss("mean_squared_error", LossFunctions.MeanSquaredError), Loss("mean_absolute_error", LossFunctions.MeanAbsoluteError),
            Loss("mean_absolute_percentage_error", LossFunctions.MeanAbsolutePercentageError),
            Loss("mean_squared_logarithmic_error", LossFunctions.MeanSquaredLogarithmicError),
            Loss("log_cosh", LossFunctions.LogCosh), Loss("hinge", LossFunctions.Hinge), Loss("squared_hinge", LossFunctions.SquaredHinge),
            Loss("categorical_hinge", LossFunctions.CategoricalHinge), Loss("kl_divergence", LossFunctions.KLDivergence), Loss("poisson", LossFunctions.Poisson),
            Loss("ctc", LossFunctions.CTC),
            Op("cosine_similarity", "y_true y_pred axis", c => LossFunctions.CosineSimilarity(c["y_true"], c["y_pred"], c.Int("axis") ?? -1)),
            Op("huber", "y_true y_pred delta", c => LossFunctions.Huber(c["y_true"], c["y_pred"], c.Number("delta") ?? 1)),
            Op("binary_crossentropy", "y_true y_pred from_logits label_smoothing axis", c => LossFunctions.BinaryCrossentropy(
                c["y_true"], c["y_pred"], c.Bool("from_logits"), c.Number("label_smoothing") ?? 0, c.Int("axis") ?? -1)),
            Op("binary_focal_crossentropy", "y_true y_pred apply_class_balancing alpha gamma from_logits label_smoothing axis", c =>
                LossFunctions.BinaryFocalCrossentropy(
                    c["y_true"], c["y_pred"], c.Bool("apply_class_balancing"), c.Number("alpha") ?? 0.25, c.Number("gamma") ?? 2, c.Bool("from_logits"),
                    c.Number("label_smoothing") ?? 0, c.Int("axis") ?? -1)),
            Op("categorical_crossentropy", "y_true y_pred from_logits label_smoothing axis", c => LossFunctions.CategoricalCrossentropy(
                c["y_true"], c["y_pred"], c.Bool("from_logits"), c.Number("label_smoothing") ?? 0, c.Int("axis") ?? -1)),
            Op("categorical_focal_crossentropy", "y_true y_pred alpha gamma from_logits label_smoothing axis", c => LossFunctions.CategoricalFocalCrossentropy(
                c["y_true"], c["y_pred"], c.Number("alpha") ?? 0.25, c.Number("gamma") ?? 2, c.Bool("from_logits"), c.Number("label_smoothing") ?? 0, c.Int("axis") ?? -1)),
            Op("categorical_generalized_cross_entropy", "y_true y_pred q", c =>
                LossFunctions.CategoricalGeneralizedCrossEntropy(c["y_true"], c["y_pred"], c.Number("q")!.Value)),
            Op("sparse_categorical_crossentropy", "y_true y_pred from_logits ignore_class axis", c => LossFunctions.SparseCategoricalCrossentropy(
                c["y_true"], c["y_pred"], c.Bool("from_logits"), c.Int("ignore_class"), c.Int("axis") ?? -1)),
            Op("dice", "y_true y_pred axis", c => LossFunctions.Dice(c["y_true"], c["y_pred"], c.Shape("axis"))),
            Op("tversky", "y_true y_pred alpha beta axis", c => LossFunctions.Tversky(
                c["y_true"], c["y_pred"], c.Number("alpha") ?? 0.5, c.Number("beta") ?? 0.5, c.Shape("axis"))),
            Op("circle", "y_true y_pred ref_labels ref_embeddings remove_diagonal gamma margin", c => LossFunctions.Circle(
                c["y_true"], c["y_pred"], c.Optional("ref_labels"), c.Optional("ref_embeddings"), c.Bool("remove_diagonal", true), c.Number("gamma") ?? 80,
                c.Number("margin") ?? 0.4)),
        ];
        (string Name, string Signature, Func<OperationCall, TensorList> Call)[] metrics =
        [
            Op("binary_accuracy", "y_true y_pred threshold", c => MetricFunctions.BinaryAccuracy(c["y_true"], c["y_pred"], c.Number("threshold") ?? 0.5)),
            Loss("categorical_accuracy", MetricFunctions.CategoricalAccuracy), Loss("sparse_categorical_accuracy", MetricFunctions.SparseCategoricalAccuracy),
            Op("top_k_categorical_accuracy", "y_true y_pred k", c => MetricFunctions.TopKCategoricalAccuracy(c["y_true"], c["y_pred"], c.Int("k") ?? 5)),
            Op("sparse_top_k_categorical_accuracy", "y_true y_pred k from_sorted_ids", c => MetricFunctions.SparseTopKCategoricalAccuracy(
                c["y_true"], c["y_pred"], c.Int("k") ?? 5, c.Bool("from_sorted_ids"))),
            Op("pearson_correlation", "y_true y_pred axis", c => MetricFunctions.PearsonCorrelation(c["y_true"], c["y_pred"], c.Int("axis") ?? -1)),
            Op("concordance_correlation", "y_true y_pred axis", c => MetricFunctions.ConcordanceCorrelation(c["y_true"], c["y_pred"], c.Int("axis") ?? -1)),
        ];
        return losses.Select(entry => entry with { Name = $"losses.{entry.Name}" }).Concat(losses.Concat(metrics).Select(entry => entry with { Name = $"metrics.{entry.Name}" }));
    }

    private static (string Name, string Signature, Func<OperationCall, TensorList> Call) Loss(string name, Func<Tensor, Tensor, Tensor> function) =>
        Binary(name, function, "y_true y_pred");
}
