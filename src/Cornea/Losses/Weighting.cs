namespace Cornea.Losses;

/// <summary>How ranks are brought together, and how sample weights and masks act: Keras' rules, which losses and metrics share.</summary>
internal static class Weighting
{
    /// <summary>Where ranks differ by one and the longer shape ends in 1: that axis is dropped, or given to the other one if it has a single axis.</summary>
    public static (Tensor First, Tensor Second) SameRank(Tensor first, Tensor second, bool expandVectors = true)
    {
        if (first.Rank == second.Rank + 1 && first.Shape[^1] == 1)
            return second.Rank == 1 && expandVectors ? (first, second.ExpandDims(-1)) : (first.Squeeze(-1), second);
        if (second.Rank == first.Rank + 1 && second.Shape[^1] == 1)
            return first.Rank == 1 && expandVectors ? (first.ExpandDims(-1), second) : (first, second.Squeeze(-1));
        return (first, second);
    }

    /// <summary>Merges a mask into the sample weights. For means the kept places weigh more, so that the mean is theirs alone.</summary>
    public static Tensor? ApplyMask(Tensor? weight, Tensor? mask, Reduction reduction)
    {
        if (mask is null) return weight;
        Tensor kept = mask.Cast(DType.Float32);
        if (reduction == Reduction.Mean || reduction == Reduction.SumOverBatchSize) kept = Ops.DivideNoNan(kept, Ops.Mean(kept));
        if (weight is null) return kept;
        (kept, weight) = SameRank(kept, weight.Cast(DType.Float32));
        return weight * kept;
    }

    /// <summary>One number of the losses, or the losses themselves.</summary>
    public static Tensor Reduce(Tensor values, Tensor? weight, Tensor? mask, Reduction reduction)
    {
        weight = ApplyMask(weight, mask, reduction);
        if (weight is not null)
        {
            (values, weight) = SameRank(values, weight.Cast(values.DType));
            values *= weight;
        }

        if (reduction == Reduction.None || values.Rank == 0) return values;
        if (reduction == Reduction.Sum) return Ops.Sum(values);
        return reduction == Reduction.MeanWithSampleWeight && weight is not null
            ? Ops.DivideNoNan(Ops.Sum(values), Ops.Sum(weight))
            : Ops.Mean(values);
    }
}
