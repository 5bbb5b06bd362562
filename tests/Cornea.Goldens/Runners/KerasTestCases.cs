using System.Text.Json.Nodes;
using Cornea.Goldens.Operations;
using Cornea.Losses;
using Cornea.Metrics;
using Cornea.Optimizers;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>keras_tests</c>: what Keras' own tests computed, by the family of the public name.</summary>
internal static class KerasTestCases
{
    private static readonly Dictionary<string, Action<GoldenCase>> Families = new()
    {
        ["layers"] = KerasLayerCases.Run,
        ["losses"] = RunLoss,
        ["metrics"] = RunMetric,
        ["optimizers"] = RunOptimizer,
    };

    public static void Run(GoldenCase golden)
    {
        string name = golden.Json["target"].ToText();
        golden.Json.LeaveOut("test", because: "it says where the case comes from");
        string[] target = name.Split('.');
        if (OperationTable.Has(name))
        {
            OperationCases.Run(golden, name);
            return;
        }

        if (target.Length < 3 || !Families.TryGetValue(target[1], out Action<GoldenCase>? run))
            throw new NotUnderstoodException($"there is no runner for {string.Join('.', target)}");
        run(golden);
    }

    private static void RunLoss(GoldenCase golden)
    {
        JsonObject config = ConfigCases.ObjectOf(golden.Json["config"]!);
        var loss = Loss.Deserialize(config)!;
        ConfigCases.CheckRoundTrip(config, loss);
        Tensor?[] given = Given(golden, golden.Json["args"]!, golden.Json["kwargs"]!, "y_true", "y_pred", "sample_weight");
        GoldenTolerance.Values
            .AtLeast(1e-6, because: "the loss of right predictions is rounding error: float32 has 1 − 10⁻⁷ only to 6 · 10⁻⁸")
            .Check("y0", golden["y0"], loss.Call(given[0]!, given[1]!, given[2]));
    }

    private static void RunMetric(GoldenCase golden)
    {
        JsonObject config = ConfigCases.ObjectOf(golden.Json["config"]!);
        var metric = Metric.Deserialize(config)!;
        ConfigCases.CheckRoundTrip(config, metric);
        bool takesValues = metric is Mean or Sum;
        foreach (CaseJson? update in golden.Json["updates"]!.Items)
        {
            CaseJson args = update![0]!, kwargs = update[1]!;
            Tensor?[] given = takesValues
                ? Given(golden, args, kwargs, "values", "sample_weight")
                : Given(golden, args, kwargs, "y_true", "y_pred", "sample_weight");
            MetricCases.Update(metric, given[0]!, given[1], takesValues ? null : given[2]);
        }

        GoldenTolerance.Values.Check("y0", golden["y0"], metric.Result());
    }

    private static void RunOptimizer(GoldenCase golden)
    {
        JsonObject config = ConfigCases.ObjectOf(golden.Json["config"]!);
        var optimizer = Optimizer.Deserialize(config)!;
        ConfigCases.CheckRoundTrip(config, optimizer);
        OptimizerCases.Run(golden, optimizer, gradientsFrom: 0);
    }

    // The arguments of a call by name, whether they were given by place or by name.
    private static Tensor?[] Given(GoldenCase golden, CaseJson args, CaseJson kwargs, params string[] names)
    {
        if (args.Count > names.Length || kwargs.Any(pair => !names.Contains(pair.Key)))
            throw new NotUnderstoodException($"the call ({args}, {kwargs})");
        return [.. names.Select((name, index) => golden.ToTensor(index < args.Count ? args[index] : kwargs[name]))];
    }
}
