namespace Cornea.Vision.Resampling;

/// <summary>Along one axis, which pixels make each new pixel, and with which weights: a row of neighbours for each.</summary>
internal sealed class AxisTaps
{
    // TensorFlow looks the bicubic weights up in a table of so many steps between two pixels; its results have that grain.
    private const int BicubicSteps = 1024;

    private readonly int[] _first;
    private readonly double[][] _weights;

    private AxisTaps(int outputs) => (_first, _weights) = (new int[outputs], new double[outputs][]);

    /// <summary>How many new pixels there are.</summary>
    public int Count => _first.Length;

    /// <summary>Where the pixels end that count.</summary>
    public int End { get; private set; }

    /// <summary>The first pixel that counts for a new one.</summary>
    public int First(int output) => _first[output];

    /// <summary>The weights of that pixel and those after it; they add up to 1.</summary>
    public ReadOnlySpan<double> Weights(int output) => _weights[output];

    /// <summary>The taps of an interpolation.</summary>
    /// <param name="interpolation">Which.</param>
    /// <param name="start">The first pixel of the part that is resized.</param>
    /// <param name="inputs">How many pixels the part has.</param>
    /// <param name="outputs">How many it is to have.</param>
    public static AxisTaps Of(Interpolation interpolation, int start, int inputs, int outputs)
    {
        var (isPillow, name, isWidened) = ResampleFilter.Parse(interpolation.ToString());
        (Func<double, double> Weight, double Radius) filter = ResampleFilter.Of(name);
        double scale = (double)inputs / outputs;
        var taps = new AxisTaps(outputs);
        for (int i = 0; i < outputs; i++)
        {
            (int first, double[] weights) = name switch
            {
                "nearest" => (Math.Min((int)Math.Floor((float)((i + 0.5) * scale)), inputs - 1), [1]),
                "area" => Area(i * scale, (i + 1) * scale),
                "bicubic" when !isWidened => Tabled(((i + 0.5) * scale) - 0.5),
                _ when isPillow => PillowFiltered(filter, (i + 0.5) * scale, Math.Max(scale, 1), inputs),
                _ => Filtered(filter, ((i + 0.5) * scale) - 0.5, isWidened ? Math.Max(scale, 1) : 1),
            };
            taps.Add(i, first, weights, start, inputs);
        }

        return taps;
    }

    // Cuts off what lies beyond the image's edges; the rest is made to add up to 1 again.
    private void Add(int output, int first, double[] weights, int start, int inputs)
    {
        int from = Math.Clamp(-first, 0, weights.Length - 1), to = Math.Clamp(inputs - first, from + 1, weights.Length);
        double[] kept = from == 0 && to == weights.Length ? weights : weights[from..to];
        double sum = 0;
        foreach (double weight in kept) sum += weight;
        for (int tap = 0; tap < kept.Length; tap++) kept[tap] /= sum;
        _first[output] = start + first + from;
        _weights[output] = kept;
        End = Math.Max(End, _first[output] + kept.Length);
    }

    private static (int First, double[] Weights) Area(double from, double to)
    {
        int first = (int)Math.Floor(from + 1e-9), last = Math.Max(first + 1, (int)Math.Ceiling(to - 1e-9));
        double[] weights = new double[last - first];
        for (int tap = 0; tap < weights.Length; tap++) weights[tap] = Math.Min(first + tap + 1, to) - Math.Max(first + tap, from);
        return (first, weights);
    }

    private static (int First, double[] Weights) Tabled(double at)
    {
        int before = (int)Math.Floor(at);
        double step = Math.Round((at - before) * BicubicSteps, MidpointRounding.ToEven) / BicubicSteps;
        return (before - 1, [.. Enumerable.Range(-1, 4).Select(tap => ResampleFilter.Keys(tap - step))]);
    }

    private static (int First, double[] Weights) Filtered((Func<double, double> Weight, double Radius) filter, double at, double width)
    {
        int first = (int)Math.Ceiling(at - (filter.Radius * width)), last = (int)Math.Floor(at + (filter.Radius * width));
        double[] weights = new double[last - first + 1];
        for (int tap = 0; tap < weights.Length; tap++) weights[tap] = filter.Weight((first + tap - at) / width);
        return (first, weights);
    }

    // Pillow rounds where the filter begins and ends to whole pixels, before it looks at the edges (Resample.c, precompute_coeffs).
    private static (int First, double[] Weights) PillowFiltered((Func<double, double> Weight, double Radius) filter, double centre, double width, int inputs)
    {
        int first = Math.Max((int)(centre - (filter.Radius * width) + 0.5), 0), last = Math.Min((int)(centre + (filter.Radius * width) + 0.5), inputs);
        double[] weights = new double[last - first];
        for (int tap = 0; tap < weights.Length; tap++) weights[tap] = filter.Weight((first + tap - centre + 0.5) / width);
        return (first, weights);
    }
}
