using System.Text.Json.Nodes;
using Cornea.Cli.Models;

namespace Cornea.Benchmarks;

/// <summary>Samples per second of whole trainings: shuffling, gathering, forward, loss, metrics, backward, Adam. The best epoch counts.</summary>
internal static class Throughput
{
    private const double Seconds = 8;
    private const int Epochs = 2;

    private static readonly TrainingWorkload[] Workloads =
    [
        new("mlp_train_b32", 20_000, 32, new Shape(28, 28, 1), 10, MultilayerPerceptron.Build),
        new("mlp_train_b128", 40_000, 128, new Shape(28, 28, 1), 10, MultilayerPerceptron.Build),
        new("regress_train_b32", 16_000, 32, new Shape(8), 0, RegressionNetwork.Build),
        new("cnn_train_b128", 5_120, 128, new Shape(28, 28, 1), 10, ConvolutionalNetwork.Build),
        new("resnet20_train_b128", 1_024, 128, new Shape(32, 32, 3), 10, ResidualNetwork.Build),
    ];

    /// <summary>Prints a JSON line for each workload of the given names; for all when there are none.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] names)
    {
        if (names.FirstOrDefault(name => Workloads.All(workload => workload.Name != name)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no workload '{unknown}'; there are {string.Join(", ", Workloads.Select(workload => workload.Name))}.");
            return 2;
        }

        foreach (TrainingWorkload workload in Workloads.Where(workload => names.Length == 0 || names.Contains(workload.Name)))
            Console.WriteLine(Measure(workload).ToJsonString());
        return 0;
    }

    private static JsonObject Measure(TrainingWorkload workload)
    {
        double before = MachinePeak.MeasureAllThreads();
        var (x, y) = MakeData(workload);
        Model model = workload.Build(workload.Sample, workload.Classes);
        if (workload.Classes > 0) model.Compile("adam", "categorical_crossentropy", metrics: ["accuracy"]);
        else model.Compile("adam", "mse");
        var timer = new EpochTimer(Seconds, Epochs);
        model.Fit(x, y, batchSize: workload.BatchSize, epochs: int.MaxValue, verbose: 0, callbacks: [timer]);
        double after = MachinePeak.MeasureAllThreads();
        return new JsonObject
        {
            ["peer"] = "cornea",
            ["workload"] = workload.Name,
            ["per_second"] = Math.Round(workload.Rows / timer.Best, 1),
            ["peak_gflops"] = Math.Round(Math.Max(before, after), 1),
            ["runs"] = timer.Count,
        };
    }

    private static (Tensor X, Tensor Y) MakeData(TrainingWorkload workload)
    {
        var random = new Random(1);
        float[] x = new float[workload.Rows * (int)workload.Sample.ElementCount];
        for (int index = 0; index < x.Length; index++) x[index] = random.NextSingle();
        int columns = Math.Max(workload.Classes, 1), width = x.Length / workload.Rows;
        float[] y = new float[workload.Rows * columns];
        for (int row = 0; row < workload.Rows; row++)
        {
            if (workload.Classes > 0) y[(row * columns) + random.Next(columns)] = 1;
            else y[row] = x[row * width];
        }

        return (Tensor.From(x, new Shape([workload.Rows, .. workload.Sample])), Tensor.From(y, new Shape(workload.Rows, columns)));
    }
}
