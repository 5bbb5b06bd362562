using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

public unsafe class GatherTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void GatherMatchesNaiveLoop(int elementSize)
    {
        var random = new Random(80 + elementSize);
        for (int test = 0; test < 200; test++)
        {
            int outer = random.Next(5), axis = random.Next(1, 20), inner = random.Next(5) == 0 ? 300 : random.Next(20), count = random.Next(40);
            var problem = new GatherProblem(outer, axis, inner, count, elementSize);
            int[] indices = Indices(random, count, axis);
            var x = new byte[outer * axis * inner * elementSize];
            random.NextBytes(x);
            var expected = new byte[outer * count * inner * elementSize];
            int row = inner * elementSize;
            for (int o = 0; o < outer; o++)
                for (int k = 0; k < count; k++)
                    x.AsSpan((o * axis + (indices[k] + axis) % axis) * row, row).CopyTo(expected.AsSpan((o * count + k) * row));
            using GuardedMemory where = Ints(indices), source = new((x.Length + 3) / 4), destination = new((expected.Length + 3) / 4);
            byte* from = (byte*)(source.Pointer + source.Count) - x.Length;
            byte* to = (byte*)(destination.Pointer + destination.Count) - expected.Length;
            x.CopyTo(new Span<byte>(from, x.Length));
            foreach (int piece in KernelRunner.Backwards(problem.Pieces))
                problem.Run(from, (int*)where.Pointer, to, piece);
            Assert.True(new Span<byte>(to, expected.Length).SequenceEqual(expected), problem.ToString());
            Expect.Covers(problem, problem.Pieces, problem.Range, outer * count * inner);
        }
    }

    [Fact]
    public void GathersRowsInPieces()
    {
        GatherProblem problem = GatherProblem.OfRows(5000, 784, 1000, sizeof(float));
        Assert.True(problem.Pieces > 3);
        Expect.Covers(problem, problem.Pieces, problem.Range, 784000);
    }

    [Fact]
    public void BadIndicesAreFound()
    {
        int* indices = stackalloc int[] { 0, 4, -5, 5, -6 };
        Assert.Equal(3, GatherProblem.CheckIndices(indices, 5, 5));
        Assert.Equal(-1, GatherProblem.CheckIndices(indices, 3, 5));
        Assert.Equal(2, GatherProblem.CheckIndices(indices, 3, 4) + 1); // 4 is the second.
        Assert.Equal(-1, GatherProblem.CheckIndices(indices, 0, 0));
        Assert.Equal(0, GatherProblem.CheckIndices(indices, 1, 0));
    }

    [Fact]
    public void ScatterAddMatchesNaiveLoop()
    {
        var random = new Random(85);
        for (int test = 0; test < 200; test++)
        {
            int outer = random.Next(4), axis = random.Next(1, 20), inner = random.Next(70), count = random.Next(60);
            var problem = new ScatterAddProblem(outer, axis, inner, count, random.Next(2) == 0);
            int[] indices = Indices(random, count, axis);
            float[] dy = KernelRunner.Random(random, outer * count * inner), dx = KernelRunner.Random(random, outer * axis * inner);
            double[] expected = [.. dx.Select(value => problem.Accumulate ? value : 0.0)];
            for (int o = 0; o < outer; o++)
                for (int k = 0; k < count; k++)
                    for (int i = 0; i < inner; i++)
                        expected[(o * axis + (indices[k] + axis) % axis) * inner + i] += dy[(o * count + k) * inner + i];
            Expect.Close(problem, expected, Scatter(problem, dy, indices, dx), 1e-5);
        }
    }

    [Fact]
    public void ScatterAddIntoAWideTableInPieces()
    {
        var random = new Random(86);
        var problem = new ScatterAddProblem(1, 1000, 64, 3000);
        Assert.Equal(2, problem.Pieces);
        float[] dy = KernelRunner.Random(random, 3000 * 64);
        int[] indices = Indices(random, 3000, 1000);
        var expected = new double[64000];
        for (int i = 0; i < dy.Length; i++)
            expected[(indices[i / 64] + 1000) % 1000 * 64 + i % 64] += dy[i];
        Expect.Close(problem, expected, Scatter(problem, dy, indices, new float[64000]), 1e-5);
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(Probe);

    private static string Probe()
    {
        var random = new Random(87);
        using var hash = new ResultHash();
        foreach (int inner in (int[])[1, 5, 16, 39])
        {
            var problem = new ScatterAddProblem(2, 7, inner, 50);
            hash.Add(Scatter(problem, KernelRunner.Random(random, 100 * inner), Indices(random, 50, 7), new float[14 * inner]));
        }

        return hash.ToString();
    }

    private static int[] Indices(Random random, int count, int axisSize) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(-axisSize, axisSize))];

    private static GuardedMemory Ints(int[] values)
    {
        var memory = new GuardedMemory(values.Length);
        values.CopyTo(new Span<int>(memory.Pointer, values.Length));
        return memory;
    }

    private static float[] Scatter(ScatterAddProblem problem, float[] dy, int[] indices, float[] dx)
    {
        using GuardedMemory from = GuardedMemory.Of(dy), where = Ints(indices), to = GuardedMemory.Of(dx);
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
            problem.Run(from.Pointer, (int*)where.Pointer, to.Pointer, piece);
        return to.Span.ToArray();
    }
}
