using Cornea.Cpu.Kernels;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Kernels;

public unsafe class WinogradTests
{
    private static readonly ConvolutionProblem[] Named =
    [
        Of(2, 8, 8, 16, 16),
        Of(1, 32, 32, 16, 48),
        Of(3, 16, 16, 32, 32),
        Of(5, 9, 11, 17, 19), // Ragged tiles, ragged vectors.
        Of(1, 13, 7, 30, 97), // Several panels, the last one narrow.
        Of(1, 13, 7, 90, 97), // More weights than pixels: pieces take channels.
        Of(3, 4, 4, 300, 110), // So many more that they are transformed when they are multiplied, in several blocks of the sum.
        Of(150, 4, 3, 200, 160), // The same of more tiles than are taken together.
        Of(3, 24, 20, 70, 66), // Several slices of channels for the gradient of weights, both ragged, and several blocks of tiles.
        Of(40, 4, 4, 16, 16), // Several images to a piece.
        Of(1, 8, 8, 800, 16), // Several blocks of the sum.
        Of(2, 10, 10, 16, 16, padTop: 0, padLeft: 0), // No border.
        Of(2, 10, 12, 16, 16, padTop: 2, padLeft: 2), // More border than "same" has.
        Of(2, 10, 12, 16, 16, padTop: 0, padLeft: 2),
    ];

    public static TheoryData<int> Layers { get; } = [.. Enumerable.Range(0, Named.Length)];

    [Theory]
    [MemberData(nameof(Layers))]
    public void MatchesNaiveLoops(int layer)
    {
        ConvolutionProblem shape = Named[layer];
        var random = new Random(51 + layer);
        float[] x = KernelRunner.Random(random, Input(shape)), w = KernelRunner.Random(random, Weights(shape)), dy = KernelRunner.Random(random, Output(shape));
        double[] y = new double[dy.Length], dx = new double[x.Length], dw = new double[w.Length];
        NaiveConvolution.Run(shape, x, w, dy, y, dx, dw);

        AssertClose(shape, y, Run(new WinogradConvolution(shape), x, w));
        AssertClose(shape, dx, Run(new WinogradConvolution(WinogradConvolution.ToData(shape), IsTurned: true), dy, w));
        AssertClose(shape, dw, ToWeights(new WinogradBackwardWeights(shape), x, dy));
    }

    // Within the tolerance of the golden cases.
    private static void AssertClose(ConvolutionProblem shape, double[] expected, float[] actual)
    {
        double largest = expected.Max(Math.Abs);
        for (int index = 0; index < expected.Length; index++)
        {
            double error = Math.Abs(expected[index] - actual[index]);
            Assert.True(error <= (1e-4 * Math.Abs(expected[index])) + (1e-5 * largest), $"{shape} at {index}: expected {expected[index]}, got {actual[index]}");
        }
    }

    /// <summary>Where there is no image, the gradient of the weights is 0.</summary>
    [Fact]
    public void NoImagesGiveNoGradient() => Assert.All(ToWeights(new WinogradBackwardWeights(Of(0, 8, 8, 16, 20)), [], []), value => Assert.Equal(0f, value));

    [Fact]
    public void PiecesCoverTheResult()
    {
        foreach (ConvolutionProblem shape in Named)
        {
            var problem = new WinogradConvolution(shape);
            Expect.Covers(problem, problem.Pieces, problem.Range, Output(shape));
        }
    }

    [Fact]
    public void SameBitsOnAllWidths() => WidthRunner.AssertSameOnAllWidths(Probe);

    [Fact]
    public void APixelsBitsDontDependOnTheBatch()
    {
        var random = new Random(61);
        ConvolutionProblem one = Of(1, 9, 14, 24, 40);
        float[] x = KernelRunner.Random(random, Input(one) * 7), w = KernelRunner.Random(random, Weights(one));
        float[] together = Run(new WinogradConvolution(one with { Batch = 7 }), x, w);
        int input = Input(one), output = Output(one);
        for (int image = 0; image < 7; image++)
            Assert.Equal(Run(new WinogradConvolution(one), x[(image * input)..((image + 1) * input)], w), together[(image * output)..((image + 1) * output)]);
    }

    /// <summary>Where it's chosen: never by the batch.</summary>
    [Fact]
    public void ServesWhatItIsFasterFor()
    {
        foreach (int batch in new[] { 1, 2, 100 })
        {
            Assert.True(WinogradConvolution.Serves(Of(batch, 32, 32, 16, 16)));
            Assert.True(WinogradConvolution.Serves(Of(batch, 8, 8, 64, 64)));
            Assert.False(WinogradConvolution.Serves(Of(batch, 32, 32, 3, 16))); // Too few channels.
            Assert.False(WinogradConvolution.Serves(Of(batch, 5, 5, 64, 64))); // Tiles that are half empty.
            Assert.True(WinogradConvolution.Serves(Of(batch, 7, 7, 512, 512)));
            Assert.False(WinogradConvolution.Serves(Of(batch, 32, 32, 16, 16) with { StrideWidth = 2 }));
            Assert.False(WinogradConvolution.Serves(Of(batch, 32, 32, 16, 16) with { Groups = 2 }));
        }
    }

    private static string Probe()
    {
        var random = new Random(59);
        using var hash = new ResultHash();
        foreach (ConvolutionProblem shape in Named)
        {
            float[] x = KernelRunner.Random(random, Input(shape)), w = KernelRunner.Random(random, Weights(shape)), dy = KernelRunner.Random(random, Output(shape));
            hash.Add(Run(new WinogradConvolution(shape), x, w));
            hash.Add(Run(new WinogradConvolution(WinogradConvolution.ToData(shape), IsTurned: true), dy, w));
            hash.Add(ToWeights(new WinogradBackwardWeights(shape), x, dy));
        }

        return hash.ToString();
    }

    private static ConvolutionProblem Of(int batch, int height, int width, int inChannels, int outChannels, int padTop = 1, int padLeft = 1) =>
        new(batch, height, width, inChannels, height - 2 + (2 * padTop), width - 2 + (2 * padLeft), outChannels, 3, 3, PadTop: padTop, PadLeft: padLeft);

    private static int Input(ConvolutionProblem shape) => shape.Batch * shape.InHeight * shape.InWidth * shape.InChannels;

    private static int Output(ConvolutionProblem shape) => shape.Batch * shape.OutHeight * shape.OutWidth * shape.OutChannels;

    private static int Weights(ConvolutionProblem shape) => 9 * shape.InChannels * shape.OutChannels;

    private static float[] Run(WinogradConvolution problem, float[] x, float[] w)
    {
        using GuardedMemory input = GuardedMemory.Of(x), inputLow = GuardedMemory.Of(x, guardStart: true), weights = GuardedMemory.Of(w);
        using var output = new GuardedMemory(Output(problem.Shape));
        float* packed = KernelRunner.Allocate(problem.PackedBytes);
        foreach (int piece in KernelRunner.Backwards(problem.PackPieces)) problem.Pack(weights.Pointer, packed, piece);
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
        {
            float* scratch = KernelRunner.Allocate(problem.ScratchBytes);
            problem.Run((piece % 2 == 0 ? input : inputLow).Pointer, packed, output.Pointer, piece, (byte*)scratch);
            KernelRunner.Free(scratch);
        }

        KernelRunner.Free(packed);
        return output.Span.ToArray();
    }

    private static float[] ToWeights(WinogradBackwardWeights problem, float[] x, float[] dy)
    {
        using GuardedMemory input = GuardedMemory.Of(x), inputLow = GuardedMemory.Of(x, guardStart: true);
        using GuardedMemory gradient = GuardedMemory.Of(dy), gradientLow = GuardedMemory.Of(dy, guardStart: true);
        using var output = new GuardedMemory(Weights(problem.Shape));
        output.Span.Fill(float.NaN);
        float* partial = KernelRunner.Allocate(problem.Sums.Bytes);
        foreach (int piece in KernelRunner.Backwards(problem.Pieces))
        {
            float* scratch = KernelRunner.Allocate(problem.ScratchBytes);
            problem.Run((piece % 2 == 0 ? input : inputLow).Pointer, (piece % 2 == 0 ? gradient : gradientLow).Pointer, output.Pointer, partial, piece, (byte*)scratch);
            KernelRunner.Free(scratch);
        }

        foreach (int piece in KernelRunner.Backwards(problem.Sums.ReducePieces)) problem.Sums.Reduce(partial, output.Pointer, piece);
        KernelRunner.Free(partial);
        return output.Span.ToArray();
    }
}
