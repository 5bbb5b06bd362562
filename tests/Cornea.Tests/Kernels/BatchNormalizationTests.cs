using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

public unsafe class BatchNormalizationTests
{
    private const float Epsilon = 1e-3f;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(5, 16)]
    [InlineData(100, 17)]
    [InlineData(1000, 1)]
    [InlineData(777, 33)]
    [InlineData(64, 700)]
    [InlineData(9001, 32)] // Several pieces.
    [InlineData(20000, 24)]
    [InlineData(3, 0)]
    [InlineData(0, 4)]
    public void MatchesNaiveLoop(int rows, int channels)
    {
        var random = new Random(rows + channels);
        foreach (bool affine in (bool[])[true, false])
        {
            float[] x = KernelRunner.Random(random, rows * channels), dy = KernelRunner.Random(random, rows * channels);
            // Means far from zero: 50 standard deviations.
            for (int i = 0; i < x.Length; i++)
                x[i] = x[i] * 2 + 50 * (i % channels % 3);
            Check(new BatchNormalizationProblem(rows, channels), x, dy,
                affine ? KernelRunner.Random(random, channels) : null, affine ? KernelRunner.Random(random, channels) : null);
        }
    }

    [Fact]
    public void LargeMeansCancelNothing()
    {
        // 10,000 standard deviations from zero: squares minus the square of the mean would leave nothing.
        var random = new Random(51);
        const int Rows = 30000;
        var x = new float[Rows];
        for (int i = 0; i < Rows; i++)
            x[i] = 10000 + random.NextSingle() * 2 - 1;
        double mean = x.Average(value => (double)value);
        double variance = x.Average(value => (value - mean) * (value - mean));
        Results results = Run(new BatchNormalizationProblem(Rows, 1), x, new float[Rows], null, null);
        Assert.InRange(results.Variance[0] / variance, 0.9999, 1.0001);
        Assert.InRange(results.Mean[0] - mean, -0.01, 0.01);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30000)]
    public void AMeanWhoseSquareIsBeyondSinglePrecisionIsNoNaN(int rows)
    {
        var x = new float[rows];
        Array.Fill(x, 1e20f);
        Results results = Run(new BatchNormalizationProblem(rows, 1), x, new float[rows], null, null);
        Assert.True(float.IsFinite(results.Mean[0]) && !float.IsNaN(results.Variance[0]), $"{results.Mean[0]}, {results.Variance[0]}");
    }

    [Fact]
    public void RangesCoverTheResult()
    {
        foreach ((int rows, int channels) in ((int, int)[])[(0, 5), (5, 0), (1, 1), (100000, 7), (3, 200000), (65536, 64)])
        {
            var problem = new BatchNormalizationProblem(rows, channels);
            Expect.Covers(problem, problem.Pieces, problem.Range, (long)rows * channels);
        }
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(Probe);

    private static string Probe()
    {
        var random = new Random(52);
        using var hash = new ResultHash();
        foreach ((int rows, int channels) in ((int, int)[])[(7, 3), (99, 16), (500, 37), (6000, 24), (50, 300)])
        {
            Results results = Run(new BatchNormalizationProblem(rows, channels), KernelRunner.Random(random, rows * channels),
                KernelRunner.Random(random, rows * channels), KernelRunner.Random(random, channels), KernelRunner.Random(random, channels));
            foreach (float[] values in results.All)
                hash.Add(values);
        }

        return hash.ToString();
    }

    private static void Check(BatchNormalizationProblem problem, float[] x, float[] dy, float[]? gamma, float[]? beta)
    {
        int rows = (int)problem.Rows, channels = problem.Channels;
        Results results = Run(problem, x, dy, gamma, beta);
        double[] y = new double[x.Length], dx = new double[x.Length];
        double[] mean = new double[channels], variance = new double[channels], dgamma = new double[channels], dbeta = new double[channels];
        for (int c = 0; c < channels; c++)
        {
            for (int r = 0; r < rows; r++)
                mean[c] += (double)x[r * channels + c] / rows;
            for (int r = 0; r < rows; r++)
                variance[c] += Math.Pow(x[r * channels + c] - mean[c], 2) / rows;
            double inverse = 1 / Math.Sqrt(variance[c] + Epsilon), scale = (gamma?[c] ?? 1) * inverse;
            for (int r = 0; r < rows; r++)
            {
                int at = r * channels + c;
                y[at] = (x[at] - mean[c]) * scale + (beta?[c] ?? 0);
                dbeta[c] += dy[at];
                dgamma[c] += dy[at] * (x[at] - mean[c]) * inverse;
            }

            for (int r = 0; r < rows; r++)
            {
                int at = r * channels + c;
                dx[at] = scale * (dy[at] - dbeta[c] / rows - (x[at] - mean[c]) * inverse * dgamma[c] / rows);
            }
        }

        Expect.Close(problem, mean, results.Mean, 1e-4);
        Expect.Close(problem, variance, results.Variance, 1e-4);
        // One row has no variance, so its rounding errors are magnified by 1 / √epsilon.
        double tolerance = rows < 5 ? 2e-2 : 2e-3;
        Expect.Close(problem, y, results.Y, tolerance);
        Expect.Close(problem, dbeta, results.Dbeta, 1e-5 * (rows + 10));
        Expect.Close(problem, dgamma, results.Dgamma, 1e-5 * (rows + 10));
        Expect.Close(problem, dx, results.Dx, tolerance);
    }

    private static Results Run(BatchNormalizationProblem problem, float[] x, float[] dy, float[]? gammas, float[]? betas)
    {
        int channels = problem.Channels;
        using GuardedMemory input = GuardedMemory.Of(x), gradient = GuardedMemory.Of(dy);
        using GuardedMemory gamma = GuardedMemory.Of(gammas ?? []), beta = GuardedMemory.Of(betas ?? []);
        float* gammaPointer = gammas == null ? null : gamma.Pointer, betaPointer = betas == null ? null : beta.Pointer;
        using GuardedMemory partials = new((int)problem.PartialElements), coefficients = new((int)problem.CoefficientElements);
        using GuardedMemory mean = new(channels), variance = new(channels), inverseStd = new(channels), scale = new(channels), shift = new(channels);
        using GuardedMemory y = new(x.Length), dx = new(x.Length), dgamma = new(channels), dbeta = new(channels);
        partials.Span.Fill(float.NaN);
        foreach (int piece in KernelRunner.Backwards(problem.StatisticsPieces))
            problem.RunStatistics(input.Pointer, partials.Pointer, piece);
        foreach (int piece in KernelRunner.Backwards(problem.ChannelPieces))
        {
            problem.RunMerge(partials.Pointer, gammaPointer, betaPointer, Epsilon,
                mean.Pointer, variance.Pointer, inverseStd.Pointer, scale.Pointer, shift.Pointer, piece);
        }

        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
            problem.RunNormalize(input.Pointer, scale.Pointer, shift.Pointer, y.Pointer, piece);
        partials.Span.Fill(float.NaN);
        foreach (int piece in KernelRunner.Backwards(problem.StatisticsPieces))
            problem.RunGradientSums(input.Pointer, gradient.Pointer, mean.Pointer, inverseStd.Pointer, partials.Pointer, piece);
        foreach (int piece in KernelRunner.Backwards(problem.ChannelPieces))
        {
            problem.RunGradientMerge(
                partials.Pointer, gammaPointer, inverseStd.Pointer, dgamma.Pointer, dbeta.Pointer, coefficients.Pointer, piece);
        }

        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
            problem.RunInputGradient(input.Pointer, gradient.Pointer, mean.Pointer, coefficients.Pointer, dx.Pointer, piece);
        return new Results([.. mean.Span], [.. variance.Span], [.. y.Span], [.. dx.Span], [.. dgamma.Span], [.. dbeta.Span]);
    }

    private sealed record Results(float[] Mean, float[] Variance, float[] Y, float[] Dx, float[] Dgamma, float[] Dbeta)
    {
        public float[][] All => [Mean, Variance, Y, Dx, Dgamma, Dbeta];
    }
}
