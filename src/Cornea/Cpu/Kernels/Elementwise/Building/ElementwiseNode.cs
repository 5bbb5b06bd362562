namespace Cornea.Cpu.Kernels;

/// <summary>A value while a program is built.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Stage">How often it is computed.</param>
/// <param name="Opcode">Of an operation.</param>
/// <param name="First">Of an operation: its first operand's id, else −1.</param>
/// <param name="Second">Its second operand's id, or −1.</param>
/// <param name="Third">Its third operand's id, or −1.</param>
/// <param name="Number">Which input or which constant it is.</param>
internal readonly record struct ElementwiseNode(
    ElementwiseNodeKind Kind, ElementwiseStage Stage, ElementwiseOpcode Opcode, int First, int Second, int Third, int Number);
