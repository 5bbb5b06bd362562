using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

public unsafe class ResizeTests
{
    private delegate void Kernel(ResizeProblem problem, nint from, nint to, int piece);

    [Fact]
    public void NearestMatchesNaiveLoop()
    {
        var random = new Random(95);
        for (int test = 0; test < 150; test++)
        {
            ResizeProblem p = Draw(random);
            float[] x = KernelRunner.Random(random, Inputs(p)), dy = KernelRunner.Random(random, Outputs(p));
            double[] y = new double[dy.Length], dx = new double[x.Length];
            Each(p, (output, i, j, image, channel) =>
            {
                int row = (int)((i + 0.5) * p.InHeight / p.OutHeight), column = (int)((j + 0.5) * p.InWidth / p.OutWidth);
                int input = ((image * p.InHeight + row) * p.InWidth + column) * p.Channels + channel;
                y[output] = x[input];
                dx[input] += dy[output];
            });
            Expect.Close(p, y, Run(p, x, y.Length, p.Pieces, static (p, from, to, piece) => p.RunNearest((float*)from, (float*)to, piece)), 0);
            Expect.Close(p, dx,
                Run(p, dy, dx.Length, p.GradientPieces, static (p, from, to, piece) => p.RunNearestGradient((float*)from, (float*)to, piece)), 1e-4);
        }
    }

    [Fact]
    public void BilinearMatchesNaiveLoop()
    {
        var random = new Random(96);
        for (int test = 0; test < 150; test++)
        {
            ResizeProblem p = Draw(random);
            float[] x = KernelRunner.Random(random, Inputs(p)), dy = KernelRunner.Random(random, Outputs(p));
            double[] y = new double[dy.Length], dx = new double[x.Length];
            Each(p, (output, i, j, image, channel) =>
            {
                // Weights of all inputs by their distance from the centre; places outside are the border's.
                double row = (i + 0.5) * p.InHeight / p.OutHeight - 0.5, column = (j + 0.5) * p.InWidth / p.OutWidth - 0.5;
                for (int r = (int)Math.Floor(row); r <= Math.Floor(row) + 1; r++)
                    for (int s = (int)Math.Floor(column); s <= Math.Floor(column) + 1; s++)
                    {
                        double weight = (1 - Math.Abs(row - r)) * (1 - Math.Abs(column - s));
                        int inRow = Math.Clamp(r, 0, p.InHeight - 1), inColumn = Math.Clamp(s, 0, p.InWidth - 1);
                        int input = ((image * p.InHeight + inRow) * p.InWidth + inColumn) * p.Channels + channel;
                        y[output] += weight * x[input];
                        dx[input] += weight * dy[output];
                    }
            });
            Expect.Close(p, y, Run(p, x, y.Length, p.Pieces, static (p, from, to, piece) => p.RunBilinear((float*)from, (float*)to, piece)), 1e-5);
            Expect.Close(p, dx,
                Run(p, dy, dx.Length, p.GradientPieces, static (p, from, to, piece) => p.RunBilinearGradient((float*)from, (float*)to, piece)), 1e-4);
        }
    }

    [Fact]
    public void RangesCoverTheResults()
    {
        var random = new Random(97);
        for (int test = 0; test < 200; test++)
        {
            ResizeProblem problem = Draw(random) with { Batch = random.Next(500) };
            Expect.Covers(problem, problem.Pieces, problem.Range, Outputs(problem));
            Expect.Covers(problem, problem.GradientPieces, problem.GradientRange, Inputs(problem));
        }
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(Probe);

    private static string Probe()
    {
        var random = new Random(98);
        using var hash = new ResultHash();
        for (int test = 0; test < 20; test++)
        {
            ResizeProblem p = Draw(random);
            float[] x = KernelRunner.Random(random, Inputs(p)), dy = KernelRunner.Random(random, Outputs(p));
            hash.Add(Run(p, x, dy.Length, p.Pieces, static (p, from, to, piece) => p.RunNearest((float*)from, (float*)to, piece)));
            hash.Add(Run(p, x, dy.Length, p.Pieces, static (p, from, to, piece) => p.RunBilinear((float*)from, (float*)to, piece)));
            hash.Add(Run(p, dy, x.Length, p.GradientPieces, static (p, from, to, piece) => p.RunNearestGradient((float*)from, (float*)to, piece)));
            hash.Add(Run(p, dy, x.Length, p.GradientPieces, static (p, from, to, piece) => p.RunBilinearGradient((float*)from, (float*)to, piece)));
        }

        return hash.ToString();
    }

    private static ResizeProblem Draw(Random random)
    {
        int height = random.Next(1, 8), width = random.Next(1, 8);
        int[] channels = [0, 1, 3, 4, 8, 15, 16, 17, 35];
        bool whole = random.Next(2) == 0;
        return new ResizeProblem(random.Next(4), height, width, channels[random.Next(channels.Length)],
            whole ? height * random.Next(1, 4) : random.Next(1, 15), whole ? width * random.Next(1, 4) : random.Next(1, 15));
    }

    private static int Inputs(in ResizeProblem problem) => problem.Batch * problem.InHeight * problem.InWidth * problem.Channels;

    private static int Outputs(in ResizeProblem problem) => problem.Batch * problem.OutHeight * problem.OutWidth * problem.Channels;

    private static void Each(in ResizeProblem p, Action<int, int, int, int, int> visit)
    {
        int output = 0;
        for (int n = 0; n < p.Batch; n++)
            for (int i = 0; i < p.OutHeight; i++)
                for (int j = 0; j < p.OutWidth; j++)
                    for (int c = 0; c < p.Channels; c++)
                        visit(output++, i, j, n, c);
    }

    private static float[] Run(in ResizeProblem problem, float[] source, int results, int pieces, Kernel kernel)
    {
        using GuardedMemory from = GuardedMemory.Of(source);
        using var to = new GuardedMemory(results);
        to.Span.Fill(float.NaN);
        foreach (int piece in KernelRunner.Backwards(pieces))
            kernel(problem, (nint)from.Pointer, (nint)to.Pointer, piece);
        return to.Span.ToArray();
    }
}
