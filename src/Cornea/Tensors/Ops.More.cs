namespace Cornea;

// Further functions of keras.ops that are compositions.
public static partial class Ops
{
    /// <summary>The places of the values along an axis such that the k-th stands where it does in order; here they are all in order.</summary>
    public static Tensor ArgPartition(Tensor x, int kth, int axis = -1)
    {
        int size = x.Shape[x.Shape.Axis(axis, "ArgPartition")];
        return kth >= -size && kth < size ? ArgSort(x, axis) : throw new ArgumentException($"ArgPartition: expected kth below {size}, got {kth}.");
    }

    /// <summary>The middle number over axes, NaN left out.</summary>
    public static Tensor NanMedian(Tensor x, int? axis = null, bool keepDims = false) => NanQuantile(x, 0.5, axis, keepDims);

    /// <summary>The number below which a share q of an axis' numbers lies, NaN left out; linear between two.</summary>
    public static Tensor NanQuantile(Tensor x, double q, int? axis = null, bool keepDims = false)
    {
        x = Floating(x);
        Tensor rows = axis is { } along ? MoveAxis(x, along, -1) : x.Reshape([-1]);
        Tensor sorted = Sort(rows), count = Sum(LogicalNot(IsNaN(rows)).Cast(x.DType), axis: -1, keepDims: true);
        Tensor place = Maximum((count - 1) * q, 0), low = Floor(place), high = Ceil(place);
        Tensor At(Tensor position) => TakeAlongAxis(sorted, position.Cast(DType.Int32), -1);
        Tensor y = At(low) + ((At(high) - At(low)) * (place - low));
        if (axis is null) return keepDims ? y.Reshape([.. Enumerable.Repeat(1, x.Rank)]) : y.Squeeze(-1);
        return keepDims ? MoveAxis(y, -1, axis.Value) : y.Squeeze(-1);
    }

    /// <summary>The distances of each row of the first from each of the second: [n, d], [m, d] → [n, m].</summary>
    public static Tensor Cdist(Tensor x, Tensor y) => Norm(x.ExpandDims(-2) - y.ExpandDims(-3), axis: -1);

    /// <summary>The sign of the determinant and the logarithm of its size.</summary>
    public static (Tensor Sign, Tensor LogDeterminant) Slogdet(Tensor x)
    {
        Tensor determinant = Det(x);
        return (Sign(determinant), Log(Abs(determinant)));
    }

    /// <summary>The pseudo-inverse (Moore–Penrose) of matrices. Computes; no gradient flows.</summary>
    /// <param name="x">[…, m, n].</param>
    /// <param name="rcond">Singular values below this share of the largest count as 0; max(m, n) · 10⁻⁷ without it.</param>
    public static Tensor Pinv(Tensor x, double? rcond = null)
    {
        (Tensor u, Tensor values, Tensor vt) = Svd(x);
        Tensor smallest = Max(values, axis: -1, keepDims: true) * (rcond ?? Math.Max(x.Shape[^1], x.Shape[^2]) * 1.1920929e-07);
        Tensor inverse = Where(values > smallest, Reciprocal(Where(values > smallest, values, 1)), 0);
        return MatMul(MatrixTranspose(vt) * inverse.ExpandDims(-2), MatrixTranspose(u));
    }

    /// <summary>The y for which ‖a · y − b‖ is least. Computes; no gradient flows to a.</summary>
    public static Tensor Lstsq(Tensor a, Tensor b, double? rcond = null) =>
        b.Rank == 1 ? MatMul(Pinv(a, rcond), b.ExpandDims(-1)).Squeeze(-1) : MatMul(Pinv(a, rcond), b);

    /// <summary>How many singular values count, as int32. Computes.</summary>
    public static Tensor MatrixRank(Tensor x, double? tolerance = null)
    {
        Tensor values = Svd(x).Values;
        Tensor smallest = tolerance is { } given ? given : Max(values, axis: -1, keepDims: true) * (Math.Max(x.Shape[^1], x.Shape[^2]) * 1.1920929e-07);
        return Sum((values > smallest).Cast(DType.Int32), axis: -1);
    }

    /// <summary>Pieces of a sequence: [..., n] → [..., pieces, length], a piece every so many elements.</summary>
    public static Tensor ExtractSequences(Tensor x, int sequenceLength, int sequenceStride)
    {
        int count = Math.Max(0, ((x.Shape[^1] - sequenceLength) / sequenceStride) + 1);
        return Take(x, (Arange(count) * sequenceStride).ExpandDims(1) + Arange(sequenceLength).ExpandDims(0), -1);
    }

    /// <summary>The discrete Fourier transform along the last axis, of numbers with real and imaginary part.</summary>
    /// <remarks>By the matrix of the transform: n² steps for each row.</remarks>
    public static (Tensor Real, Tensor Imaginary) Fft(Tensor real, Tensor imaginary) => Fourier(Floating(real), Floating(imaginary), -1);

    /// <summary>The discrete Fourier transform along the last two axes.</summary>
    public static (Tensor Real, Tensor Imaginary) Fft2(Tensor real, Tensor imaginary) => Fourier2(Floating(real), Floating(imaginary), -1);

    /// <summary>The inverse of <see cref="Fft2"/>.</summary>
    public static (Tensor Real, Tensor Imaginary) Ifft2(Tensor real, Tensor imaginary)
    {
        double count = (double)real.Shape[^1] * real.Shape[^2];
        (Tensor x, Tensor y) = Fourier2(Floating(real), Floating(imaginary), 1);
        return (x / count, y / count);
    }

    /// <summary>The first half of the discrete Fourier transform of real numbers, which tells all of it.</summary>
    /// <param name="x">[…, n].</param>
    /// <param name="fftLength">x is cut or filled up with zeros to this length; n without it.</param>
    public static (Tensor Real, Tensor Imaginary) Rfft(Tensor x, int? fftLength = null)
    {
        int length = fftLength ?? x.Shape[^1];
        x = Floating(x);
        if (length < x.Shape[^1]) x = Slice(x, -1, 0, length);
        if (length > x.Shape[^1]) x = Pad(x, [.. Enumerable.Repeat((0, 0), x.Rank - 1), (0, length - x.Shape[^1])]);
        (Tensor real, Tensor imaginary) = Fourier(x, ZerosLike(x), -1);
        return (Slice(real, -1, 0, (length / 2) + 1), Slice(imaginary, -1, 0, (length / 2) + 1));
    }

    private static (Tensor Real, Tensor Imaginary) Fourier2(Tensor real, Tensor imaginary, int sign)
    {
        (Tensor x, Tensor y) = Fourier(real, imaginary, sign);
        (x, y) = Fourier(MatrixTranspose(x), MatrixTranspose(y), sign);
        return (MatrixTranspose(x), MatrixTranspose(y));
    }

    private static (Tensor Real, Tensor Imaginary) Fourier(Tensor real, Tensor imaginary, int sign)
    {
        int n = real.Shape[^1];
        double[] angles = [.. Enumerable.Range(0, n * n).Select(index => sign * 2 * Math.PI * ((long)(index / n) * (index % n) % n) / n)];
        Tensor cosine = Tensor.From(Array.ConvertAll(angles, Math.Cos), [n, n]).Cast(real.DType);
        Tensor sine = Tensor.From(Array.ConvertAll(angles, Math.Sin), [n, n]).Cast(real.DType);
        return (MatMul(real, cosine) - MatMul(imaginary, sine), MatMul(real, sine) + MatMul(imaginary, cosine));
    }
}
