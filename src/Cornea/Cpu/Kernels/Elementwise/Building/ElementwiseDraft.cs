namespace Cornea.Cpu.Kernels;

/// <summary>A step while its program is put together: it speaks of values, which have no places yet.</summary>
/// <param name="Opcode">What it computes, unless it fills or loads.</param>
/// <param name="First">The id of the first operand; of a fill, the scalar.</param>
/// <param name="Second">The id of the second operand, or −1.</param>
/// <param name="Third">The id of the third operand, or −1.</param>
/// <param name="Result">The id of the value that it computes, or −1.</param>
/// <param name="Output">The output that it copies <paramref name="First"/> to, or −1.</param>
/// <param name="Load">The load that it makes, or −1.</param>
internal readonly record struct ElementwiseDraft(
    ElementwiseOpcode Opcode, int First, int Second, int Third, int Result, int Output, int Load)
{
    public bool Reads(int value) => First == value || Second == value || Third == value;
}
