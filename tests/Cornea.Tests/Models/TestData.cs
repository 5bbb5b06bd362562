namespace Cornea.Tests.Models;

/// <summary>Small data for tests of models.</summary>
internal static class TestData
{
    /// <summary>Numbers from −1 to 1, the same for the same shape.</summary>
    public static Tensor Uniform(params int[] shape)
    {
        var random = new Random(shape.Aggregate(7, (hash, size) => (hash * 31) + size));
        var values = new float[shape.Aggregate(1, (product, size) => product * size)];
        for (int index = 0; index < values.Length; index++) values[index] = (float)((random.NextDouble() * 2) - 1);
        return Tensor.From(values, shape);
    }

    public static Tensor Labels(int count, int classes)
    {
        var random = new Random(count + classes);
        return Tensor.From([.. Enumerable.Range(0, count).Select(_ => random.Next(classes))], [count]);
    }
}
