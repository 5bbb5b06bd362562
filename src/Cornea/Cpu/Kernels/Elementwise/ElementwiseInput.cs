namespace Cornea.Cpu.Kernels;

/// <summary>An input of an elementwise program.</summary>
/// <param name="Access">Which of its elements belongs to which element of the index space.</param>
/// <param name="Type">What lies in memory.</param>
/// <param name="Strides">For strided access: the dimensions, merged where they can be; else null.</param>
internal sealed record ElementwiseInput(ElementwiseAccess Access, ElementwiseType Type, StridedShape? Strides = null)
{
    public int ElementBytes => Type is ElementwiseType.Float32 or ElementwiseType.Int32 ? 4 : 1;
}
