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
    public static BatchCut InParts(StepShape shape) => new([.. BatchParts.Of(shape.Samples).Select(part => (part.Start, shape.Of(part.Size)))]);
}
