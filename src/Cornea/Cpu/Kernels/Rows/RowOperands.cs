namespace Cornea.Cpu.Kernels;

/// <summary>What a stage of a chain reads besides its input.</summary>
internal unsafe struct RowOperands
{
    public float* Weights;
    public TileEpilogue Epilogue;
}
