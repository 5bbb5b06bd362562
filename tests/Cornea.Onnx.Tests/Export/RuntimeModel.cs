using Microsoft.ML.OnnxRuntime;

namespace Cornea.Onnx.Tests;

/// <summary>A file run by ONNX Runtime.</summary>
internal static class RuntimeModel
{
    /// <summary>The outputs for inputs in the order of the file's.</summary>
    public static Tensor[] Run(string path, params IReadOnlyList<Tensor> inputs) => Run(path, GraphOptimizationLevel.ORT_ENABLE_ALL, inputs);

    /// <summary>The outputs of the file's nodes as they stand: what ONNX Runtime's optimiser makes of a graph isn't always the same.</summary>
    public static Tensor[] RunPlain(string path, params IReadOnlyList<Tensor> inputs) => Run(path, GraphOptimizationLevel.ORT_DISABLE_ALL, inputs);

    private static Tensor[] Run(string path, GraphOptimizationLevel level, IReadOnlyList<Tensor> inputs)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, GraphOptimizationLevel = level, IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(path, options);
        var feeds = session.InputNames.Zip(inputs).ToDictionary(pair => pair.First, pair => Value(pair.Second));
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, feeds, session.OutputNames);
        return [.. results.Select(Tensor)];
    }

    /// <summary>Compares within 1e-4 of each value and 1e-5 of the largest.</summary>
    public static void AssertClose(string what, Tensor expected, Tensor actual)
    {
        string? difference = Difference(expected, actual);
        Assert.True(difference is null, $"{what}: {difference}");
    }

    /// <summary>What differs by more than 1e-4 of the value and 1e-5 of the largest, if anything does.</summary>
    public static string? Difference(Tensor expected, Tensor actual)
    {
        if (expected.Shape != actual.Shape) return $"expected shape {expected.Shape}, got {actual.Shape}";
        if (expected.DType != actual.DType) return $"expected {expected.DType}, got {actual.DType}";
        double[] a = expected.ToArray<double>(), b = actual.ToArray<double>();
        double tolerance = 1e-5 * a.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        for (int index = 0; index < a.Length; index++)
            if (!(a[index].Equals(b[index]) || Math.Abs(a[index] - b[index]) <= tolerance + (1e-4 * Math.Abs(a[index])))) return $"element {index} of {expected.Shape}: expected {a[index]}, got {b[index]}";
        return null;
    }

    private static OrtValue Value(Tensor tensor)
    {
        long[] shape = [.. tensor.Shape.Select(size => (long)size)];
        return tensor.DType.Name switch
        {
            "float32" => OrtValue.CreateTensorValueFromMemory(tensor.ToArray<float>(), shape),
            "int32" => OrtValue.CreateTensorValueFromMemory(tensor.ToArray<int>(), shape),
            "int64" => OrtValue.CreateTensorValueFromMemory(tensor.ToArray<long>(), shape),
            "uint8" => OrtValue.CreateTensorValueFromMemory(tensor.ToArray<byte>(), shape),
            "bool" => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(tensor.ToArray<byte>(), value => value != 0), shape),
            var other => throw new NotSupportedException(other),
        };
    }

    private static Tensor Tensor(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        Shape shape = [.. info.Shape.Select(size => (int)size)];
        return info.ElementDataType switch
        {
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float => Cornea.Tensor.From(value.GetTensorDataAsSpan<float>(), shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int32 => Cornea.Tensor.From(value.GetTensorDataAsSpan<int>(), shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64 => Cornea.Tensor.From(value.GetTensorDataAsSpan<long>(), shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.UInt8 => Cornea.Tensor.From(value.GetTensorDataAsSpan<byte>(), shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Bool => Cornea.Tensor.From(value.GetTensorDataAsSpan<bool>(), shape),
            var other => throw new NotSupportedException($"{other}"),
        };
    }
}
