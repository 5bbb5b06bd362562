namespace Cornea;

/// <summary>The parts in which a batch of some shape is predicted.</summary>
internal sealed class BatchCut
{
    private BatchCut((int Start, StepShape Shape)[] parts) => Parts = parts;

    /// <summary>All samples at once, on a plan of the batch's own.</summary>
    public static BatchCut Whole { get; } = new([]);

    /// <summary>Each with its first sample in the batch, and what its plan is for; none where the batch isn't cut.</summary>
    public IReadOnlyList<(int Start, StepShape Shape)> Parts { get; }

    /// <summary>The parts of <see cref="BatchParts"/>.</summary>
    /// <param name="shape">The whole batch.</param>
    /// <param name="most">The most samples of a part: a power of two.</param>
    public static BatchCut InParts(StepShape shape, int most = BatchParts.Any) => new([.. BatchParts.Of(shape.Samples, most).Select(part => (part.Start, shape.Of(part.Size)))]);
}
