namespace Cornea.Cpu.Kernels;

/// <summary>Computes some rows of one image's output.</summary>
/// <param name="input">Where the input image would begin; of it, those rows are there that the output rows need.</param>
/// <param name="weights">As the kernel wants them.</param>
/// <param name="output">Where the output image would begin.</param>
/// <param name="row">The first row.</param>
/// <param name="rows">How many.</param>
/// <param name="scratch">Private workspace.</param>
/// <param name="epilogue">What is done to the sums at last.</param>
internal unsafe delegate void RowKernel(float* input, float* weights, float* output, int row, int rows, byte* scratch, in TileEpilogue epilogue);

/// <summary>A kernel that can compute an image by rows, in any portions, to the same bits.</summary>
/// <param name="Window">The rows it needs.</param>
/// <param name="Weights">How many weights it reads each time.</param>
/// <param name="ScratchBytes">The workspace it needs.</param>
/// <param name="Run">Computes rows.</param>
internal sealed record RowStage(RowWindow Window, nint Weights, nint ScratchBytes, RowKernel Run);
