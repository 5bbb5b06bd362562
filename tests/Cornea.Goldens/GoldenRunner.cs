using Cornea.Goldens.Runners;

namespace Cornea.Goldens;

/// <summary>Runs a golden case on Cornea and compares. Each kind of case has a runner in the table; the others fail.</summary>
internal static class GoldenRunner
{
    private static readonly Dictionary<string, Action<GoldenCase>> Runners = new()
    {
        ["applications"] = ApplicationCases.Run,
        ["augment"] = AugmentCases.Run,
        ["classic"] = ClassicCases.Run,
        ["constraints"] = WeightCases.RunConstraint,
        ["detection"] = DetectionCases.Run,
        ["files"] = FileCases.Run,
        ["explain"] = ExplainCases.Run,
        ["fit"] = FitCases.Run,
        ["folders"] = FolderCases.Run,
        ["initializers"] = WeightCases.RunInitializer,
        ["keras_tests"] = KerasTestCases.Run,
        ["layers"] = LayerCases.Run,
        ["losses"] = LossCases.Run,
        ["metrics"] = MetricCases.Run,
        ["ops"] = OperationCases.Run,
        ["models"] = ModelCases.Run,
        ["onnx"] = OnnxCases.Run,
        ["optimizers"] = OptimizerCases.Run,
        ["regularizers"] = WeightCases.RunRegularizer,
        ["schedules"] = ScheduleCases.Run,
    };

    /// <summary>Runs a case of a folder.</summary>
    /// <returns>Null when it passed, else why not.</returns>
    public static string? Failure(GoldenFolder folder, string name)
    {
        try
        {
            Run(folder.Open(name));
            return null;
        }
        catch (Exception e) when (e is NotUnderstoodException or MismatchException)
        {
            return e.Message;
        }
        catch (Exception e)
        {
            // Whatever else a case brings about is a failure of this case, not the end of the run.
            return $"{e.GetType().Name}: {e.Message}{Environment.NewLine}{e.StackTrace}";
        }
    }

    private static void Run(GoldenCase golden)
    {
        if (!Runners.TryGetValue(golden.Kind, out Action<GoldenCase>? run))
            throw new NotUnderstoodException($"there is no runner for the kind '{golden.Kind}'");
        run(golden);
        string[] unread = [.. golden.Unread];
        if (unread.Length > 0) throw new NotUnderstoodException($"the runner left unchecked: {string.Join(", ", unread)}");
    }
}
