using System.Numerics;
using Xunit;

namespace Cornea.Tests.Operations;

public class ComplexTests
{
    private static readonly ComplexTensor Z = (Tensor.From([3f, -1, 0], [3]), Tensor.From([4f, 0, -2], [3]));

    [Fact]
    public void PartsAnglesAndPairs()
    {
        Check.Values(Ops.Real(Z), [3], 3, -1, 0);
        Check.Values(Ops.Imag(Z), [3], 4, 0, -2);
        Check.Values(Ops.Conj(Z).Imaginary, [3], -4, 0, 2);
        Check.Values(Ops.Angle(Z), [3], Math.Atan2(4, 3), Math.PI, -Math.PI / 2);
        Check.Values(Ops.Angle(Tensor.From([1, -2, 0], [3])), [3], 0, Math.PI, 0);
        Check.Values(Ops.IsReal(Z), [3], 0, 1, 0);
        Check.Values(Ops.ViewAsReal(Z), [3, 2], 3, 4, -1, 0, 0, -2);
        Check.Values(Ops.ViewAsComplex(Ops.ViewAsReal(Z)).Imaginary, [3], 4, 0, -2);
        ComplexTensor polar = Ops.Polar(Tensor.From([2f, 1], [2]), Tensor.From([(float)Math.PI, 0], [2]));
        Check.Values(polar.Real, [2], -2, 1);
        Check.Values(polar.Imaginary, [2], 0, 0);
        Check.Error<ShapeException>(() => Ops.ViewAsComplex(Ops.Ones([3])), "ViewAsComplex", "(3,)");
        Check.Error<ShapeException>(() => new ComplexTensor(Ops.Ones([3]), Ops.Ones([2])), "ComplexTensor", "(2,)");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(67)] // A prime beyond the largest matrix.
    [InlineData(128)]
    [InlineData(210)]
    [InlineData(4489)] // 67².
    public void TransformsAreTheSums(int n)
    {
        Tensor real = new Draw(70).Tensor([n]), imaginary = new Draw(71).Tensor([n]);
        double[] x = real.ToArray<double>(), y = imaginary.ToArray<double>();
        var expected = new Complex[n];
        for (int k = 0; k < n; k++)
            for (int j = 0; j < n; j++) expected[k] += new Complex(x[j], y[j]) * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)j * k % n) / n);
        ComplexTensor got = Ops.Fft((real, imaginary));
        double[] re = got.Real.ToArray<double>(), im = got.Imaginary.ToArray<double>();
        for (int k = 0; k < n; k++) Assert.True(Complex.Abs(new Complex(re[k], im[k]) - expected[k]) < 1e-9 * n, $"{k}: {re[k]}, {im[k]} for {expected[k]}");
    }

    [Fact]
    public void InversesGoBack()
    {
        Tensor x = new Draw(72).Tensor([2, 9]);
        foreach (int length in (int[])[9, 6, 16]) Check.Values(Ops.Irfft(Ops.Rfft(x, length), length), [2, length], Fit(x, length));
        Check.Values(Ops.Irfft(Ops.Rfft(Ops.Slice(x, 1, 0, 8))), [2, 8], Fit(x, 8));
        ComplexTensor back = Ops.Ifft2(Ops.Fft2((x, x * 2)));
        Check.Values(back.Imaginary, [2, 9], (x * 2).ToArray<double>());
        // More and fewer bins than the length needs.
        Check.Values(Ops.Irfft((Tensor.From([4f, 1, 2], [3]), Tensor.From([0f, 0, 0], [3])), 2), [2], 2.5, 1.5);
        Check.Values(Ops.Irfft((Tensor.From([4f], [1]), Tensor.From([0f], [1])), 4), [4], 1, 1, 1, 1);
    }

    [Fact]
    public void SequencesGoThereAndBack()
    {
        Tensor x = new Draw(73).Tensor([2, 64]);
        foreach (StftWindow window in (StftWindow[])["hann", "hamming", StftWindow.None, Ops.Ones([16])])
        {
            ComplexTensor y = Ops.Stft(x, 16, 4, 20, window);
            Assert.Equal(new Shape(2, 17, 11), y.Shape);
            // Without a window nothing divides by how often a number was covered, as in TensorFlow: there are 5 sequences over each.
            Tensor back = Ops.Istft(y, 16, 4, 20, length: 64, window: window);
            double scale = window == StftWindow.None ? 5 : 1;
            Check.Values(Ops.Slice(back, 1, 10, 44), [2, 44], (Ops.Slice(x, 1, 10, 44) * scale).ToArray<double>());
        }

        // By hand: one sequence, no window, as a plain transform.
        Check.Values(Ops.Stft(Tensor.From([1f, 2, 3, 5], [4]), 4, 1, 4, StftWindow.None, center: false).Real, [1, 3], 11, -2, -3);
        Check.Error<ArgumentException>(() => Ops.Stft(Tensor.From([1, 2], [2]), 2, 1, 2), "Stft", "int32");
        Check.Error<ArgumentException>(() => Ops.Stft(Ops.Ones([4]), 4, 1, 2), "Stft", "fftLength");
        Check.Error<ArgumentException>(() => Ops.Stft(Ops.Ones([4]), 2, 0, 2), "Stft", "sequenceStride");
        Check.Error<ShapeException>(() => Ops.Stft(Ops.Ones([4]), 2, 1, 4, Ops.Ones([3])), "Stft", "(3,)");
        Check.Error<ArgumentException>(() => Ops.Stft(Ops.Ones([4]), 2, 1, 4, "kaiser"), "hamming", "kaiser");
    }

    [Fact]
    public void DerivativesAreRight()
    {
        var draw = new Draw(74);
        Tensor x = draw.Tensor([2, 6]), y = draw.Tensor([2, 6], 0.5, 2);
        GradientCheck.Second(list => GradientCheck.Together(Ops.Fft((list[0], list[1])).Real, Ops.Fft((list[0], list[1])).Imaginary), x, y);
        GradientCheck.First(list => Ops.Irfft((list[0], list[1])), x, y);
        GradientCheck.First(list => Ops.Square(Ops.Stft(list[0], 4, 2, 4).Imaginary), x);
        GradientCheck.First(list => Ops.Istft((Ops.Reshape(list[0], [4, 3]), Ops.Reshape(list[1], [4, 3])), 4, 2, 4, window: "hamming"), x, y);
        GradientCheck.First(list => Ops.Angle((list[0], list[1])), x, y);
        GradientCheck.First(list => Ops.ViewAsReal(Ops.Polar(list[0], list[1])), x, y);
    }

    private static double[] Fit(Tensor x, int length) =>
        Ops.Slice(Ops.Pad(x, [(0, 0), (0, Math.Max(0, length - x.Shape[1]))]), 1, 0, length).ToArray<double>();
}
