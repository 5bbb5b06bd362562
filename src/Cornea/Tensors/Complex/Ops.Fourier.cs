namespace Cornea;

// Fourier transforms: products with the transform's matrix for small sizes, the factors of larger ones one after the other.
public static partial class Ops
{
    // Up to here one product is quicker than two and a turn of the angles between them.
    private const int LargestFourierMatrix = 64;

    /// <summary>The discrete Fourier transform along the last axis.</summary>
    public static ComplexTensor Fft(ComplexTensor x)
    {
        RequireRank(x, 1, "Fft");
        return Fourier(x.Real, x.Imaginary, -1);
    }

    /// <summary>The discrete Fourier transform along the last two axes.</summary>
    public static ComplexTensor Fft2(ComplexTensor x)
    {
        RequireRank(x, 2, "Fft2");
        return Fourier2(x, -1);
    }

    /// <summary>The inverse of <see cref="Fft2"/>.</summary>
    public static ComplexTensor Ifft2(ComplexTensor x)
    {
        RequireRank(x, 2, "Ifft2");
        double count = (double)x.Shape[^1] * x.Shape[^2];
        ComplexTensor y = Fourier2(x, 1);
        return new ComplexTensor(y.Real / count, y.Imaginary / count);
    }

    /// <summary>The first half of the discrete Fourier transform of real numbers, which tells all of it.</summary>
    /// <param name="x">[…, n].</param>
    /// <param name="fftLength">x is cut or filled up with zeros to this length; n without it.</param>
    /// <returns>[…, ⌊fftLength / 2⌋ + 1].</returns>
    public static ComplexTensor Rfft(Tensor x, int? fftLength = null)
    {
        x = Floating(x);
        RequireRank(x, 1, "Rfft");
        int length = fftLength ?? x.Shape[^1];
        AxisSize.Positive([length], "Rfft", "an fftLength");
        x = WithLast(x, length);
        ComplexTensor y = Fourier(x, ZerosLike(x), -1);
        return new ComplexTensor(Slice(y.Real, -1, 0, (length / 2) + 1), Slice(y.Imaginary, -1, 0, (length / 2) + 1));
    }

    /// <summary>The real numbers whose <see cref="Rfft"/> it is.</summary>
    /// <param name="x">[…, n].</param>
    /// <param name="fftLength">How many numbers; 2 (n − 1) without it.</param>
    /// <returns>[…, fftLength].</returns>
    public static Tensor Irfft(ComplexTensor x, int? fftLength = null)
    {
        RequireRank(x, 1, "Irfft");
        int length = fftLength ?? AxisSize.Of(2L * (x.Shape[^1] - 1), "Irfft"), half = (length / 2) + 1, mirrored = (length - 1) / 2;
        Tensor real = WithLast(x.Real, half), imaginary = WithLast(x.Imaginary, half);
        // The second half is the first one's conjugate, backwards.
        Tensor Whole(Tensor part, int sign) => Concatenate([part, Flip(Slice(part, -1, 1, mirrored), -1) * sign], -1);
        return Fourier(Whole(real, 1), Whole(imaginary, -1), 1).Real / length;
    }

    /// <summary>The short-time Fourier transform: that of each of the overlapping sequences which a signal is cut into.</summary>
    /// <param name="x">float32 or float64 […, n].</param>
    /// <param name="sequenceLength">Of each sequence.</param>
    /// <param name="sequenceStride">From the start of one to that of the next.</param>
    /// <param name="fftLength">Of the transform, at least sequenceLength.</param>
    /// <param name="window">What each sequence is multiplied by.</param>
    /// <param name="center">Whether the signal is mirrored at both ends by half a transform, so that sequence t is centred at t · sequenceStride.</param>
    /// <returns>[…, sequences, ⌊fftLength / 2⌋ + 1].</returns>
    /// <exception cref="ArgumentException">x isn't floating, or a length doesn't fit.</exception>
    public static ComplexTensor Stft(Tensor x, int sequenceLength, int sequenceStride, int fftLength, StftWindow window = default, bool center = true)
    {
        if (!x.DType.IsFloating) throw new ArgumentException($"Stft: expected x of float32 or float64, got {x.DType}.");
        CheckSequences(sequenceLength, sequenceStride, fftLength, "Stft");
        RequireRank(x, 1, "Stft");
        Tensor? values = window.Of(sequenceLength, fftLength, x.DType, "Stft");
        if (center) x = Pad(x, [.. Enumerable.Repeat((0, 0), x.Rank - 1), (fftLength / 2, fftLength / 2)], "reflect");
        Tensor sequences = ExtractSequences(x, fftLength, sequenceStride);
        return Rfft(values is null ? sequences : sequences * values, fftLength);
    }

    /// <summary>The inverse of <see cref="Stft"/>: the sequences' own inverses, weighted by the window and added where they overlap.</summary>
    /// <param name="x">[…, sequences, ⌊fftLength / 2⌋ + 1].</param>
    /// <param name="sequenceLength">As given to <see cref="Stft"/>.</param>
    /// <param name="sequenceStride">As given to <see cref="Stft"/>.</param>
    /// <param name="fftLength">As given to <see cref="Stft"/>.</param>
    /// <param name="length">How many numbers of the signal; all without it.</param>
    /// <param name="window">As given to <see cref="Stft"/>.</param>
    /// <param name="center">As given to <see cref="Stft"/>.</param>
    /// <returns>[…, length]; NaN where no window has any weight.</returns>
    public static Tensor Istft(
        ComplexTensor x, int sequenceLength, int sequenceStride, int fftLength, int? length = null, StftWindow window = default, bool center = true)
    {
        CheckSequences(sequenceLength, sequenceStride, fftLength, "Istft");
        RequireRank(x, 2, "Istft");
        Tensor sequences = Irfft(x, fftLength);
        if (window.Of(sequenceLength, fftLength, sequences.DType, "Istft") is { } values) sequences *= values / Overlapped(Square(values), sequenceStride);
        int whole = fftLength + (sequenceStride * (sequences.Shape[^2] - 1));
        Tensor signal = OverlapAdded(sequences, sequenceStride, whole);
        int start = center ? fftLength / 2 : 0;
        int end = Math.Min(whole, length is { } wanted ? start + wanted : center ? whole - (fftLength / 2) : whole);
        return Slice(signal, -1, start, Math.Max(0, end - start));
    }

    // Sequences […, count, length], each moved on by the stride and added: cut into pieces of a stride, piece k of sequence t falls on place t + k.
    private static Tensor OverlapAdded(Tensor sequences, int stride, int whole)
    {
        int count = sequences.Shape[^2], length = sequences.Shape[^1], pieces = (length + stride - 1) / stride;
        Tensor apart = WithLast(sequences, pieces * stride).Reshape([.. sequences.Shape[..^1], pieces, stride]);
        (int, int)[] margins = new (int, int)[sequences.Rank];
        Tensor? sum = null;
        for (int piece = 0; piece < pieces; piece++)
        {
            margins[^2] = (piece, pieces - 1 - piece);
            Tensor placed = Pad(Slice(apart, -2, piece, 1).Squeeze(-2), margins);
            sum = sum is null ? placed : sum + placed;
        }

        return Slice(sum!.Reshape([.. sequences.Shape[..^2], (count + pieces - 1) * stride]), -1, 0, whole);
    }

    // For each place of a sequence the sum over all sequences that cover it.
    private static Tensor Overlapped(Tensor weights, int stride)
    {
        int size = weights.Shape[0], overlaps = (size + stride - 1) / stride;
        Tensor rows = Pad(weights, [(0, (overlaps * stride) - size)]).Reshape([overlaps, stride]);
        return Slice(Tile(Sum(rows, axis: 0), overlaps), 0, 0, size);
    }

    private static void CheckSequences(int length, int stride, int fftLength, string who)
    {
        if (stride < 1) throw new ArgumentException($"{who}: expected a sequenceStride of at least 1, got {stride}.");
        if (length < 1 || fftLength < length) throw new ArgumentException($"{who}: expected an fftLength of at least the sequenceLength, got {fftLength} and {length}.");
    }

    private static void RequireRank(ComplexTensor x, int rank, string who) => RequireRank(x.Real, rank, who);

    private static void RequireRank(Tensor x, int rank, string who)
    {
        if (x.Rank < rank || x.Shape[^rank..].Any(size => size == Shape.Unknown))
            throw new ShapeException($"{who}: expected rank ≥ {rank} with known sizes of the axes transformed, got {x.Shape}.");
    }

    // The last axis cut, or filled up with zeros.
    private static Tensor WithLast(Tensor x, int size)
    {
        int old = x.Shape[^1];
        return size <= old ? Slice(x, -1, 0, size) : Pad(x, [.. Enumerable.Repeat((0, 0), x.Rank - 1), (0, size - old)]);
    }

    private static ComplexTensor Fourier2(ComplexTensor x, int sign)
    {
        ComplexTensor y = Fourier(x.Real, x.Imaginary, sign);
        y = Fourier(MatrixTranspose(y.Real), MatrixTranspose(y.Imaginary), sign);
        return new ComplexTensor(MatrixTranspose(y.Real), MatrixTranspose(y.Imaginary));
    }

    // Cooley & Tukey 1965: element j = first · rest + second and result k = left + factor · right, where factor · rest = n. Over the firsts,
    // then each turned by its angle, then over the seconds.
    private static ComplexTensor Fourier(Tensor real, Tensor imaginary, int sign)
    {
        int n = real.Shape[^1];
        int factor = n <= LargestFourierMatrix ? n : Enumerable.Range(1, LargestFourierMatrix).Last(size => n % size == 0);
        if (factor == n || factor == 1) return Turned(real, imaginary, sign);
        int rest = n / factor;
        Shape lead = real.Shape[..^1];
        Tensor Columns(Tensor x) => MatrixTranspose(x.Reshape([.. lead, factor, rest]));
        ComplexTensor firsts = Turned(Columns(real), Columns(imaginary), sign); // [.., rest, factor]
        (Tensor cosine, Tensor sine) = Angles(rest, factor, n, sign, real.DType);
        Tensor x = MatrixTranspose((firsts.Real * cosine) - (firsts.Imaginary * sine)), y = MatrixTranspose((firsts.Real * sine) + (firsts.Imaginary * cosine));
        ComplexTensor both = Fourier(x, y, sign); // [.., factor, rest]
        Tensor Row(Tensor part) => MatrixTranspose(part).Reshape([.. lead, n]);
        return new ComplexTensor(Row(both.Real), Row(both.Imaginary));
    }

    private static ComplexTensor Turned(Tensor real, Tensor imaginary, int sign)
    {
        int n = real.Shape[^1];
        (Tensor cosine, Tensor sine) = Angles(n, n, n, sign, real.DType);
        return new ComplexTensor(MatMul(real, cosine) - MatMul(imaginary, sine), MatMul(real, sine) + MatMul(imaginary, cosine));
    }

    // cos and sin of ±2π · row · column / n, the product reduced to one turn first.
    private static (Tensor Cosine, Tensor Sine) Angles(int rows, int columns, int n, int sign, DType dtype)
    {
        double[] angles = [.. Enumerable.Range(0, AxisSize.Table(rows, columns, "Fourier")).Select(index => sign * 2 * Math.PI * ((long)(index / columns) * (index % columns) % n) / n)];
        return (Tensor.From(Array.ConvertAll(angles, Math.Cos), [rows, columns]).Cast(dtype), Tensor.From(Array.ConvertAll(angles, Math.Sin), [rows, columns]).Cast(dtype));
    }
}
