using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

public unsafe class ConvolutionTests
{
    private const float Unwritten = 12345f;

    /// <summary>The layers of small networks, cut down in batch, and what is special about each.</summary>
    private static readonly ConvolutionProblem[] Named =
    [
        Same(2, 32, 32, 3, 16, 3), // Few input channels.
        Same(2, 32, 32, 16, 16, 3),
        Same(2, 16, 16, 32, 32, 3),
        Same(3, 8, 8, 64, 64, 3),
        Same(2, 17, 16, 16, 32, 3, stride: 2), // Padding of one side only, or both.
        Same(2, 16, 17, 16, 32, 1, stride: 2), // Phases of backward-data without a tap.
        new(2, 28, 28, 1, 26, 26, 32, 3, 3),
        new(2, 26, 26, 32, 24, 24, 64, 3, 3),
        Same(1, 12, 12, 600, 20, 3), // A window's row longer than a block of the sum.
        Same(1, 7, 5, 160, 140, 3), // More weights than pixels: pieces take channels.
        Same(1, 3, 3, 300, 260, 2),
        Same(1, 5, 5, 200, 70, 3), // Several rows of the window to a block, several blocks.
        new(2, 2, 2, 16, 4, 4, 8, 2, 2, StrideHeight: 2, StrideWidth: 2, PadTop: 3, PadLeft: 3), // Windows wholly outside.
        Same(1, 9, 9, 8, 8, 3) with { Groups = 4 },
        Same(1, 9, 9, 6, 12, 3) with { Groups = 6 }, // Depthwise with a multiplier.
        new(1, 20, 20, 4, 12, 12, 5, 3, 3, DilationHeight: 4, DilationWidth: 4),
        new(1, 20, 20, 4, 6, 6, 5, 3, 3, 2, 2, DilationHeight: 3, DilationWidth: 4),
        new(3, 10, 10, 3, 3, 4, 5, 3, 3, PadTop: -2, PadLeft: -3), // Negative padding crops.
        Same(60, 6, 6, 8, 20, 3), // Images shared by pieces and parts of sums.
        new(40, 12, 12, 16, 12, 12, 16, 1, 1),
    ];

    public static TheoryData<int> Layers { get; } = [.. Enumerable.Range(0, Named.Length)];

    [Theory]
    [MemberData(nameof(Layers))]
    public void LayersMatchNaiveLoops(int layer) => Check(Named[layer], new Random(31 + layer));

    [Fact]
    public void RandomShapesMatchNaiveLoops()
    {
        var random = new Random(37);
        for (int test = 0; test < 250; test++)
            Check(AnyShape(random), random);
    }

    [Fact]
    public void EmptyShapes()
    {
        var random = new Random(38);
        ConvolutionProblem shape = Same(2, 6, 6, 3, 5, 3);
        Check(shape with { Batch = 0 }, random);
        Check(shape with { InChannels = 0 }, random);
        Check(shape with { OutChannels = 0 }, random);
        Check(shape with { OutHeight = 0 }, random);
        Check(shape with { OutWidth = 0 }, random);
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(Probe);

    private static string Probe()
    {
        var random = new Random(39);
        using var hash = new ResultHash();
        for (int test = 0; test < 25; test++)
        {
            ConvolutionProblem shape = AnyShape(random);
            float[] x = KernelRunner.Random(random, Input(shape)), w = KernelRunner.Random(random, Weights(shape));
            float[] dy = KernelRunner.Random(random, Output(shape));
            hash.Add(Forward(shape, x, w));
            hash.Add(BackwardData(shape, dy, w));
            hash.Add(BackwardWeights(shape, x, dy));
        }

        return hash.ToString();
    }

    private static ConvolutionProblem Same(int batch, int height, int width, int inChannels, int outChannels, int kernel, int stride = 1)
    {
        int outHeight = (height + stride - 1) / stride, outWidth = (width + stride - 1) / stride;
        return new ConvolutionProblem(batch, height, width, inChannels, outHeight, outWidth, outChannels, kernel, kernel, stride, stride,
            PadTop: Math.Max(0, (outHeight - 1) * stride + kernel - height) / 2,
            PadLeft: Math.Max(0, (outWidth - 1) * stride + kernel - width) / 2);
    }

    private static ConvolutionProblem AnyShape(Random random)
    {
        int groups = random.Next(4) == 0 ? random.Next(1, 4) : 1;
        int height = random.Next(1, 14), width = random.Next(1, 14);
        int kernelHeight = random.Next(1, 5), kernelWidth = random.Next(1, 5);
        int strideHeight = random.Next(1, 4), strideWidth = random.Next(1, 4);
        int dilationHeight = random.Next(3) == 0 ? random.Next(1, 4) : 1, dilationWidth = random.Next(3) == 0 ? random.Next(1, 4) : 1;
        int top = random.Next(-1, 3), left = random.Next(-1, 3);
        int outHeight = Math.Max(1, (height + top + random.Next(3) - (kernelHeight - 1) * dilationHeight - 1) / strideHeight + 1);
        int outWidth = Math.Max(1, (width + left + random.Next(3) - (kernelWidth - 1) * dilationWidth - 1) / strideWidth + 1);
        return new ConvolutionProblem(
            random.Next(1, 4), height, width, groups * random.Next(1, 20), outHeight, outWidth,
            groups * random.Next(1, 36), kernelHeight, kernelWidth,
            strideHeight, strideWidth, dilationHeight, dilationWidth, top, left, groups);
    }

    private static int Input(ConvolutionProblem shape) => shape.Batch * shape.InHeight * shape.InWidth * shape.InChannels;

    private static int Output(ConvolutionProblem shape) => shape.Batch * shape.OutHeight * shape.OutWidth * shape.OutChannels;

    private static int Weights(ConvolutionProblem shape) => shape.KernelHeight * shape.KernelWidth * shape.GroupIn * shape.OutChannels;

    private static void Check(ConvolutionProblem shape, Random random)
    {
        float[] x = KernelRunner.Random(random, Input(shape)), w = KernelRunner.Random(random, Weights(shape));
        float[] dy = KernelRunner.Random(random, Output(shape));
        double[] y = new double[dy.Length], dx = new double[x.Length], dw = new double[w.Length];
        NaiveConvolution.Run(shape, x, w, dy, y, dx, dw);
        AssertClose(shape, "y", y, Forward(shape, x, w), shape.KernelHeight * shape.KernelWidth * shape.GroupIn);
        AssertClose(shape, "dx", dx, BackwardData(shape, dy, w), shape.KernelHeight * shape.KernelWidth * shape.GroupOut);
        AssertClose(shape, "dw", dw, BackwardWeights(shape, x, dy), shape.Batch * shape.OutHeight * shape.OutWidth);
    }

    private static void AssertClose(ConvolutionProblem shape, string name, double[] expected, float[] actual, int terms)
    {
        for (int i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - actual[i]) <= 1e-6 * (terms + 10)))
                Assert.Fail($"{shape}: {name}[{i}] expected {expected[i]}, got {actual[i]}");
    }

    private static float[] Forward(ConvolutionProblem shape, float[] x, float[] w)
    {
        var problem = new ConvolutionForward(shape);
        using GuardedMemory input = GuardedMemory.Of(x), inputLow = GuardedMemory.Of(x, guardStart: true), weights = GuardedMemory.Of(w);
        using var output = new GuardedMemory(Output(shape));
        float* packed = Packed(problem.PackedBytes, problem.PackPieces, problem.Pack, weights);
        output.Span.Fill(Unwritten);
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
        {
            // Every other piece reads memory that is guarded before its start.
            float[] before = output.Span.ToArray();
            float* scratch = KernelRunner.Allocate(problem.ScratchBytes);
            problem.Run((piece % 2 == 0 ? input : inputLow).Pointer, packed, output.Pointer, piece, (byte*)scratch);
            KernelRunner.Free(scratch);
            AssertOnlyRangeWritten(before, output.Span, problem.Range(piece));
        }

        KernelRunner.Free(packed);
        return output.Span.ToArray();
    }

    private static float[] BackwardData(ConvolutionProblem shape, float[] dy, float[] w)
    {
        var problem = new ConvolutionBackwardData(shape);
        using GuardedMemory gradient = GuardedMemory.Of(dy), gradientLow = GuardedMemory.Of(dy, guardStart: true);
        using GuardedMemory weights = GuardedMemory.Of(w);
        using var output = new GuardedMemory(Input(shape));
        float* packed = Packed(problem.PackedBytes, problem.PackPieces, problem.Pack, weights);
        output.Span.Fill(Unwritten);
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
        {
            float[] before = output.Span.ToArray();
            float* scratch = KernelRunner.Allocate(problem.ScratchBytes);
            problem.Run((piece % 2 == 0 ? gradient : gradientLow).Pointer, packed, output.Pointer, piece, (byte*)scratch);
            KernelRunner.Free(scratch);
            AssertOnlyRangeWritten(before, output.Span, problem.Range(piece));
        }

        KernelRunner.Free(packed);
        return output.Span.ToArray();
    }

    private static float[] BackwardWeights(ConvolutionProblem shape, float[] x, float[] dy)
    {
        var problem = new ConvolutionBackwardWeights(shape);
        using GuardedMemory input = GuardedMemory.Of(x), gradient = GuardedMemory.Of(dy);
        using var output = new GuardedMemory(Weights(shape));
        output.Span.Fill(Unwritten);
        float* partial = KernelRunner.Allocate(problem.Sums.Bytes);
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
        {
            float* scratch = KernelRunner.Allocate(problem.ScratchBytes);
            problem.Run(input.Pointer, gradient.Pointer, output.Pointer, partial, piece, (byte*)scratch);
            KernelRunner.Free(scratch);
        }

        foreach (int piece in KernelRunner.Backwards(problem.Sums.ReducePieces))
            problem.Sums.Reduce(partial, output.Pointer, piece);
        KernelRunner.Free(partial);
        return output.Span.ToArray();
    }

    private delegate void PackPiece(float* w, float* packed, int piece);

    private static float* Packed(nint bytes, int pieces, PackPiece pack, GuardedMemory weights)
    {
        float* packed = KernelRunner.Allocate(bytes);
        foreach (int piece in KernelRunner.Backwards(pieces))
            pack(weights.Pointer, packed, piece);
        return packed;
    }

    private static void AssertOnlyRangeWritten(float[] before, ReadOnlySpan<float> after, OutputRange range)
    {
        int at = 0;
        for (int row = 0; row < range.Rows; row++)
        {
            int start = (int)(range.Start + (row * range.Pitch)), end = start + (int)range.Count;
            Assert.True(before.AsSpan(at, start - at).SequenceEqual(after[at..start]), "Wrote before its range.");
            Assert.DoesNotContain(Unwritten, after[start..end].ToArray());
            at = end;
        }

        Assert.True(before.AsSpan(at).SequenceEqual(after[at..]), "Wrote behind its range.");
    }
}
