using System.Text.Json.Nodes;
using Cornea.Callbacks;
using Cornea.Files;
using Cornea.Losses;
using Cornea.Metrics;
using Cornea.Optimizers;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>fit</c>: a whole training. History, weights after it, evaluation, predictions, and the JSON's round trip.</summary>
internal static class FitCases
{
    public static void Run(GoldenCase golden)
    {
        Model model = Model.FromJson(golden.Json["json"]!.Whole());
        string expected = string.Join(", ", golden.Json["weights"]!.ToTexts());
        string got = string.Join(", ", model.Weights.Select(weight => weight.Path));
        if (expected != got) throw new MismatchException($"weights: expected {expected}, got {got}");
        model.SetWeights([.. golden.Numbered("w").Select(array => array.ToTensor())]);
        Compile(golden, model);
        double rate = model.Optimizer.LearningRate;
        History history = Fit(golden, model);
        CheckHistory(golden, history);
        if (history.Epochs.Count != golden.Json["epochs_run"].ToInt())
            throw new MismatchException($"epochs: expected {golden.Json["epochs_run"]}, got {history.Epochs.Count}");
        FileArray[] weights = golden.Numbered("after_w");
        double slack = Slack(golden, model, rate);
        for (int index = 0; index < weights.Length; index++)
            CheckWeight($"after_w{index} ({model.Weights[index].Path})", weights[index], model.Weights[index].Value, slack);
        Evaluation evaluation = model.Evaluate(golden["x"].ToTensor(), golden["y"].ToTensor(), verbose: 0);
        foreach ((string name, CaseJson? value) in golden.Json["evaluate"]!) Trained.Check($"evaluate {name}", value.ToDouble(), evaluation[name]);
        GoldenTolerance predicted = model.Optimizer is SGD ? Trained : Trained.Times(10, because: "the weights' slack under Adam goes on into the predictions");
        predicted.Check("predict", golden["predict"], model.Predict(golden["x"].ToTensor()));
    }

    // A training of many steps amplifies float32's rounding, which differs by the order of additions.
    private static GoldenTolerance Trained { get; } = GoldenTolerance.Values.Times(5, because: "rounding grows over the steps of a training");

    private static GoldenTolerance Weights { get; } = GoldenTolerance.Values.Times(20, because: "rounding grows over the steps of a training");

    // Adam divides a gradient by its own size, so a weight whose gradient nearly vanishes moves as far as any other, to where rounding sends it:
    // a tenth of the way that a weight may have gone is allowed. Batch normalisation has such gradients where few samples of a batch are active
    // (the gradient's terms cancel). With Keras' own formula for it, x · i + (beta − mean · i) derived term by term in float32, fit/mlp_adam comes
    // out to 1e-5; the reference executor, in double precision, differs from Keras just as the CPU executor does.
    private static double Slack(GoldenCase golden, Model model, double rate)
    {
        if (model.Optimizer is SGD) return 0;
        int batchSize = golden.Json["fit"]!["batch_size"].ToInt(), samples = golden["x"].Shape[0];
        int steps = golden.Json["epochs_run"].ToInt() * ((samples + batchSize - 1) / batchSize);
        return 0.1 * rate * steps;
    }

    private static void CheckWeight(string what, FileArray expected, Tensor got, double slack)
    {
        double[] wanted = expected.ToArray<double>(), values = got.ToArray<double>();
        for (int index = 0; index < values.Length; index++)
        {
            double difference = values[index] - wanted[index];
            values[index] = wanted[index] + (Math.Sign(difference) * Math.Max(0, Math.Abs(difference) - slack));
        }

        Weights.Check(what, expected, got.Shape.ToArray(), values);
    }

    private static void Compile(GoldenCase golden, Model model)
    {
        CaseJson compile = golden.Json["compile"]!;
        JsonNode settings = compile["optimizer"]!.Whole();
        Optimizer optimizer = Optimizer.Deserialize(new JsonObject { ["class_name"] = compile["optimizer_class"].ToText(), ["config"] = settings })!;
        ConfigCases.CheckJson("optimizer", settings, optimizer.GetConfig().Json);
        LossWeights? lossWeights = null;
        if (compile["loss_weights"] is { } weights) lossWeights = weights.IsList ? (LossWeights)weights.ToDoubles() : weights.ToDouble();
        model.Compile(
            optimizer, Loss.Deserialize(compile["loss"]!.Whole())!, lossWeights, [.. Metrics(compile["metrics"])], [.. Metrics(compile["weighted_metrics"])]);
    }

    private static Metric[] Metrics(CaseJson? json) => json is null ? [] : [.. json.Items.Select(item => item is { IsList: true } pair
        ? Metric.Deserialize(new JsonObject { ["class_name"] = pair[0].ToText(), ["config"] = pair[1]!.Whole() })!
        : (Metric)item.ToText())];

    private static History Fit(GoldenCase golden, Model model)
    {
        CaseJson fit = golden.Json["fit"]!;
        ValidationData? validation = golden.Has("vx") ? (golden["vx"].ToTensor(), golden["vy"].ToTensor()) : null;
        return model.Fit(
            golden["x"].ToTensor(),
            golden["y"].ToTensor(),
            fit["batch_size"].ToInt(),
            fit["epochs"].ToInt(),
            verbose: 0,
            callbacks: [.. fit["callbacks"]!.Items.Select(ReadCallback)],
            validationSplit: fit["validation_split"]?.ToDouble() ?? 0,
            validationData: validation,
            shuffle: fit["shuffle"]?.ToBool() ?? true,
            classWeight: fit["class_weight"]?.ToDictionary(pair => int.Parse(pair.Key), pair => pair.Value.ToDouble()),
            sampleWeight: golden.Has("sample_weight") ? (TensorList)golden["sample_weight"].ToTensor() : null,
            initialEpoch: fit["initial_epoch"]?.ToInt() ?? 0,
            stepsPerEpoch: fit["steps_per_epoch"]?.ToInt(),
            validationSteps: fit["validation_steps"]?.ToInt(),
            validationBatchSize: fit["validation_batch_size"]?.ToInt(),
            validationFreq: fit["validation_freq"]?.ToInt() ?? 1);
    }

    private static Callback ReadCallback(CaseJson? json)
    {
        CaseJson settings = json![1]!;
        double Number(string name, double otherwise) => settings[name]?.ToDouble() ?? otherwise;
        int Whole(string name, int otherwise) => settings[name]?.ToInt() ?? otherwise;
        string Text(string name, string otherwise) => settings[name]?.ToText() ?? otherwise;
        return json[0].ToText() switch
        {
            "EarlyStopping" => new EarlyStopping(
                Text("monitor", "val_loss"), Number("min_delta", 0), Whole("patience", 0), mode: Text("mode", "auto"), baseline: settings["baseline"]?.ToDouble(),
                restoreBestWeights: settings["restore_best_weights"]?.ToBool() ?? false, startFromEpoch: Whole("start_from_epoch", 0)),
            "ReduceLROnPlateau" => new ReduceLROnPlateau(
                Text("monitor", "val_loss"), Number("factor", 0.1), Whole("patience", 10), mode: Text("mode", "auto"), minDelta: Number("min_delta", 1e-4),
                cooldown: Whole("cooldown", 0), minLr: Number("min_lr", 0)),
            "TerminateOnNaN" => new TerminateOnNaN(),
            string other => throw new NotUnderstoodException($"there is no callback '{other}'"),
        };
    }

    private static void CheckHistory(GoldenCase golden, History history)
    {
        CaseJson expected = golden.Json["history"]!;
        foreach ((string name, CaseJson? values) in expected)
        {
            if (!history.Contains(name)) throw new MismatchException($"history: '{name}' is missing; there are {string.Join(", ", history.Names)}");
            double[] wanted = values.ToDoubles();
            Trained.Check($"history {name}", wanted, [.. history[name]], [wanted.Length]);
        }

        foreach (string name in history.Names)
            if (name != "learning_rate" && !expected.Has(name)) throw new MismatchException($"history: '{name}' isn't expected");
    }
}
