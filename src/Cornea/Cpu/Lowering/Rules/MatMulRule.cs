using Cornea.Cpu.Kernels;
using Cornea.Cpu.Steps;
using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Matrix products: packing is a unit of its own, so that stable weights are packed once.</summary>
internal static unsafe class MatMulRule
{
    public static bool Lower(Node node, LoweringContext context, int order)
    {
        if (node.Outputs[0].DType != DType.Float32) return false;
        var op = (MatMul)node.Op;
        Tensor a = node.Inputs[0], b = node.Inputs[1], c = node.Outputs[0];
        int batch = checked((int)c.Shape.Product(0, c.Rank - 2));
        int m = c.Shape[^2], n = c.Shape[^1], k = op.TransposeA ? a.Shape[^2] : a.Shape[^1];
        var problem = new GemmProblem(m, n, k, op.TransposeA, op.TransposeB);
        nint sizeA = (nint)m * k, sizeB = (nint)k * n, sizeC = (nint)m * n, packedSize = problem.PackedBytes / sizeof(float);
        nint sizeRight = problem.PacksB ? packedSize : sizeB;
        Tensor right = b;
        if (problem.PacksB)
        {
            right = Packing.Unit(
                context, b, batch * packedSize, order, $"pack {k}×{n}" + (op.TransposeB ? " transposed" : "") + (batch > 1 ? $" ×{batch}" : ""),
                batch * problem.PackPieces,
                (source, target, piece) =>
                {
                    int item = piece / problem.PackPieces;
                    problem.PackB(source + (item * sizeB), target + (item * packedSize), piece % problem.PackPieces);
                });
        }

        nint partialSize = problem.PartialBytes / sizeof(float);
        var partial = new Buffer(batch * problem.PartialBytes);
        int pieces = problem.Pieces, reduces = problem.ReducePieces;
        string text = $"gemm {m}×{n}×{k}" + (op.TransposeA ? " aᵀ" : "") + (op.TransposeB ? " bᵀ" : "") + (batch > 1 ? $" ×{batch}" : "")
            + (problem.PacksB ? " packed" : "") + (problem.Splits > 1 ? $" split {problem.Splits}" : "");
        context.Add(
            new Unit
            {
                Reads = [a, right],
                Writes = [c],
                Workspaces = problem.PartialBytes > 0 ? [partial] : [],
                RangeOutput = c,
                Make = place =>
                {
                    Operand placeA = place[a], placeB = place[right], placeC = place[c];
                    Operand placePartial = problem.PartialBytes > 0 ? place[partial] : default;
                    var multiply = new KernelPhase(batch * pieces, (frame, piece, scratch) =>
                    {
                        int item = piece / pieces;
                        problem.Run(
                            frame.Floats(placeA) + (item * sizeA), frame.Floats(placeB) + (item * sizeRight), frame.Floats(placeC) + (item * sizeC),
                            frame.Floats(placePartial) + (item * partialSize), piece % pieces, scratch);
                    });
                    if (reduces == 0)
                        return new KernelStep($"{text} ({placeA}, {placeB}) → {placeC}", problem.ScratchBytes, [multiply],
                            piece => Range(problem.Range(piece % pieces), piece / pieces * sizeC, n));
                    var reduce = new KernelPhase(batch * reduces, (frame, piece, scratch) =>
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

    /// <summary>A tile of a row-major matrix as the elements it covers: one run where it holds whole rows.</summary>
    public static StepRange Range(OutputTile tile, nint start, int columns) => tile.Columns == columns
        ? new StepRange(start + ((nint)tile.Row * columns), (nint)tile.Rows * columns)
        : new StepRange(start + ((nint)tile.Row * columns) + tile.Column, tile.Columns, tile.Rows, columns);
}
