using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

public unsafe class DepthwiseTests
{
    private static readonly int[] ChannelCounts = [0, 1, 2, 3, 5, 8, 13, 16, 17, 24, 32, 40, 48];

    [Fact]
    public void MatchesNaiveLoop()
    {
        var random = new Random(41);
        for (int test = 0; test < 200; test++)
            Check(Draw(random), random);
    }

    [Theory]
    [InlineData(9, 33, 30, 16, 3, 1)] // Several pieces and partial sums.
    [InlineData(9, 40, 41, 24, 5, 1)]
    [InlineData(8, 25, 25, 9, 3, 2)]
    public void MatchesNaiveLoopWhereCut(int batch, int height, int width, int channels, int kernel, int multiplier)
    {
        int pad = kernel / 2;
        var problem = new DepthwiseProblem(batch, height, width, channels, height, width, kernel, kernel, multiplier, 1, 1, 1, 1, pad, pad);
        Assert.True(problem.Pieces > 1 && problem.InputGradientPieces > 1 && problem.WeightSumPieces > 1);
        Check(problem, new Random(42));
    }

    [Fact]
    public void RangesCoverTheResults()
    {
        var random = new Random(43);
        for (int test = 0; test < 300; test++)
        {
            DepthwiseProblem problem = Draw(random) with { Batch = random.Next(3000) };
            Expect.Covers(problem, problem.Pieces, problem.Range, Outputs(problem));
            Expect.Covers(problem, problem.InputGradientPieces, problem.InputGradientRange, Inputs(problem));
            Expect.Covers(problem, problem.WeightGradientPieces, problem.WeightGradientRange, Weights(problem));
        }
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(Probe);

    private static string Probe()
    {
        var random = new Random(44);
        using var hash = new ResultHash();
        for (int test = 0; test < 25; test++)
        {
            DepthwiseProblem problem = Draw(random);
            float[] x = KernelRunner.Random(random, Inputs(problem)), w = KernelRunner.Random(random, Weights(problem));
            float[] dy = KernelRunner.Random(random, Outputs(problem));
            hash.Add(Forward(problem, x, w));
            hash.Add(InputGradient(problem, dy, w));
            hash.Add(WeightGradient(problem, x, dy));
        }

        return hash.ToString();
    }

    private static DepthwiseProblem Draw(Random random)
    {
        int channels = ChannelCounts[random.Next(ChannelCounts.Length)];
        int kernelHeight = random.Next(1, 5), kernelWidth = random.Next(1, 5);
        int multiplier = random.Next(3) == 0 ? random.Next(1, 4) : 1;
        return new DepthwiseProblem(random.Next(3), random.Next(1, 9), random.Next(1, 24), channels, random.Next(1, 9), random.Next(1, 24),
            kernelHeight, kernelWidth, multiplier, random.Next(1, 4), random.Next(1, 4), random.Next(1, 4), random.Next(1, 4),
            random.Next(4), random.Next(4));
    }

    private static int Inputs(in DepthwiseProblem problem) => problem.Batch * problem.InHeight * problem.InWidth * problem.Channels;

    private static int Outputs(in DepthwiseProblem problem) => problem.Batch * problem.OutHeight * problem.OutWidth * problem.OutChannels;

    private static int Weights(in DepthwiseProblem problem) => problem.KernelHeight * problem.KernelWidth * problem.OutChannels;

    private static void Check(DepthwiseProblem problem, Random random)
    {
        float[] x = KernelRunner.Random(random, Inputs(problem)), w = KernelRunner.Random(random, Weights(problem));
        float[] dy = KernelRunner.Random(random, Outputs(problem));
        double[] y = new double[dy.Length], dx = new double[x.Length], dw = new double[w.Length];
        Each(problem, (output, input, weight) =>
        {
            y[output] += (double)x[input] * w[weight];
            dx[input] += (double)dy[output] * w[weight];
            dw[weight] += (double)dy[output] * x[input];
        });
        Expect.Close(problem, y, Forward(problem, x, w), 1e-5);
        Expect.Close(problem, dx, InputGradient(problem, dy, w), 1e-5);
        Expect.Close(problem, dw, WeightGradient(problem, x, dy), 1e-4);
    }

    private static void Each(DepthwiseProblem p, Action<int, int, int> visit)
    {
        for (int n = 0; n < p.Batch; n++)
            for (int i = 0; i < p.OutHeight; i++)
                for (int j = 0; j < p.OutWidth; j++)
                    for (int r = 0; r < p.KernelHeight; r++)
                        for (int s = 0; s < p.KernelWidth; s++)
                        {
                            int y = i * p.StrideHeight - p.PadTop + r * p.DilationHeight;
                            int x = j * p.StrideWidth - p.PadLeft + s * p.DilationWidth;
                            if (y < 0 || x < 0 || y >= p.InHeight || x >= p.InWidth)
                                continue;
                            for (int c = 0; c < p.OutChannels; c++)
                            {
                                visit(((n * p.OutHeight + i) * p.OutWidth + j) * p.OutChannels + c,
                                    ((n * p.InHeight + y) * p.InWidth + x) * p.Channels + c / p.Multiplier,
                                    (r * p.KernelWidth + s) * p.OutChannels + c);
                            }
                        }
    }

    private static float[] Forward(DepthwiseProblem problem, float[] x, float[] w)
    {
        using GuardedMemory from = GuardedMemory.Of(x), weights = GuardedMemory.Of(w), to = new(Outputs(problem));
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
            problem.Run(from.Pointer, weights.Pointer, to.Pointer, piece);
        return to.Span.ToArray();
    }

    private static float[] InputGradient(DepthwiseProblem problem, float[] dy, float[] w)
    {
        using GuardedMemory from = GuardedMemory.Of(dy), weights = GuardedMemory.Of(w), to = new(Inputs(problem));
        to.Span.Fill(float.NaN);
        foreach (int piece in KernelRunner.Backwards(problem.InputGradientPieces))
            problem.RunInputGradient(from.Pointer, weights.Pointer, to.Pointer, piece);
        return to.Span.ToArray();
    }

    private static float[] WeightGradient(DepthwiseProblem problem, float[] x, float[] dy)
    {
        using GuardedMemory from = GuardedMemory.Of(x), gradient = GuardedMemory.Of(dy), to = new(Weights(problem));
        using GuardedMemory sums = new((int)problem.WeightSumElements);
        sums.Span.Fill(float.NaN);
        foreach (int piece in KernelRunner.Backwards(problem.WeightSumPieces))
            problem.RunWeightSums(from.Pointer, gradient.Pointer, sums.Pointer, piece);
        foreach (int piece in KernelRunner.Backwards(problem.WeightGradientPieces))
            problem.RunWeightGradient(sums.Pointer, to.Pointer, piece);
        return to.Span.ToArray();
    }
}
