namespace Cornea;

/// <summary>The parts in which a batch of some shape is predicted.</summary>
internal sealed class BatchCut
{
    private BatchCut((int Start, StepShape Shape)[] parts) => Parts = parts;

    /// <summary>Each with its first sample in the batch, and what its plan is for.</summary>
    public IReadOnlyList<(int Start, StepShape Shape)> Parts { get; }

    /// <summary>All samples at once.</summary>
    public static BatchCut Whole(StepShape shape) => new([(0, shape)]);

    /// <summary>The parts of <see cref="BatchParts"/>.</summary>
    public static BatchCut InParts(StepShape shape) => new([.. BatchParts.Of(shape.Samples).Select(part => (part.Start, shape.Of(part.Size)))]);
}
