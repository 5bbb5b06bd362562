using Cornea.Benchmarks;

// dotnet run -c Release --project benchmarks/Cornea.Benchmarks -- kernels [-1] [part of a name…]
switch (args.FirstOrDefault())
{
    case "kernels":
        KernelBenchmarks.Run(args[1..]);
        return 0;
    case "throughput":
        return Throughput.Run(args[1..]);
    case "onnxruntime":
        return OnnxRuntimePeer.Run(args[1..]);
    case "quality":
        return QualityRun.Run(args[1..]);
    case "serving":
        return Serving.Run(args[1..]);
    case "files":
        return ModelFiles.Run(args[1..]);
    case "images":
        return PhotoDecoding.Run(args[1..]);
    case "movement":
        MovementBenchmarks.Run(args[1..]);
        return 0;
    case "tiles":
        TileBenchmarks.Run();
        return 0;
    default:
        Console.Error.WriteLine("usage: throughput [workload…] | onnxruntime … | quality [--seeds N] [--tune] [task…] | serving … | files … | images FOLDER THREADS SECONDS | kernels [-1] [part of a name…] | movement [part of a name…] | tiles");
        return 1;
}
