using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

/// <summary>Folds and searches against double precision, in guarded memory.</summary>
public unsafe class ReduceTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 0, 1 }, { 3, 1, 1 }, { 5, 10, 1 }, { 4, 16, 1 }, { 7, 100, 1 }, { 1, 70_000, 1 }, { 2, 32_769, 1 }, { 3000, 33, 1 },
        { 1, 1, 8 }, { 1, 3, 8 }, { 1, 1000, 8 }, { 2, 9000, 8 }, { 1, 500, 10 }, { 1, 5, 10 }, { 1, 2001, 16 }, { 3, 77, 33 },
        { 1, 300, 40 }, { 1, 4000, 64 }, { 6, 49, 512 }, { 1, 200, 700 }, { 2, 3, 2000 }, { 1, 0, 5 }, { 0, 3, 5 }, { 2, 100, 3 }, { 1, 70_001, 1000 / 31 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Folds(int outer, int reduced, int inner)
    {
        float[] x = Values(outer * reduced * inner);
        foreach (ReduceOperation operation in Enum.GetValues<ReduceOperation>())
        {
            float[] scaled = operation == ReduceOperation.Product ? [.. x.Select(value => 1 + value / 100_000)] : x;
            float[] y = Reduce(new ReduceProblem(operation, outer, reduced, inner), scaled);
            for (int o = 0; o < outer; o++)
            {
                for (int i = 0; i < inner; i++)
                {
                    double[] folded = [.. Enumerable.Range(0, reduced).Select(r => (double)scaled[(o * reduced + r) * inner + i])];
                    (double exact, double tolerance) = operation switch
                    {
                        ReduceOperation.Sum => (folded.Sum(), 1e-6 * folded.Sum(Math.Abs)),
                        ReduceOperation.Maximum => (folded.Append(double.NegativeInfinity).Max(), 0),
                        ReduceOperation.Minimum => (folded.Append(double.PositiveInfinity).Min(), 0),
                        _ => (folded.Aggregate(1.0, (a, b) => a * b), 1e-7 * (reduced + 1)),
                    };
                    float actual = y[o * inner + i];
                    Assert.True(actual == exact || Math.Abs(actual - exact) <= tolerance,
                        $"{operation} [{outer}, {reduced}, {inner}] at {o}, {i}: {actual:R}, exactly {exact:R}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void FindsTheFirst(int outer, int reduced, int inner)
    {
        if (reduced == 0)
            return;
        // Few different values, so that ties abound; and a NaN or two.
        float[] x = [.. Values(outer * reduced * inner).Select(value => MathF.Round(value * 3))];
        for (int i = 5; i < x.Length; i += 1013)
            x[i] = float.NaN;
        foreach (bool findsMinimum in (bool[])[false, true])
        {
            ArgReduceProblem problem = new(findsMinimum, outer, reduced, inner);
            using GuardedMemory source = GuardedMemory.Of(x), target = new(outer * inner);
            for (int piece = 0; piece < problem.Pieces; piece++)
                problem.Run(source.Pointer, (int*)target.Pointer, piece);
            for (int o = 0; o < outer; o++)
            {
                for (int i = 0; i < inner; i++)
                {
                    int best = 0;
                    for (int r = 1; r < reduced; r++)
                    {
                        float value = x[(o * reduced + r) * inner + i], champion = x[(o * reduced + best) * inner + i];
                        if (!float.IsNaN(champion) && (float.IsNaN(value) || (findsMinimum ? value < champion : value > champion)))
                            best = r;
                    }
                    Assert.Equal(best, ((int*)target.Pointer)[o * inner + i]);
                }
            }
        }
    }

    [Fact]
    public void NaNPassesThrough()
    {
        foreach (int inner in (int[])[1, 3, 100])
        {
            float[] x = Values(1000 * inner);
            x[500 * inner] = float.NaN;
            foreach (ReduceOperation operation in Enum.GetValues<ReduceOperation>())
            {
                float[] y = Reduce(new ReduceProblem(operation, 1, 1000, inner), x);
                Assert.True(float.IsNaN(y[0]), $"{operation}, inner {inner}");
                Assert.DoesNotContain(float.NaN, y[1..]);
            }
        }
    }

    [Fact]
    public void RangesAreWhatPiecesWrite()
    {
        foreach (ReduceProblem problem in (ReduceProblem[])[
            new(ReduceOperation.Sum, 5000, 33, 1), new(ReduceOperation.Sum, 3, 20, 1300), new(ReduceOperation.Sum, 1, 100_000, 1300),
            new(ReduceOperation.Sum, 1000, 49, 8)])
        {
            nint next = 0;
            int pieces = problem.FinishPieces > 0 ? problem.FinishPieces : problem.Pieces;
            for (int piece = 0; piece < pieces; piece++)
            {
                Assert.Equal(next, problem.Range(piece).Start);
                next += problem.Range(piece).Count;
            }
            Assert.Equal(problem.Outer * problem.Inner, next);
        }
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(AllShapes);

    private static string AllShapes()
    {
        using ResultHash hash = new();
        foreach (TheoryDataRow<int, int, int> shape in Shapes)
        {
            (int outer, int reduced, int inner) = shape.Data;
            if ((long)outer * reduced * inner > 300_000)
                continue;
            foreach (ReduceOperation operation in Enum.GetValues<ReduceOperation>())
                hash.Add(Reduce(new ReduceProblem(operation, outer, reduced, inner), Values(outer * reduced * inner)));
        }
        return hash.ToString();
    }

    private static float[] Reduce(ReduceProblem problem, float[] x)
    {
        using GuardedMemory source = GuardedMemory.Of(x), target = new((int)(problem.Outer * problem.Inner));
        using GuardedMemory partials = new((int)problem.PartialFloats);
        // Backwards: pieces are independent.
        for (int piece = problem.Pieces - 1; piece >= 0; piece--)
            problem.Run(source.Pointer, target.Pointer, partials.Pointer, piece);
        for (int piece = problem.FinishPieces - 1; piece >= 0; piece--)
            problem.Finish(partials.Pointer, target.Pointer, piece);
        return target.Span.ToArray();
    }

    private static float[] Values(int count)
    {
        Random random = new(count);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }
}
