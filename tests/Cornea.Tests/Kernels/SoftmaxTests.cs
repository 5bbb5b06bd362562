using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

/// <summary>Softmax, cross-entropy and their gradients against double precision, in guarded memory and in place.</summary>
public unsafe class SoftmaxTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 0, 5 }, { 3, 1 }, { 7, 2 }, { 5000, 10 }, { 9, 15 }, { 9, 16 }, { 9, 17 }, { 11, 32 }, { 40, 100 }, { 33, 1000 }, { 2, 40_000 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void SoftmaxAndLogarithm(int rows, int columns)
    {
        SoftmaxProblem problem = new(rows, columns);
        float[] x = Values(rows * columns, 1, 8), dy = Values(rows * columns, 2, 1);
        using GuardedMemory y = GuardedMemory.Of(x), logarithm = GuardedMemory.Of(x), d = GuardedMemory.Of(dy), e = GuardedMemory.Of(dy);
        for (int piece = 0; piece < problem.Pieces; piece++)
        {
            problem.Run(y.Pointer, y.Pointer, piece);
            problem.RunLogarithm(logarithm.Pointer, logarithm.Pointer, piece);
            problem.RunGradient(y.Pointer, d.Pointer, d.Pointer, piece);
            problem.RunLogarithmGradient(logarithm.Pointer, e.Pointer, e.Pointer, piece);
        }
        for (int row = 0; row < rows; row++)
        {
            (double[] p, double[] l) = Exact(x.AsSpan(row * columns, columns));
            double product = 0, sum = 0;
            for (int i = 0; i < columns; i++)
            {
                product += p[i] * dy[row * columns + i];
                sum += dy[row * columns + i];
            }
            for (int i = 0; i < columns; i++)
            {
                int at = row * columns + i;
                Assert.Equal(p[i], y.Span[at], 3e-6 * p[i]);
                Assert.Equal(l[i], logarithm.Span[at], 2e-6 * (1 + Math.Abs(l[i])));
                Assert.Equal(p[i] * (dy[at] - product), d.Span[at], 3e-6 * p[i]);
                Assert.Equal(dy[at] - p[i] * sum, e.Span[at], 1e-6 * (1 + p[i] * columns));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void CrossEntropy(int rows, int columns)
    {
        CrossEntropyProblem problem = new(rows, columns);
        float[] x = Values(rows * columns, 1, 8), targets = [.. Values(rows * columns, 2, 1).Select(Math.Abs)], dloss = Values(rows, 3, 1);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row * 7 % columns)];
        using GuardedMemory sparse = GuardedMemory.Of(x), dense = GuardedMemory.Of(x), t = GuardedMemory.Of(targets);
        using GuardedMemory sparseLoss = new(rows), denseLoss = new(rows), scale = GuardedMemory.Of(dloss), index = new(rows);
        using GuardedMemory softmax = new(rows * columns);
        labels.CopyTo(new Span<int>(index.Pointer, rows));
        for (int piece = 0; piece < problem.Pieces; piece++)
        {
            problem.RunSparse(sparse.Pointer, (int*)index.Pointer, sparseLoss.Pointer, softmax.Pointer, piece);
            problem.RunSparse(sparse.Pointer, (int*)index.Pointer, sparseLoss.Pointer, sparse.Pointer, piece);
            problem.RunDense(dense.Pointer, t.Pointer, denseLoss.Pointer, dense.Pointer, piece);
        }
        Assert.True(softmax.Span.SequenceEqual(sparse.Span));
        Assert.True(softmax.Span.SequenceEqual(dense.Span));
        for (int piece = 0; piece < problem.Pieces; piece++)
        {
            problem.RunSparseGradient(sparse.Pointer, (int*)index.Pointer, scale.Pointer, sparse.Pointer, piece);
            problem.RunDenseGradient(dense.Pointer, t.Pointer, scale.Pointer, dense.Pointer, piece);
        }
        for (int row = 0; row < rows; row++)
        {
            (double[] p, double[] l) = Exact(x.AsSpan(row * columns, columns));
            double loss = 0, sum = 0;
            for (int i = 0; i < columns; i++)
            {
                loss -= targets[row * columns + i] * l[i];
                sum += targets[row * columns + i];
            }
            Assert.Equal(-l[labels[row]], sparseLoss.Span[row], 3e-6 * (1 - l[labels[row]]));
            Assert.Equal(loss, denseLoss.Span[row], 3e-6 * (1 + loss));
            for (int i = 0; i < columns; i++)
            {
                int at = row * columns + i;
                Assert.Equal((p[i] - (i == labels[row] ? 1 : 0)) * dloss[row], sparse.Span[at], 1e-6);
                Assert.Equal((p[i] * sum - targets[at]) * dloss[row], dense.Span[at], 1e-6 * (1 + p[i] * sum));
            }
        }
    }

    [Fact]
    public void ALabelOutsideIsNaNAndReadsNothing()
    {
        float[] x = [1f, 2f, 3f, 4f];
        using GuardedMemory logits = GuardedMemory.Of(x), loss = new(2), softmax = new(4);
        int* labels = stackalloc int[] { -1, 2 };
        new CrossEntropyProblem(2, 2).RunSparse(logits.Pointer, labels, loss.Pointer, softmax.Pointer, 0);
        Assert.True(float.IsNaN(loss.Span[0]) && float.IsNaN(loss.Span[1]));
        Assert.Equal(1f, softmax.Span[0] + softmax.Span[1]);
    }

    [Fact]
    public void ExtremeRows()
    {
        foreach (int columns in (int[])[10, 100])
        {
            float[] x = Values(4 * columns, 1, 1);
            x[3] = 1e30f; // Row 0: one class takes all.
            x[columns + 2] = float.NaN;
            x[2 * columns] = float.NegativeInfinity; // Row 2: that class has probability 0.
            x.AsSpan(3 * columns).Fill(float.NegativeInfinity);
            using GuardedMemory y = GuardedMemory.Of(x);
            new SoftmaxProblem(4, columns).Run(y.Pointer, y.Pointer, 0);
            Assert.Equal(1f, y.Span[3]);
            Assert.Equal(0f, y.Span[0]);
            foreach (float value in y.Span[columns..(2 * columns)])
                Assert.True(float.IsNaN(value));
            Assert.Equal(0f, y.Span[2 * columns]);
            Assert.InRange(y.Span[2 * columns + 1], 1e-3f, 1f);
            Assert.True(float.IsNaN(y.Span[^1]));
        }
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(AllShapes);

    private static string AllShapes()
    {
        using ResultHash hash = new();
        foreach (int columns in (int[])[1, 2, 10, 15, 16, 17, 100, 1000])
        {
            SoftmaxProblem problem = new(20, columns);
            using GuardedMemory y = GuardedMemory.Of(Values(20 * columns, 1, 8)), d = GuardedMemory.Of(Values(20 * columns, 2, 1));
            problem.Run(y.Pointer, y.Pointer, 0);
            hash.Add(y.Span);
            problem.RunGradient(y.Pointer, d.Pointer, d.Pointer, 0);
            hash.Add(d.Span);
            problem.RunLogarithm(y.Pointer, y.Pointer, 0);
            hash.Add(y.Span);
            problem.RunLogarithmGradient(y.Pointer, d.Pointer, d.Pointer, 0);
            hash.Add(d.Span);
        }
        return hash.ToString();
    }

    private static (double[] Softmax, double[] Logarithm) Exact(ReadOnlySpan<float> x)
    {
        double maximum = double.NegativeInfinity, sum = 0;
        foreach (float value in x)
            maximum = Math.Max(maximum, value);
        foreach (float value in x)
            sum += Math.Exp(value - maximum);
        double[] logarithm = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
            logarithm[i] = x[i] - maximum - Math.Log(sum);
        return ([.. logarithm.Select(Math.Exp)], logarithm);
    }

    private static float[] Values(int count, int seed, double scale)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2 - 1) * scale))];
    }
}
