using System.Numerics;

namespace Cornea.Cpu.Kernels;

/// <summary>y[Outer, Inner] = the fold of whole numbers x[Outer, Reduced, Inner] over their middle dimension. Sums and products wrap around.</summary>
/// <param name="Operation">How to fold; the order is of no consequence.</param>
/// <param name="Outer">Independent blocks.</param>
/// <param name="Reduced">The length of a fold; at least 1.</param>
/// <param name="Inner">Columns.</param>
internal readonly unsafe record struct IntegerReduceProblem(ReduceOperation Operation, nint Outer, nint Reduced, nint Inner)
{
    private const nint PieceElements = 65536;

    private nint OuterPerPiece => Math.Max(1, PieceElements / Math.Max(1, Reduced * Inner));

    public int Pieces => Inner == 0 ? 0 : checked((int)((Outer + OuterPerPiece - 1) / OuterPerPiece));

    public void Run<T>(T* x, T* y, int piece)
        where T : unmanaged, IBinaryInteger<T>
    {
        nint first = piece * OuterPerPiece, end = Math.Min(first + OuterPerPiece, Outer);
        for (nint outer = first; outer < end; outer++)
        {
            var into = new Span<T>(y + (outer * Inner), checked((int)Inner));
            for (nint row = 0; row < Reduced; row++)
            {
                var from = new ReadOnlySpan<T>(x + (((outer * Reduced) + row) * Inner), into.Length);
                if (row == 0) from.CopyTo(into);
                else Fold(from, into);
            }
        }
    }

    private void Fold<T>(ReadOnlySpan<T> from, Span<T> into)
        where T : unmanaged, IBinaryInteger<T>
    {
        switch (Operation)
        {
            case ReduceOperation.Maximum:
                for (int i = 0; i < into.Length; i++) into[i] = T.Max(into[i], from[i]);
                break;
            case ReduceOperation.Minimum:
                for (int i = 0; i < into.Length; i++) into[i] = T.Min(into[i], from[i]);
                break;
            case ReduceOperation.Product:
                for (int i = 0; i < into.Length; i++) into[i] = unchecked(into[i] * from[i]);
                break;
            default:
                for (int i = 0; i < into.Length; i++) into[i] = unchecked(into[i] + from[i]);
                break;
        }
    }
}
