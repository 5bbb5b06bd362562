using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Onnx;
using Microsoft.ML.OnnxRuntime;
using OnnxFile = Cornea.Onnx.Onnx;

namespace Cornea.Benchmarks;

/// <summary>ONNX Runtime on the networks that Cornea exports, in a process without Cornea's plans and threads. See compare.sh.</summary>
internal static class OnnxRuntimePeer
{
    private const int Threads = 2;
    private const double Tolerance = 1e-3;

    /// <summary>Exports a workload's network, or times what was exported. Prints a JSON line.</summary>
    /// <returns>The exit code: 3 where the two compute different things.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments is not ["export" or "time", var name, var folder])
        {
            Console.Error.WriteLine("usage: onnxruntime export|time WORKLOAD FOLDER");
            return 2;
        }

        if (Workloads.Named([name]) is not [{ } workload]) return 2;
        if (workload.Loss is null) return arguments[0] == "export" ? Export(workload, folder) : Time(workload, folder);
        Console.Error.WriteLine($"ONNX Runtime doesn't train: '{name}' has no network to export.");
        return 2;
    }

    private static string NetworkFile(Workload workload, string folder) => Path.Combine(folder, $"{workload.Name}.onnx");

    private static string OutputFile(Workload workload, string folder) => Path.Combine(folder, $"{workload.Name}.npy");

    private static int Export(Workload workload, string folder)
    {
        Model model = workload.Make();
        OnnxFile.Export(model, NetworkFile(workload, folder));
        Shape batch = [workload.BatchSize, .. model.InputShape[1..]];
        Tensor x = Tensor.From(workload.MakeSamples(batch[1..]).AsSpan(0, (int)batch.ElementCount), batch);
        NumPyFile.Save(OutputFile(workload, folder), model.Predict(x, workload.BatchSize, verbose: 0));
        var names = model.Weights.Select(weight => weight.Path).ToHashSet();
        long parameters = ModelProto.Read(NetworkFile(workload, folder)).Graph!.Initializers
            .Where(array => names.Contains(array.Name)).Sum(array => array.Dims.Aggregate(1L, (product, size) => product * size));
        Console.WriteLine(new JsonObject { ["workload"] = workload.Name, ["parameters"] = parameters }.ToJsonString());
        if (parameters == model.ParameterCount) return 0;
        Console.Error.WriteLine($"{workload.Name}: the network has {model.ParameterCount} parameters, the exported one {parameters}: they aren't compared.");
        return 3;
    }

    private static int Time(Workload workload, string folder)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = Threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        using var session = new InferenceSession(NetworkFile(workload, folder), options);
        using var run = new RunOptions();
        var (input, metadata) = session.InputMetadata.Single();
        int[] sample = metadata.Dimensions[1..];
        float[] x = workload.MakeSamples(new Shape(sample));
        int width = workload.BatchSize * (x.Length / workload.Rows);
        OrtValue[] batches = [.. Enumerable.Range(0, workload.Rows / workload.BatchSize).Select(index =>
            OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, x.AsMemory(index * width, width), [workload.BatchSize, .. sample.Select(size => (long)size)]))];

        double difference = Difference(NumPyFile.Load(OutputFile(workload, folder)).ToArray<float>(), Outputs(batches[0]));
        if (!(difference <= Tolerance))
        {
            Console.Error.WriteLine($"{workload.Name}: the outputs differ by {difference:g3} of the largest, more than {Tolerance}: they aren't compared.");
            return 3;
        }

        var (best, count) = Throughput.Time(() =>
        {
            foreach (OrtValue batch in batches) session.Run(run, [input], [batch], session.OutputNames).Dispose();
        });
        foreach (OrtValue batch in batches) batch.Dispose();
        Console.WriteLine(new JsonObject
        {
            ["peer"] = $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}",
            ["workload"] = workload.Name,
            ["per_second"] = Math.Round(workload.Rows / best, 1),
            ["runs"] = count,
            ["difference"] = difference,
        }.ToJsonString());
        return 0;

        float[] Outputs(OrtValue batch)
        {
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [input], [batch], session.OutputNames);
            return results.Single().GetTensorDataAsSpan<float>().ToArray();
        }
    }

    // The largest difference, as a part of the largest value: softmax's outputs are small whatever the network does.
    private static double Difference(float[] ours, float[] theirs)
    {
        if (ours.Length != theirs.Length) return double.PositiveInfinity;
        double most = ours.Max(Math.Abs), difference = 0;
        for (int index = 0; index < ours.Length; index++) difference = Math.Max(difference, Math.Abs((double)ours[index] - theirs[index]));
        return double.IsNaN(difference) ? double.PositiveInfinity : difference / most;
    }
}
