namespace Cornea.Onnx;

// Windows and Fourier transforms; complex numbers are pairs along the last axis.
internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Signals() =>
    [
        One("HannWindow", call => Window(call, 0.5, 0.5, 0)),
        One("HammingWindow", call => Window(call, 25.0 / 46, 21.0 / 46, 0)),
        One("BlackmanWindow", call => Window(call, 0.42, 0.5, 0.08)),
        One("DFT", call =>
        {
            Value x = call[0];
            int axis = call.Opset >= 20 ? OperatorCall.Front(call.At(2)?.Numbers("axis")[0] ?? -2, x.Rank, "axis") : call.Axis(1, x.Rank);
            int? length = call.At(1) is { } given ? checked((int)given.Numbers("dft_length")[0]) : null;
            return call.Give(Fourier(call, x.Plain, axis, length, call.Flag("inverse"), call.Flag("onesided")));
        }),
        One("STFT", ShortTimeFourier),
        One("MelWeightMatrix", MelWeights),
    ];

    private static Value Window(OperatorCall call, double a, double b, double c)
    {
        int size = checked((int)call[0].Numbers("size")[0]);
        call.Import.Take(8.0 * size, "a window");
        double period = call.Flag("periodic", true) ? size : size - 1;
        double[] values = [.. Enumerable.Range(0, size).Select(index => 2 * Math.PI * index / period).Select(angle => a - (b * Math.Cos(angle)) + (c * Math.Cos(2 * angle)))];
        return Value.Constant(Tensor.From(values, [size]).Cast(((ElementType)call.Int("output_datatype", 1)).ToDType()));
    }

    private static Tensor Fourier(OperatorCall call, Tensor x, int axis, int? length, bool isInverse, bool isOneSided)
    {
        int parts = x.Shape[^1], size = x.Shape[axis], count = length ?? size;
        if (parts is not (1 or 2) || axis == x.Rank - 1 || count < 1) throw new ShapeException($"expected real or complex numbers along the last axis and a length of at least 1, got {x.Shape} and {count}");
        if (size > count) x = Ops.Slice(x, axis, 0, count);
        int used = Math.Min(size, count), outputs = isOneSided ? (count / 2) + 1 : count;
        call.Import.Take(16.0 * used * outputs, "a Fourier matrix");
        var cosines = new double[used * outputs];
        var sines = new double[used * outputs];
        double sign = isInverse ? 1 : -1, scale = isInverse ? 1.0 / count : 1;
        for (int row = 0; row < used; row++)
        {
            for (int column = 0; column < outputs; column++)
            {
                double angle = sign * 2 * Math.PI * ((long)row * column % count) / count;
                (cosines[(row * outputs) + column], sines[(row * outputs) + column]) = (scale * Math.Cos(angle), scale * Math.Sin(angle));
            }
        }

        Tensor cos = Tensor.From(cosines, [used, outputs]).Cast(x.DType), sin = Tensor.From(sines, [used, outputs]).Cast(x.DType);
        Tensor moved = Ops.MoveAxis(x, axis, -1), real = moved[TensorIndex.Ellipsis, 0, TensorIndex.Slice()];
        Tensor y0 = Ops.MatMul(real, cos), y1 = Ops.MatMul(real, sin);
        if (parts == 2)
        {
            Tensor imaginary = moved[TensorIndex.Ellipsis, 1, TensorIndex.Slice()];
            (y0, y1) = (y0 - Ops.MatMul(imaginary, sin), y1 + Ops.MatMul(imaginary, cos));
        }

        return Ops.MoveAxis(Ops.Stack([y0, y1], -1), -2, axis);
    }

    private static Value ShortTimeFourier(OperatorCall call)
    {
        Tensor signal = call[0].Plain;
        int step = checked((int)call[1].Numbers("frame_step")[0]);
        Tensor? window = call.At(2)?.Plain;
        int length = call.At(3) is { } given ? checked((int)given.Numbers("frame_length")[0]) : window?.Shape[0] ?? throw new InvalidDataException("neither a window nor a frame_length is given");
        if (signal.Rank == 2) signal = signal.ExpandDims(-1);
        int count = ((signal.Shape[1] - length) / step) + 1;
        if (step < 1 || length < 1 || count < 1 || count > 100_000) throw new ShapeException($"frames of {length}, {step} apart, don't fit a signal of {signal.Shape[1]}");
        Tensor frames = Ops.Stack([.. Enumerable.Range(0, count).Select(index => Ops.Slice(signal, 1, index * step, length))], 1);
        if (window is not null) frames *= window.Reshape([1, 1, length, 1]);
        return call.Give(Fourier(call, frames, 2, null, false, call.Flag("onesided", true)));
    }

    private static Value MelWeights(OperatorCall call)
    {
        int bins = checked((int)Scalar(call, 0, "num_mel_bins")), length = checked((int)Scalar(call, 1, "dft_length")), rate = checked((int)Scalar(call, 2, "sample_rate"));
        double low = Mel(Scalar(call, 3, "lower_edge_hertz")), high = Mel(Scalar(call, 4, "upper_edge_hertz"));
        int rows = (length / 2) + 1;
        call.Import.Take(4.0 * rows * bins, "a table of weights");
        int[] edges = [.. Enumerable.Range(0, bins + 2).Select(index => (int)Math.Floor((length + 1) * (700 * (Math.Pow(10, (low + (index * (high - low) / (bins + 2))) / 2595) - 1)) / rate))];
        var weights = new float[rows * bins];
        for (int bin = 0; bin < bins; bin++)
        {
            (int left, int centre, int right) = (edges[bin], edges[bin + 1], edges[bin + 2]);
            if (centre == left) Set(centre, bin, 1);
            else for (int row = left; row <= centre; row++) Set(row, bin, (float)(row - left) / (centre - left));
            if (right > centre)
                for (int row = centre; row < right; row++) Set(row, bin, (float)(right - row) / (right - centre));
        }

        return Value.Constant(Tensor.From(weights, [rows, bins]).Cast(((ElementType)call.Int("output_datatype", 1)).ToDType()));

        void Set(int row, int bin, float weight)
        {
            if (row >= 0 && row < rows) weights[(row * bins) + bin] = weight;
        }

        static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
    }
}
