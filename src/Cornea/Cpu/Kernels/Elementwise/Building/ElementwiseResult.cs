namespace Cornea.Cpu.Kernels;

/// <summary>An output while a program is built.</summary>
/// <param name="Value">The id of the value it writes.</param>
/// <param name="Type">Float32 or Bool.</param>
/// <param name="Overwrites">The id of the input whose memory it may share; −1 for none, null for any.</param>
internal readonly record struct ElementwiseResult(int Value, ElementwiseType Type, int? Overwrites);
