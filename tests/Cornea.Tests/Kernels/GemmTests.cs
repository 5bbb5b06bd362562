using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

public unsafe class GemmTests
{
    private static readonly int[] Sizes = [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 23, 31, 32, 33, 47, 48, 49, 64, 65, 80, 97];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void MatchesNaiveLoop(bool transposeA, bool transposeB)
    {
        var random = new Random(17);
        for (int test = 0; test < 150; test++)
        {
            int m = Pick(random), n = Pick(random), k = Pick(random);
            Check(Padded(random, m, n, k, transposeA, transposeB), random);
        }
    }

    [Theory]
    [InlineData(200, 48, 40)] // Packs B though nothing forces it to.
    [InlineData(3, 33, 1700)] // Several blocks of k.
    [InlineData(300, 130, 800)] // Several pieces of rows, several panels.
    [InlineData(8, 1000, 600)] // Pieces of columns.
    [InlineData(5, 7, 9000)] // Split over k.
    [InlineData(9, 16, 4096)]
    [InlineData(1, 1, 5000)]
    [InlineData(500, 96, 300)] // A transposed A goes through the workspace.
    public void MatchesNaiveLoopWhereCut(int m, int n, int k)
    {
        var random = new Random(18);
        foreach (bool transposeA in (bool[])[false, true])
            foreach (bool transposeB in (bool[])[false, true])
                Check(Padded(random, m, n, k, transposeA, transposeB), random);
    }

    [Fact]
    public void RangesCoverTheOutputOnce()
    {
        var random = new Random(19);
        for (int test = 0; test < 300; test++)
        {
            var problem = new GemmProblem(random.Next(1, 1500), random.Next(1, 1500), random.Next(0, 3000));
            var seen = new int[problem.M * problem.N];
            for (int piece = 0; piece < problem.Pieces / problem.Splits; piece++)
            {
                OutputTile range = problem.Range(piece);
                for (int row = range.Row; row < range.Row + range.Rows; row++)
                    for (int column = range.Column; column < range.Column + range.Columns; column++)
                        seen[row * problem.N + column]++;
            }

            Assert.All(seen.Distinct(), count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void WholeRowsWhereThereAreMany()
    {
        foreach ((int m, int n, int k) in ((int, int, int)[])[(1024, 1024, 1024), (128, 128, 784), (32, 128, 784), (784, 128, 128)])
        {
            var problem = new GemmProblem(m, n, k);
            Assert.True(problem.Pieces >= 2);
            for (int piece = 0; piece < problem.Pieces; piece++)
                Assert.Equal((0, n), (problem.Range(piece).Column, problem.Range(piece).Columns));
        }
    }

    [Fact]
    public void SameBitsPackedOrInPlace()
    {
        // One row more than is read in place changes only whether B is packed.
        var random = new Random(20);
        const int N = 96, K = 900;
        float[] a = KernelRunner.Random(random, 170 * K), b = KernelRunner.Random(random, K * N);
        var inPlace = new GemmProblem(100, N, K);
        var packed = new GemmProblem(170, N, K);
        Assert.False(inPlace.PacksB);
        Assert.True(packed.PacksB);
        Assert.Equal(Multiply(inPlace, a.AsSpan(0, 100 * K), b), Multiply(packed, a, b).AsSpan(0, 100 * N).ToArray());
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(Probe);

    private static string Probe()
    {
        var random = new Random(21);
        using var hash = new ResultHash();
        foreach ((int m, int n, int k) in ((int, int, int)[])[(9, 33, 20), (14, 16, 800), (17, 70, 5), (3, 3, 4200), (20, 48, 31)])
            foreach (bool transposeA in (bool[])[false, true])
                foreach (bool transposeB in (bool[])[false, true])
                {
                    var problem = new GemmProblem(m, n, k, transposeA, transposeB);
                    hash.Add(Multiply(problem, KernelRunner.Random(random, m * k), KernelRunner.Random(random, k * n)));
                }

        return hash.ToString();
    }

    private static int Pick(Random random) => Sizes[random.Next(Sizes.Length)];

    private static GemmProblem Padded(Random random, int m, int n, int k, bool transposeA, bool transposeB) =>
        new(m, n, k, transposeA, transposeB,
            (transposeA ? m : k) + random.Next(4), (transposeB ? k : n) + random.Next(4), n + random.Next(4));

    private static long Stored(int rows, int columns, int leading) => rows == 0 || columns == 0 ? 0 : (long)(rows - 1) * leading + columns;

    private static void Check(GemmProblem problem, Random random)
    {
        (int m, int n, int k) = (problem.M, problem.N, problem.K);
        float[] a = KernelRunner.Random(random, problem.TransposeA ? Stored(k, m, problem.LeadingA) : Stored(m, k, problem.LeadingA));
        float[] b = KernelRunner.Random(random, problem.TransposeB ? Stored(n, k, problem.LeadingB) : Stored(k, n, problem.LeadingB));
        float[] c = Multiply(problem, a, b);
        double tolerance = 1e-6 * (k + 10);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int p = 0; p < k; p++)
                    sum += (double)(problem.TransposeA ? a[p * problem.LeadingA + i] : a[i * problem.LeadingA + p])
                        * (problem.TransposeB ? b[j * problem.LeadingB + p] : b[p * problem.LeadingB + j]);
                if (!(Math.Abs(sum - c[i * problem.LeadingC + j]) <= tolerance))
                    Assert.Fail($"{problem} at ({i}, {j}): expected {sum}, got {c[i * problem.LeadingC + j]}");
            }

            for (int j = n; n > 0 && j < problem.LeadingC && i < m - 1; j++)
                Assert.Equal(12345f, c[i * problem.LeadingC + j]); // Between the rows of C nothing is written.
        }
    }

    /// <summary>Runs all phases between guard pages.</summary>
    private static float[] Multiply(GemmProblem problem, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        using GuardedMemory left = GuardedMemory.Of(a), right = GuardedMemory.Of(b);
        using var result = new GuardedMemory((int)Stored(problem.M, problem.N, problem.LeadingC));
        result.Span.Fill(12345f);
        float* packed = KernelRunner.Allocate(problem.PackedBytes), partial = KernelRunner.Allocate(problem.PartialBytes);
        foreach (int piece in KernelRunner.Backwards(problem.PackPieces))
            problem.PackB(right.Pointer, packed, piece);
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
        {
            float* scratch = KernelRunner.Allocate(problem.ScratchBytes);
            problem.Run(left.Pointer, problem.PacksB ? packed : right.Pointer, result.Pointer, partial, piece, (byte*)scratch);
            KernelRunner.Free(scratch);
        }

        foreach (int piece in KernelRunner.Backwards(problem.ReducePieces))
            problem.Reduce(partial, result.Pointer, piece);
        KernelRunner.Free(packed);
        KernelRunner.Free(partial);
        return result.Span.ToArray();
    }
}
