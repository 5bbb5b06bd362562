namespace Cornea.Metrics;

/// <summary>Whether a class is among the k largest predictions, by counting the larger ones: no sort is needed.</summary>
internal static class TopK
{
    /// <summary>For each row whether fewer than k predictions are larger than the target's; ties count as within.</summary>
    /// <param name="labels">Class indices of the shape of predictions without its last axis.</param>
    /// <param name="predictions">Predictions [..., classes].</param>
    /// <param name="k">How many.</param>
    public static Tensor Contains(Tensor labels, Tensor predictions, int k)
    {
        int classes = predictions.Shape[^1];
        Tensor isTarget = Ops.OneHot(labels, classes).Cast(DType.Bool);
        Tensor target = Ops.Sum(Ops.Where(isTarget, predictions, 0), [-1], keepDims: true);
        Tensor larger = Ops.Sum((predictions > target).Cast(DType.Int32), [-1]);
        Tensor isValid = Ops.LogicalAnd(Ops.Any(isTarget, [-1]), Ops.IsFinite(target.Squeeze(-1)));
        return Ops.LogicalAnd(larger < k, isValid);
    }

    /// <summary>1 at the k largest predictions of each row, the first of equal ones; 0 elsewhere.</summary>
    public static Tensor Mask(Tensor predictions, int k)
    {
        int classes = predictions.Shape[^1];
        Tensor own = predictions.ExpandDims(-1), other = predictions.ExpandDims(-2);
        Tensor isEarlier = Ops.Arange(classes).ExpandDims(0) < Ops.Arange(classes).ExpandDims(1);
        Tensor isBefore = Ops.LogicalOr(other > own, Ops.LogicalAnd(Ops.Equal(other, own), isEarlier));
        return (Ops.Sum(isBefore.Cast(DType.Int32), [-1]) < k).Cast(predictions.DType);
    }
}
