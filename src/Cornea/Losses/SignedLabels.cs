namespace Cornea.Losses;

/// <summary>Labels as hinge losses want them: where all are 0 or 1, they become −1 and 1.</summary>
internal static class SignedLabels
{
    public static Tensor Of(Tensor labels)
    {
        Tensor isBinary = Ops.All(Ops.LogicalOr(Ops.Equal(labels, 0), Ops.Equal(labels, 1)));
        return Ops.Where(isBinary, (labels * 2) - 1, labels);
    }
}
