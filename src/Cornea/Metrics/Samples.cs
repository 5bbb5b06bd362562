using Cornea.Losses;

namespace Cornea.Metrics;

/// <summary>Values of any rank brought to one for each sample, with their weights: Keras' reduce_to_samplewise_values.</summary>
internal static class Samples
{
    /// <param name="values">Values [batch, ...].</param>
    /// <param name="weight">What each sample, or each of its places, counts.</param>
    /// <param name="mask">Which of them count, where the loss itself says so; it acts only where there are weights, as in Keras.</param>
    /// <param name="reduce">Sum or mean.</param>
    public static (Tensor Values, Tensor? Weight) Reduce(Tensor values, Tensor? weight, Tensor? mask, Func<Tensor, Shape, Tensor> reduce)
    {
        values = values.Cast(DType.Float32);
        if (weight is not null)
        {
            weight = Weighting.ApplyMask(weight.Cast(DType.Float32), mask, Reduction.Sum)!;
            (values, weight) = Weighting.SameRank(values, weight);
            if (values.Rank > weight.Rank) values = reduce(values, Axes(weight.Rank, values.Rank));
            weight = weight.BroadcastTo(values.Shape);
            values *= weight;
            if (weight.Rank > 1) weight = reduce(weight, Axes(1, weight.Rank));
        }

        return (values.Rank > 1 ? reduce(values, Axes(1, values.Rank)) : values, weight);
    }

    private static Shape Axes(int from, int to) => new([.. Enumerable.Range(from, to - from)]);
}
