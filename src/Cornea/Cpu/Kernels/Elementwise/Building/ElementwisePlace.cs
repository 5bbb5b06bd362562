namespace Cornea.Cpu.Kernels;

/// <summary>Where a value lies during a run.</summary>
internal readonly record struct ElementwisePlace(ElementwisePlaceKind Kind, int Number);
