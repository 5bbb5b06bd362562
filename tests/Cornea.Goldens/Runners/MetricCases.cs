using System.Text.Json.Nodes;
using Cornea.Metrics;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>metrics</c>: the result after each update, after a reset and again, and the config's round trip.</summary>
internal static class MetricCases
{
    public static void Run(GoldenCase golden)
    {
        JsonObject json = ConfigCases.ObjectOf(golden.Json);
        var metric = Metric.Deserialize(json)!;
        ConfigCases.CheckRoundTrip(json, metric);
        int updates = golden.Json["updates"].ToInt();
        bool takesValues = golden.Json["takes"].ToText() == "values";
        for (int update = 0; update < updates; update++)
        {
            Update(golden, metric, update, takesValues);
            GoldenTolerance.Values.Check($"result{update}", golden[$"result{update}"], metric.Result());
        }

        metric.ResetState();
        Update(golden, metric, 0, takesValues);
        GoldenTolerance.Values.Check("result0 after a reset", golden["result0"], metric.Result());
    }

    /// <summary>Updates a metric that takes targets and predictions, or values.</summary>
    public static void Update(Metric metric, Tensor first, Tensor? second, Tensor? weight)
    {
        switch (metric)
        {
            case Mean mean:
                mean.UpdateState(first, second ?? weight);
                break;
            case Sum sum:
                sum.UpdateState(first, second ?? weight);
                break;
            default:
                metric.UpdateState(first, second ?? throw new NotUnderstoodException("a metric's update without predictions"), weight);
                break;
        }
    }

    private static void Update(GoldenCase golden, Metric metric, int update, bool takesValues)
    {
        Tensor yTrue = golden[$"y_true{update}"].ToTensor(), yPred = golden[$"y_pred{update}"].ToTensor();
        Tensor? weight = golden.Has($"sample_weight{update}") ? golden[$"sample_weight{update}"].ToTensor() : null;
        if (takesValues) Update(metric, yTrue, null, weight); // The case holds its values under the name of the targets.
        else Update(metric, yTrue, yPred, weight);
    }
}
