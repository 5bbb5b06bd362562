namespace Cornea.Onnx.Tests.Nodes;

/// <summary>Graphs of random nodes that keep, move, join and cut axes, against ONNX Runtime: the import computes channels-last what they say channels-first.</summary>
/// <remarks>CORNEA_ONNX_RANDOM_GRAPHS="FIRST COUNT" says which numbers are drawn from; a failure names its own.</remarks>
public sealed class RandomGraphTests : IDisposable
{
    private const int FirstByDefault = 1;
    private const int CountByDefault = 150;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Are_as_ONNX_Runtime_computes_them(bool isBatchOpen)
    {
        (int first, int count) = Environment.GetEnvironmentVariable("CORNEA_ONNX_RANDOM_GRAPHS")?.Split(' ') is [var from, var many] ? (int.Parse(from), int.Parse(many)) : (FirstByDefault, CountByDefault);
        var failures = new List<string>();
        int refused = 0;
        for (int number = first; number < first + count; number++)
        {
            string path = _folder.File("graph.onnx");
            var graph = new RandomGraph(new Random(number), path, isBatchOpen);
            Tensor[][] expected = graph.Grow(nodes: 3 + (number % 7));
            try
            {
                Model model = Onnx.Import(path, keepLayout: true);
                foreach ((Tensor image, Tensor[] wanted) in graph.Images.Zip(expected))
                {
                    TensorList results = model.Call(TensorList.Create([image]), training: false);
                    foreach ((Tensor one, Tensor other) in wanted.Zip(results))
                        if (RuntimeModel.Difference(one, other) is { } difference) failures.Add($"number {number}, {graph}: {image.Shape[0]} samples: {difference}");
                }
            }
            catch (InvalidDataException error) when (isBatchOpen && (error.Message.Contains("isn't supported", StringComparison.Ordinal) || error.Message.Contains("isn't known", StringComparison.Ordinal)))
            {
                refused++; // Where sizes depend on the number of samples, not everything goes; that is said.
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                failures.Add($"number {number}, {graph}: {error.GetType().Name}: {error.Message}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {count}:\n{string.Join('\n', failures.Take(5))}");
        Assert.True(refused <= count / 4, $"{refused} of {count} are refused.");
    }
}
