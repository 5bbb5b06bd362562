using Cornea.Cpu.Kernels;
using Cornea.Cpu.Steps;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Matrix products: packing is a unit of its own, so that stable weights are packed once.</summary>
/// <remarks>Of a batch of small products so many are one piece that it is worth handing out.</remarks>
internal static unsafe class MatMulRule
{
    private const long PieceFlops = 1 << 18;
    private const long CallFlops = 1 << 10; // What could be computed in the time that a call takes by itself.

    public static bool Lower(Node node, LoweringContext context, int order)
    {
        if (node.Outputs[0].DType != DType.Float32) return false;
        var op = (MatMul)node.Op;
        Tensor a = node.Inputs[0], b = node.Inputs[1], c = node.Outputs[0];
        int batch = checked((int)c.Shape.Product(0, c.Rank - 2));
        int m = c.Shape[^2], n = c.Shape[^1], k = op.TransposeA ? a.Shape[^2] : a.Shape[^1];
        var problem = new GemmProblem(m, n, k, op.TransposeA, op.TransposeB) { KeepsB = context.Stable.Contains(b) };
        nint sizeA = (nint)m * k, sizeB = (nint)k * n, sizeC = (nint)m * n, packedSize = problem.PackedBytes / sizeof(float);
        nint sizeRight = problem.PacksB ? packedSize : sizeB;
        RowCut packs = Together(batch, problem.PackPieces, packedSize), items = Together(batch, problem.Pieces, 2L * m * n * k);
        Tensor right = b;
        if (problem.PacksB)
        {
            right = Packing.Unit(
                context, b, [batch, checked((int)packedSize)], order, $"pack {k}×{n}" + (op.TransposeB ? " transposed" : "") + (batch > 1 ? $" ×{batch}" : ""),
                checked(packs.Pieces * problem.PackPieces),
                (source, target, piece) =>
                {
                    int part = piece / problem.PackPieces;
                    for (nint item = packs.Start(part); item < packs.End(part); item++)
                        problem.PackB(source + (item * sizeB), target + (item * packedSize), piece % problem.PackPieces);
                });
        }

        nint partialSize = problem.PartialBytes / sizeof(float);
        var partial = new ValueBuffer(batch * problem.PartialBytes);
        int pieces = problem.Pieces, reduces = problem.ReducePieces;
        string text = $"gemm {m}×{n}×{k}" + (op.TransposeA ? " aᵀ" : "") + (op.TransposeB ? " bᵀ" : "") + (batch > 1 ? $" ×{batch}" : "")
            + (problem.PacksB ? " packed" : "") + (problem.Splits > 1 ? $" split {problem.Splits}" : "");
        context.Add(
            new KernelUnit
            {
                Reads = [a, right],
                Writes = [c],
                Workspaces = problem.PartialBytes > 0 ? [partial] : [],
                RangeOutput = c,
                Make = place =>
                {
                    Operand placeA = place[a], placeB = place[right], placeC = place[c];
                    Operand placePartial = problem.PartialBytes > 0 ? place[partial] : default;
                    var multiply = new KernelPhase(checked(items.Pieces * pieces), (frame, piece, scratch) =>
                    {
                        int part = piece / pieces;
                        for (nint item = items.Start(part); item < items.End(part); item++)
                            problem.Run(
                                frame.Floats(placeA) + (item * sizeA), frame.Floats(placeB) + (item * sizeRight), frame.Floats(placeC) + (item * sizeC),
                                frame.Floats(placePartial) + (item * partialSize), piece % pieces, scratch);
                    });
                    if (reduces == 0)
                        return new KernelStep($"{text} ({placeA}, {placeB}) → {placeC}", problem.ScratchBytes, [multiply], items.RowsPerPiece > 1
                            ? piece => new OutputRange(items.Start(piece) * sizeC, (items.End(piece) - items.Start(piece)) * sizeC)
                            : piece => Range(problem.Range(piece % pieces), piece / pieces * sizeC, n));
                    var reduce = new KernelPhase(checked(batch * reduces), (frame, piece, scratch) =>
                    {
                        int item = piece / reduces;
                        problem.Reduce(frame.Floats(placePartial) + (item * partialSize), frame.Floats(placeC) + (item * sizeC), piece % reduces);
                    });
                    return new KernelStep($"{text} ({placeA}, {placeB}) → {placeC}", problem.ScratchBytes, [multiply, reduce],
                        piece => Range(problem.ReduceRange(piece % reduces), piece / reduces * sizeC, n));
                },
            },
            order);
        return true;
    }

    // Products that are cut into pieces themselves stay apart.
    private static RowCut Together(int batch, int pieces, long flops) =>
        new(batch, pieces == 1 ? (nint)Math.Max(1, PieceFlops / (CallFlops + flops)) : 1);

    /// <summary>A tile of a row-major matrix as the elements it covers: one run where it holds whole rows.</summary>
    public static OutputRange Range(OutputTile tile, nint start, int columns) => tile.Columns == columns
        ? new OutputRange(start + ((nint)tile.Row * columns), (nint)tile.Rows * columns)
        : new OutputRange(start + ((nint)tile.Row * columns) + tile.Column, tile.Columns, tile.Rows, columns);
}
