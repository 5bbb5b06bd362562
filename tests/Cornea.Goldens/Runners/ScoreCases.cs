using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cornea.Learn;
using Cornea.Metrics;

namespace Cornea.Goldens.Runners;

/// <summary>
/// scikit-learn's metrics. Labels are <c>y_true</c> and <c>y_pred</c> with the probabilities <c>proba</c>; of two classes <c>y_binary</c>
/// with <c>score</c>; numbers are <c>y_real</c> and <c>y_hat</c>. What <c>case.json</c> names otherwise is a score.
/// </summary>
internal static partial class ScoreCases
{
    private static readonly Dictionary<string, Func<Tensor, Tensor, Average?, double>> OfLabels = new()
    {
        ["accuracy"] = (y, p, _) => Score.Accuracy(y, p),
        ["balanced_accuracy"] = (y, p, _) => Score.BalancedAccuracy(y, p),
        ["zero_one_loss"] = (y, p, _) => Score.ZeroOneLoss(y, p),
        ["hamming_loss"] = (y, p, _) => Score.HammingLoss(y, p),
        ["hamming"] = (y, p, _) => Score.HammingLoss(y, p),
        ["precision"] = (y, p, average) => Score.Precision(y, p, average: average),
        ["recall"] = (y, p, average) => Score.Recall(y, p, average: average),
        ["sensitivity"] = (y, p, average) => Score.Recall(y, p, average: average),
        ["specificity"] = (y, p, average) => Score.Specificity(y, p, average: average),
        ["f1"] = (y, p, average) => Score.F1(y, p, average: average),
        ["f2"] = (y, p, average) => Score.FBeta(y, p, 2, average: average),
        ["f05"] = (y, p, average) => Score.FBeta(y, p, 0.5, average: average),
        ["jaccard"] = (y, p, average) => Score.Jaccard(y, p, average: average),
        ["kappa"] = (y, p, _) => Score.CohenKappa(y, p),
        ["cohen_kappa"] = (y, p, _) => Score.CohenKappa(y, p),
        ["kappa_linear"] = (y, p, _) => Score.CohenKappa(y, p, weights: "linear"),
        ["kappa_quadratic"] = (y, p, _) => Score.CohenKappa(y, p, weights: "quadratic"),
        ["matthews"] = (y, p, _) => Score.MatthewsCorrelation(y, p),
        ["mcc"] = (y, p, _) => Score.MatthewsCorrelation(y, p),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Average?, double>> OfProbabilities = new()
    {
        ["log_loss"] = (y, p, _) => Score.LogLoss(y, p),
        ["roc_auc_ovr"] = (y, p, average) => Score.RocAuc(y, p, average, multiClass: "ovr"),
        ["roc_auc_ovo"] = (y, p, average) => Score.RocAuc(y, p, average, multiClass: "ovo"),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Average?, double>> OfScores = new()
    {
        ["roc_auc"] = (y, s, _) => Score.RocAuc(y, s),
        ["auc"] = (y, s, _) => Curve.Roc(y, s).Area,
        ["average_precision"] = (y, s, _) => Score.AveragePrecision(y, s),
        ["brier"] = (y, s, _) => Score.BrierLoss(y, s),
        ["log_loss_binary"] = (y, s, _) => Score.LogLoss(y, s),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Average?, double>> OfNumbers = new()
    {
        ["r2"] = (y, p, _) => Score.R2(y, p),
        ["mse"] = (y, p, _) => Score.MeanSquaredError(y, p),
        ["rmse"] = (y, p, _) => Score.RootMeanSquaredError(y, p),
        ["mae"] = (y, p, _) => Score.MeanAbsoluteError(y, p),
        ["mape"] = (y, p, _) => Score.MeanAbsolutePercentageError(y, p),
        ["msle"] = (y, p, _) => Score.MeanSquaredLogarithmicError(y, p),
        ["rmsle"] = (y, p, _) => Score.RootMeanSquaredLogarithmicError(y, p),
        ["medae"] = (y, p, _) => Score.MedianAbsoluteError(y, p),
        ["median_absolute_error"] = (y, p, _) => Score.MedianAbsoluteError(y, p),
        ["mean_squared_error"] = (y, p, _) => Score.MeanSquaredError(y, p),
        ["mean_absolute_error"] = (y, p, _) => Score.MeanAbsoluteError(y, p),
        ["max_error"] = (y, p, _) => Score.MaxError(y, p),
        ["explained_variance"] = (y, p, _) => Score.ExplainedVariance(y, p),
    };

    public static void Run(GoldenCase golden)
    {
        foreach (var (name, expected) in golden.Json.Where(pair => pair.Key is not ("kind" or "name" or "note")))
        {
            if (name.StartsWith("report", StringComparison.Ordinal)) CheckReport(golden, name, expected!.Whole());
            else GoldenTolerance.Values.Check(name, expected.ToDouble(), Compute(golden, name));
        }

        if (golden.Has("confusion")) GoldenTolerance.Exact.Check("confusion", golden["confusion"], Report.ConfusionMatrix(Array(golden, "y_true"), Array(golden, "y_pred")));
        CheckCurves(golden);
        if (golden.Json.Any(pair => OfNumbers.ContainsKey(pair.Key))) return;
        foreach (string input in (string[])["y_real", "y_hat"]) golden.LeaveOut(input, because: "the case holds no figure of these");
    }

    private static double Compute(GoldenCase golden, string name)
    {
        if (TopK().Match(name) is { Success: true } top)
            return Score.TopKAccuracy(Array(golden, "y_true"), Array(golden, "proba"), int.Parse(top.Groups[1].Value));
        (string metric, Average? average) = (name, null);
        foreach (string word in new[] { "micro", "macro", "weighted", "binary" })
        {
            if (!name.EndsWith($"_{word}", StringComparison.Ordinal) || OfScores.ContainsKey(name)) continue;
            metric = name[..^(word.Length + 1)];
            average = word == "binary" ? null : word;
        }

        foreach (var (table, truth, prediction) in new[]
        {
            (OfLabels, "y_true", "y_pred"), (OfProbabilities, "y_true", "proba"), (OfScores, "y_binary", "score"), (OfNumbers, "y_real", "y_hat"),
        })
        {
            if (table.TryGetValue(metric, out var score)) return score(Array(golden, truth), Array(golden, prediction), average);
        }

        throw new NotUnderstoodException($"there is no score '{name}'");
    }

    private static void CheckReport(GoldenCase golden, string name, JsonNode expected)
    {
        ClassificationReport report = Report.Classification(Array(golden, "y_true"), Array(golden, "y_pred"));
        if (expected.GetValueKind() == JsonValueKind.String)
        {
            if (report.ToString() != expected.ToText()) throw new MismatchException($"{name}: expected\n{expected.ToText()}\ngot\n{report}");
            return;
        }

        foreach (var (row, scores) in expected.AsObject())
        {
            switch (row)
            {
                case "accuracy": GoldenTolerance.Values.Check(row, scores.ToDouble(), report.Accuracy); break;
                case "micro avg": CheckScores(row, scores!, report.MicroAverage); break;
                case "macro avg": CheckScores(row, scores!, report.MacroAverage); break;
                case "weighted avg": CheckScores(row, scores!, report.WeightedAverage); break;
                default: CheckScores(row, scores!, report[row]); break;
            }
        }
    }

    private static void CheckScores(string row, JsonNode expected, ClassScores scores)
    {
        GoldenTolerance.Values.Check($"{row} precision", expected["precision"].ToDouble(), scores.Precision);
        GoldenTolerance.Values.Check($"{row} recall", expected["recall"].ToDouble(), scores.Recall);
        GoldenTolerance.Values.Check($"{row} f1-score", expected["f1-score"].ToDouble(), scores.F1);
        GoldenTolerance.Exact.Check($"{row} support", expected["support"].ToDouble(), scores.Support);
    }

    private static void CheckCurves(GoldenCase golden)
    {
        if (!golden.Has("score")) return;
        Tensor truth = Array(golden, "y_binary"), score = Array(golden, "score");

        // Whether points within straight lines were dropped shows in their number.
        if (golden.Has("fpr"))
        {
            RocCurve roc = Curve.Roc(truth, score, dropIntermediate: false);
            if (roc.Thresholds.Count != golden["fpr"].Shape[0]) roc = Curve.Roc(truth, score);
            Check(golden, "fpr", roc.FalsePositiveRate);
            Check(golden, "tpr", roc.TruePositiveRate);
            Check(golden, "roc_thresholds", roc.Thresholds);
        }

        if (golden.Has("pr_thresholds"))
        {
            PrecisionRecallCurve curve = Curve.PrecisionRecall(truth, score);
            if (curve.Thresholds.Count != golden["pr_thresholds"].Shape[0]) curve = Curve.PrecisionRecall(truth, score, dropIntermediate: true);
            Check(golden, "precision", curve.Precision);
            Check(golden, "recall", curve.Recall);
            Check(golden, "pr_thresholds", curve.Thresholds);
        }
    }

    private static void Check(GoldenCase golden, string array, IReadOnlyList<double> got) =>
        GoldenTolerance.Values.Check(array, golden[array], [got.Count], [.. got]);

    private static Tensor Array(GoldenCase golden, string name) =>
        golden.Has(name) ? golden[name].ToDoubleTensor() : throw new NotUnderstoodException($"there is no array {name}");

    [GeneratedRegex(@"^top_?([1-9]\d*)(_accuracy)?$")]
    private static partial Regex TopK();
}
