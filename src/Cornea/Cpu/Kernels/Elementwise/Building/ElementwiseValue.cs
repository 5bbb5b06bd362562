namespace Cornea.Cpu.Kernels;

/// <summary>A value of a program while it is built: an input, a constant or a result. Meaningful to its builder only.</summary>
internal readonly record struct ElementwiseValue(int Id)
{
    /// <summary>No value.</summary>
    public static ElementwiseValue None => new(-1);
}
