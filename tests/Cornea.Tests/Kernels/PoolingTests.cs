using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

public unsafe class PoolingTests
{
    private static readonly int[] ChannelCounts = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 48, 65];

    [Fact]
    public void MaxMatchesNaiveLoop()
    {
        var random = new Random(31);
        for (int test = 0; test < 200; test++)
        {
            PoolingProblem problem = Draw(random);
            float[] x = Values(random, problem);
            (double[] expected, int[] positions) = NaiveMax(problem, x);
            (float[] y, int[] where) = Max(problem, x);
            Expect.Close(problem, expected, y, 0);
            Assert.Equal(positions, where);
            Assert.Equal(y, MaxOnly(problem, x));

            float[] dy = KernelRunner.Random(random, y.Length);
            var dx = new double[x.Length];
            Each(problem, (output, window, input, _) => dx[input] += where[output] == window ? dy[output] : 0);
            Expect.Close(problem, dx, MaxGradient(problem, dy, where), 1e-5);
        }
    }

    [Fact]
    public void AverageMatchesNaiveLoop()
    {
        var random = new Random(32);
        for (int test = 0; test < 200; test++)
        {
            PoolingProblem problem = Draw(random);
            float[] x = KernelRunner.Random(random, Inputs(problem));
            float[] dy = KernelRunner.Random(random, Outputs(problem));
            var counts = new int[dy.Length];
            Each(problem, (output, _, _, _) => counts[output]++);
            double[] expected = new double[dy.Length], dx = new double[x.Length];
            Each(problem, (output, _, input, _) => expected[output] += (double)x[input] / counts[output]);
            Each(problem, (output, _, input, _) => dx[input] += (double)dy[output] / counts[output]);
            Expect.Close(problem, expected, Average(problem, x), 1e-5);
            Expect.Close(problem, dx, AverageGradient(problem, dy), 1e-5);
        }
    }

    [Fact]
    public void NaNWinsAndTheFirstOfTiesIsTaken()
    {
        var problem = new PoolingProblem(1, 2, 2, 1, 1, 1, 2, 2, 2, 2, 0, 0);
        (float[] y, int[] where) = Max(problem, [1, float.NaN, 5, float.NaN]);
        Assert.True(float.IsNaN(y[0]));
        Assert.Equal(1, where[0]);
        (y, where) = Max(problem, [2, 3, 3, 1]);
        Assert.Equal((3f, 1), (y[0], where[0]));
        (y, where) = Max(problem, [float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity]);
        Assert.Equal((float.NegativeInfinity, 0), (y[0], where[0]));
    }

    [Fact]
    public void RangesCoverTheResults()
    {
        var random = new Random(33);
        for (int test = 0; test < 300; test++)
        {
            PoolingProblem problem = Draw(random) with { Batch = random.Next(200) };
            Expect.Covers(problem, problem.Pieces, problem.Range, Outputs(problem));
            Expect.Covers(problem, problem.GradientPieces, problem.GradientRange, Inputs(problem));
        }
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(Probe);

    private static string Probe()
    {
        var random = new Random(34);
        using var hash = new ResultHash();
        for (int test = 0; test < 25; test++)
        {
            PoolingProblem problem = Draw(random);
            float[] x = Values(random, problem);
            (float[] y, int[] where) = Max(problem, x);
            float[] dy = KernelRunner.Random(random, y.Length);
            hash.Add(y);
            hash.Add<int>(where);
            hash.Add(MaxGradient(problem, dy, where));
            hash.Add(Average(problem, KernelRunner.Random(random, x.Length)));
            hash.Add(AverageGradient(problem, dy));
        }

        return hash.ToString();
    }

    private static PoolingProblem Draw(Random random)
    {
        int channels = ChannelCounts[random.Next(ChannelCounts.Length)];
        if (random.Next(3) == 0)
        {
            int height = random.Next(1, 7), width = random.Next(1, 7);
            return new PoolingProblem(random.Next(3), 2 * height + random.Next(2), 2 * width + random.Next(2), channels, height, width, 2, 2, 2, 2, 0, 0);
        }

        int inHeight = random.Next(1, 10), inWidth = random.Next(1, 10);
        int windowHeight = random.Next(1, 4), windowWidth = random.Next(1, 4);
        // Any number of outputs, so that inputs without windows and windows without inputs occur.
        return new PoolingProblem(random.Next(4), inHeight, inWidth, channels, random.Next(1, 8), random.Next(1, 8),
            windowHeight, windowWidth, random.Next(1, 4), random.Next(1, 4), random.Next(windowHeight), random.Next(windowWidth));
    }

    private static int Inputs(in PoolingProblem problem) => problem.Batch * problem.InHeight * problem.InWidth * problem.Channels;

    private static int Outputs(in PoolingProblem problem) => problem.Batch * problem.OutHeight * problem.OutWidth * problem.Channels;

    // Few different values make ties; NaN and infinities now and then.
    private static float[] Values(Random random, in PoolingProblem problem)
    {
        var x = new float[Inputs(problem)];
        for (int i = 0; i < x.Length; i++)
            x[i] = random.Next(40) switch { 0 => float.NaN, 1 => float.NegativeInfinity, 2 => float.PositiveInfinity, _ => random.Next(-3, 4) };
        return x;
    }

    /// <summary>Calls for every input in every window: output, place in the window, input, channel.</summary>
    private static void Each(PoolingProblem p, Action<int, int, int, int> visit)
    {
        for (int n = 0; n < p.Batch; n++)
            for (int i = 0; i < p.OutHeight; i++)
                for (int j = 0; j < p.OutWidth; j++)
                    for (int r = 0; r < p.WindowHeight; r++)
                        for (int s = 0; s < p.WindowWidth; s++)
                        {
                            int y = i * p.StrideHeight - p.PadTop + r, x = j * p.StrideWidth - p.PadLeft + s;
                            if (y < 0 || x < 0 || y >= p.InHeight || x >= p.InWidth)
                                continue;
                            for (int c = 0; c < p.Channels; c++)
                            {
                                visit(((n * p.OutHeight + i) * p.OutWidth + j) * p.Channels + c, r * p.WindowWidth + s,
                                    ((n * p.InHeight + y) * p.InWidth + x) * p.Channels + c, c);
                            }
                        }
    }

    private static (double[] Values, int[] Positions) NaiveMax(in PoolingProblem problem, float[] x)
    {
        var values = new double[Outputs(problem)];
        var positions = new int[values.Length];
        Array.Fill(values, double.NegativeInfinity);
        Array.Fill(positions, -1);
        Each(problem, (output, window, input, _) =>
        {
            bool better = x[input] > values[output] || (float.IsNaN(x[input]) && !double.IsNaN(values[output]));
            if (positions[output] < 0 || better)
                (values[output], positions[output]) = (x[input], window);
        });
        return (values, positions);
    }

    private static (float[] Values, int[] Positions) Max(PoolingProblem problem, float[] x)
    {
        using GuardedMemory from = GuardedMemory.Of(x);
        using GuardedMemory to = new(Outputs(problem)), where = new(Outputs(problem));
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
            problem.RunMax(from.Pointer, to.Pointer, (int*)where.Pointer, piece);
        return (to.Span.ToArray(), new Span<int>(where.Pointer, where.Count).ToArray());
    }

    private static float[] MaxOnly(PoolingProblem problem, float[] x)
    {
        using GuardedMemory from = GuardedMemory.Of(x, guardStart: true);
        using GuardedMemory to = new(Outputs(problem), guardStart: true);
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
            problem.RunMax(from.Pointer, to.Pointer, null, piece);
        return to.Span.ToArray();
    }

    private static float[] MaxGradient(PoolingProblem problem, float[] dy, int[] positions)
    {
        using GuardedMemory from = GuardedMemory.Of(dy);
        using GuardedMemory where = new(positions.Length), to = new(Inputs(problem));
        positions.CopyTo(new Span<int>(where.Pointer, where.Count));
        to.Span.Fill(float.NaN);
        foreach (int piece in KernelRunner.Backwards(problem.GradientPieces))
            problem.RunMaxGradient(from.Pointer, (int*)where.Pointer, to.Pointer, piece);
        return to.Span.ToArray();
    }

    private static float[] Average(PoolingProblem problem, float[] x)
    {
        using GuardedMemory from = GuardedMemory.Of(x);
        using GuardedMemory to = new(Outputs(problem));
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
            problem.RunAverage(from.Pointer, to.Pointer, piece);
        return to.Span.ToArray();
    }

    private static float[] AverageGradient(PoolingProblem problem, float[] dy)
    {
        using GuardedMemory from = GuardedMemory.Of(dy);
        using GuardedMemory to = new(Inputs(problem));
        to.Span.Fill(float.NaN);
        foreach (int piece in KernelRunner.Backwards(problem.GradientPieces))
            problem.RunAverageGradient(from.Pointer, to.Pointer, piece);
        return to.Span.ToArray();
    }
}
