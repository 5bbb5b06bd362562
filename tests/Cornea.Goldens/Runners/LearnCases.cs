using System.Text.Json.Nodes;
using Cornea.Data;
using Cornea.Learn;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of scikit-learn's metrics and scalers and of Keras' label tools, as far as Cornea has them.</summary>
internal static class LearnCases
{
    public static void RunMetrics(GoldenCase golden)
    {
        Tensor truth = golden["y_true"].ToTensor(), predicted = golden["y_pred"].ToTensor();
        GoldenTolerance.Exact.Check("confusion", golden["confusion"], Report.ConfusionMatrix(truth, predicted));
        ClassificationReport report = Report.Classification(truth, predicted);
        foreach (var (name, expected) in golden.Json["report"]!.AsObject())
        {
            switch (name)
            {
                case "accuracy": Check(name, expected, report.Accuracy); break;
                case "macro avg": Check(name, expected!, report.MacroAverage); break;
                case "weighted avg": Check(name, expected!, report.WeightedAverage); break;
                default: Check(name, expected!, report[name]); break;
            }
        }

        Check("accuracy", golden.Json["accuracy"], report.Accuracy);
        Check("f1_macro", golden.Json["f1_macro"], report.MacroAverage.F1);
        Check("f1_weighted", golden.Json["f1_weighted"], report.WeightedAverage.F1);
        Check("precision_macro", golden.Json["precision_macro"], report.MacroAverage.Precision);
        Check("recall_macro", golden.Json["recall_macro"], report.MacroAverage.Recall);
    }

    public static void RunScalers(GoldenCase golden)
    {
        Tensor train = golden["x"].ToTensor(), test = golden["xt"].ToTensor();
        Check(golden, "standard", new StandardScaler().Fit(train), train, test);
        Check(golden, "minmax", new MinMaxScaler().Fit(train), train, test);
        Check(golden, "minmax_range", new MinMaxScaler((-1, 2)).Fit(train), train, test);
    }

    public static void RunLabels(GoldenCase golden)
    {
        Tensor y = golden["y"].ToTensor();
        GoldenTolerance.Exact.Check("onehot", golden["onehot"], Labels.ToCategorical(y));
        GoldenTolerance.Exact.Check("onehot6", golden["onehot6"], Labels.ToCategorical(y, 6));
        GoldenTolerance.Exact.Check("onehot2d", golden["onehot2d"], Labels.ToCategorical(Tensor.From(new[,] { { 0, 1 }, { 2, 1 } })));
    }

    private static void Check(GoldenCase golden, string name, ColumnScaler scaler, Tensor train, Tensor test)
    {
        GoldenTolerance.Values.Check($"{name}_train", golden[$"{name}_train"], scaler.Transform(train));
        Tensor scaled = scaler.Transform(test);
        GoldenTolerance.Values.Check($"{name}_test", golden[$"{name}_test"], scaled);
        GoldenTolerance.Values.Check($"{name}_inverse", golden[$"{name}_inverse"], scaler.InverseTransform(scaled));
    }

    private static void Check(string name, JsonNode expected, ClassScores scores)
    {
        Check($"{name} precision", expected["precision"], scores.Precision);
        Check($"{name} recall", expected["recall"], scores.Recall);
        Check($"{name} f1-score", expected["f1-score"], scores.F1);
        Check($"{name} support", expected["support"], scores.Support);
    }

    private static void Check(string what, JsonNode? expected, double got) => GoldenTolerance.Values.Check(what, expected!.ToDouble(), got);
}
