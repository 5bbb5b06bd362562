namespace Cornea;

/// <summary>Resizing along one axis is linear: output i is Σ weight[i, j] · input j. These are TensorFlow's weights.</summary>
internal static class ResizeWeights
{
    // TensorFlow looks the bicubic weights up in a table of so many steps between two pixels; its results have that grain.
    private const int BicubicSteps = 1024;

    /// <summary>The weights [outputs, inputs], row by row.</summary>
    /// <param name="interpolation">nearest, bilinear, bicubic, lanczos3, lanczos5 or area.</param>
    /// <param name="inputs">Pixels along the axis.</param>
    /// <param name="outputs">Pixels wanted.</param>
    /// <param name="antialias">Whether the filter is widened where the image shrinks.</param>
    public static double[] Of(string interpolation, int inputs, int outputs, bool antialias)
    {
        double scale = (double)inputs / outputs;
        return interpolation switch
        {
            "nearest" => Rows(inputs, outputs, (i, row) => row[Math.Min((int)Math.Floor((float)((i + 0.5) * scale)), inputs - 1)] = 1),
            "area" => Rows(inputs, outputs, (i, row) => Area(row, i * scale, (i + 1) * scale, scale)),
            "bicubic" when !antialias => Rows(inputs, outputs, (i, row) => Bicubic(row, ((i + 0.5) * scale) - 0.5)),
            "bilinear" or "bicubic" or "lanczos3" or "lanczos5" => Filtered(
                interpolation == "bilinear" ? "linear" : interpolation == "bicubic" ? "cubic" : interpolation, inputs, outputs, 1 / scale, 0, antialias),
            _ => throw new ArgumentException(
                $"Resize: expected an interpolation of nearest, bilinear, bicubic, lanczos3, lanczos5, area, got '{interpolation}'."),
        };
    }

    /// <summary>The weights of a filter for output i standing at (i + ½ − translation) / scale of the input.</summary>
    /// <param name="method">linear, cubic, lanczos3 or lanczos5.</param>
    /// <param name="inputs">Pixels along the axis.</param>
    /// <param name="outputs">Pixels wanted.</param>
    /// <param name="scale">Output pixels for each input pixel.</param>
    /// <param name="translation">In output pixels.</param>
    /// <param name="antialias">Whether the filter is widened where the image shrinks.</param>
    public static double[] Filtered(string method, int inputs, int outputs, double scale, double translation, bool antialias)
    {
        Func<double, double> kernel = method switch
        {
            "linear" or "bilinear" or "triangle" => x => Math.Max(0, 1 - x),
            "cubic" or "bicubic" => Cubic,
            "lanczos3" => x => Lanczos(x, 3),
            "lanczos5" => x => Lanczos(x, 5),
            _ => throw new ArgumentException($"ScaleAndTranslate: expected a method of linear, cubic, lanczos3, lanczos5, got '{method}'."),
        };
        double width = antialias ? Math.Max(1 / scale, 1) : 1;
        return Rows(inputs, outputs, (i, row) =>
        {
            double at = ((i + 0.5 - translation) / scale) - 0.5, sum = 0;
            if (at < -0.5 || at > inputs - 0.5) return;
            for (int j = 0; j < inputs; j++) sum += row[j] = kernel(Math.Abs(at - j) / width);
            for (int j = 0; j < inputs; j++) row[j] = Math.Abs(sum) > 1000 * 1.1920929e-07 ? row[j] / sum : 0;
        });
    }

    private static double[] Rows(int inputs, int outputs, Action<int, double[]> fill)
    {
        var weights = new double[AxisSize.Table(inputs, outputs, "Resize")];
        var row = new double[inputs];
        for (int output = 0; output < outputs; output++)
        {
            Array.Clear(row);
            fill(output, row);
            row.CopyTo(weights, output * inputs);
        }

        return weights;
    }

    private static void Area(double[] row, double start, double end, double scale)
    {
        int last = (int)Math.Ceiling(end - 1e-9);
        for (int j = (int)Math.Floor(start + 1e-9); j < last; j++)
            row[Math.Clamp(j, 0, row.Length - 1)] += (Math.Min(j + 1, end) - Math.Max(j, start)) / scale;
    }

    private static void Bicubic(double[] row, double at)
    {
        int first = (int)Math.Floor(at), step = (int)Math.Round((at - first) * BicubicSteps, MidpointRounding.ToEven);
        double sum = 0;
        for (int tap = -1; tap <= 2; tap++)
        {
            double weight = Cubic(Math.Abs(tap - ((double)step / BicubicSteps)));
            if (first + tap < 0 || first + tap >= row.Length) continue;
            row[first + tap] += weight;
            sum += weight;
        }

        for (int j = 0; j < row.Length; j++) row[j] /= sum;
    }

    // Keys 1981, a = −½.
    private static double Cubic(double x) =>
        x < 1 ? (((1.5 * x) - 2.5) * x * x) + 1 : x < 2 ? (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2 : 0;

    private static double Lanczos(double x, int radius) =>
        x > radius ? 0 : x <= 1e-3 ? 1 : radius * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / radius) / (Math.PI * Math.PI * x * x);
}
