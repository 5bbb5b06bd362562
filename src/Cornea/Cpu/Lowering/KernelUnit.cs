using Cornea.Graphs;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>A unit with the making of its step.</summary>
internal sealed class KernelUnit : Unit
{
    /// <summary>Makes the step, given where each value and workspace lies.</summary>
    public required Func<Placement, Step> Make { get; init; }

    /// <summary>The output that a fused elementwise program may follow: set where the step is a <see cref="RangeStep"/>.</summary>
    public Tensor? RangeOutput { get; init; }

    /// <summary>Makes the step that also does what follows the sums, so that nothing is left to follow it; null where the kernel can't.</summary>
    public Func<Placement, TileFinish, Step>? MakeFinished { get; init; }

    /// <summary>How it computes its output by rows; null where it doesn't.</summary>
    public RowLink? Rows { get; init; }

    public override string Describe(Placement place) => Make(place).Describe();
}
