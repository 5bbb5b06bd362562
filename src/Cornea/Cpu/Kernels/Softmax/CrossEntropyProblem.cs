using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// Softmax and cross-entropy in one pass over logits[Rows, Columns]: a loss for each row, and the softmax that the gradient needs.
/// </summary>
/// <param name="Rows">Samples (or pixels).</param>
/// <param name="Columns">Classes, at least 1.</param>
/// <remarks>
/// <para>Labels: loss = ln Σ e^(x − max) − (x[label] − max). A label outside 0 to Columns − 1 gives NaN: loss and gradient.</para>
/// <para>Targets [Rows, Columns]: loss = −Σ t · (x − max − ln Σ e^(x − max)), where 0 · ∞ counts as 0; rows needn't sum to 1.</para>
/// <para>The softmax may lie where the logits do, and the gradient of the logits where the softmax does.</para>
/// </remarks>
internal readonly unsafe record struct CrossEntropyProblem(nint Rows, nint Columns)
{
    private const nint PieceElements = 32768;

    private nint RowsPerPiece => Math.Max(1, PieceElements / (Columns + 16));

    public int Pieces => checked((int)((Rows + RowsPerPiece - 1) / RowsPerPiece));

    /// <summary>The rows of a piece.</summary>
    public OutputRange Range(int piece)
    {
        nint row = piece * RowsPerPiece;
        return new(row, Math.Min(RowsPerPiece, Rows - row));
    }

    /// <summary>loss[Rows] and softmax[Rows, Columns] from logits and int32 labels[Rows].</summary>
    public void RunSparse(float* logits, int* labels, float* loss, float* softmax, int piece)
    {
        (nint row, nint rows) = Range(piece);
        nint offset = row * Columns;
        if (Vector512.IsHardwareAccelerated)
        {
            CrossEntropyLoops.Sparse<Lanes512>(logits + offset, labels + row, loss + row, softmax + offset, rows, Columns);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            CrossEntropyLoops.Sparse<Lanes256>(logits + offset, labels + row, loss + row, softmax + offset, rows, Columns);
        }
        else
        {
            CrossEntropyLoops.Sparse<Lanes128>(logits + offset, labels + row, loss + row, softmax + offset, rows, Columns);
        }
    }

    /// <summary>loss[Rows] and softmax[Rows, Columns] from logits and targets[Rows, Columns].</summary>
    public void RunDense(float* logits, float* targets, float* loss, float* softmax, int piece)
    {
        (nint row, nint rows) = Range(piece);
        nint offset = row * Columns;
        if (Vector512.IsHardwareAccelerated)
        {
            CrossEntropyLoops.Dense<Lanes512>(logits + offset, targets + offset, loss + row, softmax + offset, rows, Columns);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            CrossEntropyLoops.Dense<Lanes256>(logits + offset, targets + offset, loss + row, softmax + offset, rows, Columns);
        }
        else
        {
            CrossEntropyLoops.Dense<Lanes128>(logits + offset, targets + offset, loss + row, softmax + offset, rows, Columns);
        }
    }

    /// <summary>dlogits = (softmax − [class = label]) · dloss.</summary>
    public void RunSparseGradient(float* softmax, int* labels, float* dloss, float* dlogits, int piece)
    {
        (nint row, nint rows) = Range(piece);
        nint offset = row * Columns;
        if (Vector512.IsHardwareAccelerated)
        {
            CrossEntropyLoops.SparseGradient<Lanes512>(softmax + offset, labels + row, dloss + row, dlogits + offset, rows, Columns);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            CrossEntropyLoops.SparseGradient<Lanes256>(softmax + offset, labels + row, dloss + row, dlogits + offset, rows, Columns);
        }
        else
        {
            CrossEntropyLoops.SparseGradient<Lanes128>(softmax + offset, labels + row, dloss + row, dlogits + offset, rows, Columns);
        }
    }

    /// <summary>dlogits = (softmax · Σ targets − targets) · dloss.</summary>
    public void RunDenseGradient(float* softmax, float* targets, float* dloss, float* dlogits, int piece)
    {
        (nint row, nint rows) = Range(piece);
        nint offset = row * Columns;
        if (Vector512.IsHardwareAccelerated)
        {
            CrossEntropyLoops.DenseGradient<Lanes512>(softmax + offset, targets + offset, dloss + row, dlogits + offset, rows, Columns);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            CrossEntropyLoops.DenseGradient<Lanes256>(softmax + offset, targets + offset, dloss + row, dlogits + offset, rows, Columns);
        }
        else
        {
            CrossEntropyLoops.DenseGradient<Lanes128>(softmax + offset, targets + offset, dloss + row, dlogits + offset, rows, Columns);
        }
    }
}
