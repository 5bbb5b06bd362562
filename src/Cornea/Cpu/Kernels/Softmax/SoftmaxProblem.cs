using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>softmax, its logarithm and their gradients over the rows of x[Rows, Columns], float32.</summary>
/// <param name="Rows">Independent rows.</param>
/// <param name="Columns">Classes: the length of a row, at least 1.</param>
/// <remarks>
/// softmax x = e^(x − max) · (1 / Σ e^(x − max)). A row with a NaN or +∞, or of nothing but −∞, is NaN throughout. Sums are taken over
/// 16 lanes and the fixed tree. Every output may lie where an input of the same shape does.
/// </remarks>
internal readonly unsafe record struct SoftmaxProblem(nint Rows, nint Columns)
{
    private const nint PieceElements = 32768;

    private nint RowsPerPiece => Math.Max(1, PieceElements / (Columns + 16));

    public int Pieces => checked((int)((Rows + RowsPerPiece - 1) / RowsPerPiece));

    /// <summary>The elements of y that a piece writes: whole rows.</summary>
    public OutputRange Range(int piece)
    {
        (nint row, nint rows) = RowRange(piece);
        return new(row * Columns, rows * Columns);
    }

    /// <summary>y = softmax x.</summary>
    public void Run(float* x, float* y, int piece) => Dispatch(SoftmaxForm.Softmax, x, null, y, piece);

    /// <summary>y = ln softmax x = x − max − ln Σ e^(x − max).</summary>
    public void RunLogarithm(float* x, float* y, int piece) => Dispatch(SoftmaxForm.Logarithm, x, null, y, piece);

    /// <summary>The gradient of softmax, from its output y: dx = y · (dy − Σ dy · y).</summary>
    public void RunGradient(float* y, float* dy, float* dx, int piece) => Dispatch(SoftmaxForm.Gradient, y, dy, dx, piece);

    /// <summary>The gradient of its logarithm, from the output y: dx = dy − eʸ · Σ dy.</summary>
    public void RunLogarithmGradient(float* y, float* dy, float* dx, int piece) =>
        Dispatch(SoftmaxForm.LogarithmGradient, y, dy, dx, piece);

    private (nint Row, nint Rows) RowRange(int piece)
    {
        nint row = piece * RowsPerPiece;
        return (row, Math.Min(RowsPerPiece, Rows - row));
    }

    private void Dispatch(SoftmaxForm form, float* first, float* second, float* destination, int piece)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Lanes512>(form, first, second, destination, piece);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<Lanes256>(form, first, second, destination, piece);
        }
        else
        {
            Run<Lanes128>(form, first, second, destination, piece);
        }
    }

    private void Run<TLanes>(SoftmaxForm form, float* first, float* second, float* destination, int piece)
        where TLanes : struct, ILanes<TLanes>
    {
        (nint row, nint rows) = RowRange(piece);
        nint offset = row * Columns;
        switch (form)
        {
            case SoftmaxForm.Softmax:
                SoftmaxLoops.Softmax<TLanes>(first + offset, destination + offset, rows, Columns);
                break;
            case SoftmaxForm.Logarithm:
                SoftmaxLoops.Logarithm<TLanes>(first + offset, destination + offset, rows, Columns);
                break;
            case SoftmaxForm.Gradient:
                SoftmaxGradientLoops.Gradient<TLanes>(first + offset, second + offset, destination + offset, rows, Columns);
                break;
            default:
                SoftmaxGradientLoops.LogarithmGradient<TLanes>(first + offset, second + offset, destination + offset, rows, Columns);
                break;
        }
    }
}
