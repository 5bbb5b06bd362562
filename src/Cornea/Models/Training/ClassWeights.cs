namespace Cornea;

/// <summary>From what each class counts to what each sample counts.</summary>
internal static class ClassWeights
{
    /// <summary>The samples' weights, by their class: the target's index, or where its one-hot row is largest. A class without a weight counts 1.</summary>
    /// <exception cref="ShapeException">The targets aren't classes.</exception>
    public static Tensor Of(string who, Tensor y, IReadOnlyDictionary<int, double> weights)
    {
        Tensor classes = y.Rank == 1 || (y.Rank == 2 && y.Shape[1] == 1) ? y.Reshape([y.Shape[0]])
            : y.Rank == 2 ? y.ArgMax(-1)
            : throw new ShapeException($"{who}: class weights need targets [samples] or [samples, classes], got {y.Shape}.");
        var values = new float[y.Shape[0]];
        double[] indices = classes.ToArray<double>();
        for (int index = 0; index < values.Length; index++) values[index] = (float)weights.GetValueOrDefault((int)Math.Round(indices[index]), 1);
        return Tensor.From(values, [values.Length]);
    }
}
