namespace Cornea.Onnx;

/// <summary>One axis that is resized.</summary>
/// <param name="Place">Where it lies in the tensor.</param>
/// <param name="Size">Its size.</param>
/// <param name="Outputs">The size wanted.</param>
/// <param name="Scale">By how much, as the file has it.</param>
/// <param name="Region">The part of it that is taken, from 0 to 1.</param>
internal sealed record ResizePlan(int Place, int Size, int Outputs, double Scale, (double Start, double End) Region);
