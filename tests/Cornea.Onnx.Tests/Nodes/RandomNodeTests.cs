using Microsoft.ML.OnnxRuntime;

namespace Cornea.Onnx.Tests.Nodes;

/// <summary>Operators with random attributes, shapes and numbers, in all their versions, against ONNX Runtime.</summary>
/// <remarks>CORNEA_ONNX_RANDOM_NODES="FIRST COUNT [OPERATOR]" says which numbers are drawn from; a failure names its own.</remarks>
public sealed class RandomNodeTests : IDisposable
{
    private const int FirstByDefault = 1;
    private const int CountByDefault = 24;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. RandomOperators.All.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_as_ONNX_Runtime_computes_it(string name)
    {
        RandomOperator operation = RandomOperators.All[name];
        (int first, int count, string? only) = Range();
        Assert.SkipUnless(only is null || only == name, $"Only {only} is asked for.");
        int compared = 0, drawn = 0;
        var failures = new List<string>();
        for (int opset = operation.From; opset <= operation.To; opset++)
        {
            for (int number = first; number < first + count; number++, drawn++) // Each version has numbers of its own.
            {
                var node = new RandomNode(new Random((number * 100) + opset), opset);
                operation.Draw(node);
                string path = _folder.File("random.onnx");
                node.Write(path);
                if (Expected(path, node) is not { } expected) continue;
                compared++;
                if (Difference(path, node, expected) is { } difference) failures.Add($"number {number}, {node}: {difference}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {compared}:\n{string.Join('\n', failures.Take(5))}");
        Assert.True(compared >= drawn / 3, $"ONNX Runtime takes {compared} of {drawn} only.");
    }

    // Null where ONNX Runtime can't: what the specification allows isn't all there.
    private static Tensor[]? Expected(string path, RandomNode node)
    {
        try
        {
            return RuntimeModel.Run(path, node.Inputs);
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    private static string? Difference(string path, RandomNode node, Tensor[] expected)
    {
        try
        {
            Model model = Onnx.Import(path, keepLayout: true);
            TensorList results = model.Call(TensorList.Create([.. node.Inputs]), training: false);
            for (int index = 0; index < expected.Length; index++)
                if (RuntimeModel.Difference(expected[index], results[index]) is { } difference) return difference;
            return null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"{error.GetType().Name}: {error.Message}";
        }
    }

    private static (int First, int Count, string? Only) Range() => Environment.GetEnvironmentVariable("CORNEA_ONNX_RANDOM_NODES")?.Split(' ') is [var first, var count, .. var only]
        ? (int.Parse(first), int.Parse(count), only.FirstOrDefault())
        : (FirstByDefault, CountByDefault, null);
}
