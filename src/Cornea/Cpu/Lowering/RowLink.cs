using Cornea.Cpu.Kernels;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>What a unit computes by rows: it can be a link of a chain (<see cref="RowChains"/>).</summary>
/// <param name="Input">The value that is read by rows.</param>
/// <param name="Weights">The value that is read whole each time, if there is one.</param>
/// <param name="Output">The value that is written by rows.</param>
/// <param name="Stage">The kernel.</param>
/// <param name="Text">What plans print of it.</param>
/// <param name="Finish">What it does to its sums.</param>
internal sealed record RowLink(Tensor Input, Tensor? Weights, Tensor Output, RowStage Stage, string Text, TileFinish? Finish = null)
{
    /// <summary>The link of a kernel; null where it has no stage.</summary>
    public static RowLink? Of(RowStage? stage, Tensor input, Tensor? weights, Tensor output, string text) =>
        stage is null ? null : new RowLink(input, weights, output, stage, text);

    /// <summary>Where its operands lie.</summary>
    public (Operand? Weights, TileEpiloguePlaces Epilogue) Places(Placement place) => (Weights is null ? null : place[Weights], Finish?.Places(place) ?? default);
}
