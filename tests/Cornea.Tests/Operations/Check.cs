using Cornea.Graphs;
using Cornea.Reference;
using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Compares a tensor with what it should be.</summary>
internal static class Check
{
    private const double Tolerance = 1e-6;

    /// <summary>Shape and values, to about float32's precision, by the reference and by the executor in use; NaN equals NaN.</summary>
    public static void Values(Tensor actual, Shape shape, params double[] expected)
    {
        Assert.Equal(shape, actual.Shape);
        if (actual.Storage is null) Same("reference", expected, ByReference(actual).ToArray<double>());
        Same("executor", expected, actual.ToArray<double>());
    }

    /// <summary>The value of a tensor that isn't computed yet, by the reference executor.</summary>
    public static Tensor ByReference(Tensor tensor)
    {
        Graph graph = GraphCapture.Loose([tensor]);
        var output = Storage.Allocate(tensor.Spec.Bytes);
        new ReferenceExecutor().Lower(graph).Run([.. graph.Parameters.Select(parameter => Evaluator.ValueOf(parameter.Tensor))], [output]);
        return Tensor.Of(output, tensor.Spec);
    }

    /// <summary>The message of an error holds all of these.</summary>
    public static void Error<T>(Func<object?> action, params string[] parts)
        where T : Exception
    {
        T error = Assert.Throws<T>(action);
        foreach (string part in parts) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Computing a tensor is an error, the same by both executors.</summary>
    public static void RunError(Tensor tensor, params string[] parts)
    {
        Error<ArgumentException>(() => tensor.ToArray<double>(), parts);
        Error<ArgumentException>(() => ByReference(tensor), parts);
    }

    private static void Same(string who, double[] expected, double[] got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (int index = 0; index < got.Length; index++)
        {
            bool same = got[index].Equals(expected[index]) || Math.Abs(got[index] - expected[index]) <= Tolerance * (1 + Math.Abs(expected[index]));
            Assert.True(same, $"Element {index}: expected {expected[index]:R}, the {who} gives {got[index]:R} in [{string.Join(", ", got)}].");
        }
    }
}
